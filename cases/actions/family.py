"""What guardians are told, and what is best for the child, weighed in words."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands, rules
from cases.actions.work import Work
from cases.models import BestInterests, Case, GuardianContact, Involvement
from common.errors import ActionError
from pupils.models import Guardian, Pupil


@transaction.atomic
def record_guardian_contact(
    *,
    involvement: Involvement,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    guardian: Guardian | None = None,
    who: str = "",
    told_on: date,
    how: str,
    told: str,
    guardian_says: str = "",
    asked_for: bool = False,
    pupil_agreed: bool = False,
) -> GuardianContact:
    """A guardian was told something, and what the guardian said. Never one who is not to be
    informed: the refusal says who decided it, and why. On request only when they have asked. About
    a pupil of 18 only when the pupil agrees. ``who`` says in words who it was, of a pupil whose
    guardians are not registered here."""
    work = Work.begin(involvement.case, by=by, now=now)
    row = work.involvement(involvement)
    text = demands.text(told, missing=_("Write what the guardian was told."))
    same = {"involvement_id": row.pk, "guardian_id": guardian and guardian.pk, "told": text}
    if made := work.written(GuardianContact.objects.all(), token, **same):
        return made
    day = work.day(told_on)
    if (whom := guardian and _whom(row, guardian)) is None:
        who = _described(work, row, who, day, pupil_agreed=pupil_agreed)
    else:
        _refuse(whom, day, asked_for=asked_for, pupil_agreed=pupil_agreed)
    how = demands.choice(how, GuardianContact.How, missing=_("Choose how the guardian was told."))
    contact = GuardianContact(
        case=work.case, involvement=row, guardian=whom,
        who="" if whom else who, told_on=day, how=how, told=text,
        guardian_says=demands.text(guardian_says), asked_for=asked_for,
        pupil_agreed=pupil_agreed, written_by=by, written_at=now, form_token=token,
    )  # fmt: skip
    work.save(contact)
    work.record("guardian.contacted", contact)
    return contact


@transaction.atomic
def write_best_interests(
    *, case: Case, by: Person, now: datetime, token: uuid.UUID, occasion: str, text: str
) -> BestInterests:
    """Weigh what is best for the child when something is decided (Education Act 10-1): what the
    child has said, and how it was weighed. Never changed: the next decision has its own."""
    work = Work.begin(case, by=by, now=now)
    text = demands.text(text, missing=_("Write how you have assessed what is best for the child."))
    if made := work.written(BestInterests.objects.all(), token, text=text):
        return made
    occasion = demands.choice(
        occasion, BestInterests.Occasion, missing=_("Choose what is decided.")
    )
    note = BestInterests(
        case=work.case, occasion=occasion, text=text, written_by=by,
        written_at=now, form_token=token,
    )  # fmt: skip
    work.save(note)
    work.record("best_interests.written", note, occasion=occasion)
    return note


def _whom(row: Involvement, guardian: Guardian) -> Guardian:
    """The guardian as it stands now, of the very pupil."""
    found = Guardian.objects.select_related("pupil", "information_decided_by")
    whom = found.filter(pk=guardian.pk, pupil=row.pupil_id).first()
    if whom is None:
        raise ActionError(_("Choose one of this pupil’s guardians."))
    return whom


def _described(work: Work, row: Involvement, who: str, day: date, *, pupil_agreed: bool) -> str:
    """Whom it was, where nobody is registered. Whoever is registered is chosen: somebody may have
    decided that one of them is not to be informed."""
    pupil = Pupil.objects.open_to(work.person).filter(pk=row.pupil_id).first()
    if pupil is None:
        raise ActionError(_("Only somebody who may see who the pupil is can write this."))
    if Guardian.objects.filter(pupil=pupil).exists():
        raise ActionError(_("Choose one of this pupil’s guardians."))
    if rules.is_of_age(pupil.born_on, day) and not pupil_agreed:
        raise ActionError(
            _("The pupil is 18 or older. Guardians are told only when the pupil agrees.")
        )
    return demands.line(who, missing=_("Write who was told."))


def _refuse(whom: Guardian, day: date, *, asked_for: bool, pupil_agreed: bool) -> None:
    stands_in_the_way = rules.obstacle(
        whom.information,
        of_age=rules.is_of_age(whom.pupil.born_on, day),
        asked_for=asked_for,
        pupil_agreed=pupil_agreed,
    )
    if stands_in_the_way == rules.Obstacle.REFUSED:
        raise ActionError(
            _("%(guardian)s is not to be informed. Decided by %(who)s: %(why)s")
            % {
                "guardian": whom.name,
                "who": whom.information_decided_by,
                "why": whom.information_reason,
            }
        )
    if stands_in_the_way == rules.Obstacle.NOT_AGREED:
        raise ActionError(
            _("The pupil is 18 or older. Guardians are told only when the pupil agrees.")
        )
    if stands_in_the_way == rules.Obstacle.NOT_ASKED_FOR:
        raise ActionError(
            _("This guardian is informed on request only. Tick that they asked, or tell nothing.")
        )
