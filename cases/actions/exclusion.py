"""Who may not see a case, and what the owner says to that (Education Act 12-5; impartiality)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands
from cases.actions.alerts import _release_alert
from cases.actions.holding import hand_case_to_owner
from cases.actions.work import Work
from cases.models import Case, CaseAccess
from cases.notices import ExclusionToAnswer, owners_readers
from common.errors import ActionError
from notifications.outbox import tell
from organisations import permissions
from organisations.models import Membership
from organisations.roles import Permission, Role


@transaction.atomic
def exclude_person(
    *,
    case: Case,
    person: Person,
    by: Person,
    now: datetime,
    reason: str,
    closeness: str = CaseAccess.Closeness.PARTIAL,
) -> CaseAccess:
    """Close the case for somebody whom it is about, who cannot be impartial, or who is close to
    somebody in it: lists, log, messages and all, from the person's next page on.

    A leader of the unit, oneself included, takes the case along to the owner in the same
    transaction, never to a subordinate; so does the last one there who could follow it up. The
    owner confirms or lifts the exclusion within one working day (our own advice).
    """
    work = Work.also_closed(case, by=by, now=now)
    case = work.case
    if case.accesses.excluding(person).exists():
        raise ActionError(_("This is already so."))
    choose = _("Choose why the person may not see the case.")
    closeness = demands.choice(closeness, CaseAccess.Closeness, missing=choose)
    reason = demands.text(reason, missing=_("Write why."))
    # First: whoever is excluded may neither hand the case over nor be asked again for the right.
    if not case.is_held_elsewhere and not _others_lead(work, person):
        case = hand_case_to_owner(case=case, by=by, now=now)
    exclusion = CaseAccess.objects.create(
        case=case,
        person=person,
        kind=CaseAccess.Kind.EXCLUDED,
        closeness=closeness,
        reason=reason,
        owner_id=case.unit.owner_id,
        answer_by=work.law.deadlines["exclusion_answer"].due_on(work.today),
        given_by=by,
        given_at=now,
    )
    _follow(work, exclusion)
    return exclusion


def _follow(work: Work, exclusion: CaseAccess) -> None:
    """What follows from it: at PPT the person has the alert no more, and the owner is told."""
    _record(exclusion, "excluded", work.person, work.now)
    _release_alert(work, exclusion.person)
    _tell_owner(work, exclusion)


def _tell_owner(work: Work, exclusion: CaseAccess) -> None:
    owner, case_id = work.case.unit.parent or work.case.unit, work.case.pk
    to = owners_readers(owner, work.today, case_id=case_id, but=work.person)
    due_on, thing = exclusion.answer_by, exclusion.pk
    tell(ExclusionToAnswer, thing_id=thing, to=to, now=work.now, due_on=due_on, case_id=case_id)


@transaction.atomic
def confirm_exclusion(*, exclusion: CaseAccess, by: Person, now: datetime) -> CaseAccess:
    """The owner agrees: it stands. Nobody answers the exclusion of him- or herself."""
    exclusion = _to_answer(exclusion, by, now)
    exclusion.answer = CaseAccess.Answer.CONFIRMED
    exclusion.answered_by, exclusion.answered_at = by, now
    exclusion.save(update_fields=["answer", "answered_by", "answered_at"])
    _record(exclusion, "confirmed", by, now)
    return exclusion


@transaction.atomic
def lift_exclusion(*, exclusion: CaseAccess, by: Person, now: datetime, reason: str) -> CaseAccess:
    """The owner does not agree, or the ground is gone: the person sees the case again as before.
    A case that went to the owner stays there until the owner hands it back."""
    exclusion = _to_answer(exclusion, by, now, again=True)
    exclusion.answer_reason = demands.text(reason, missing=_("Write why it is lifted."))
    exclusion.answer, exclusion.ended_at = CaseAccess.Answer.LIFTED, now
    exclusion.answered_by, exclusion.answered_at = by, now
    exclusion.save(
        update_fields=["answer", "answer_reason", "ended_at", "answered_by", "answered_at"]
    )
    _record(exclusion, "lifted", by, now)
    return exclusion


def _to_answer(
    exclusion: CaseAccess, by: Person, now: datetime, *, again: bool = False
) -> CaseAccess:
    """The exclusion, locked. ``again``: also one that was confirmed before."""
    # The case is outside the adviser's scope and is not changed, so it is not locked: the row of
    # the exclusion is what two advisers could answer at once.
    found = demands.locked(CaseAccess.objects.exclusions(), exclusion)
    demands.owner_reads(by, at=found.owner, case_id=found.case_id, now=now)
    if found.ended_at is not None:
        raise ActionError(_("This exclusion has already been lifted."))
    if found.answer and not again:
        raise ActionError(_("This exclusion has already been confirmed."))
    return found


def _others_lead(work: Work, person: Person) -> bool:
    """Without the person: does somebody at the unit follow the case up whose leader may see it?"""
    held_by = work.case.held_by
    here = Membership.objects.current(work.today).at(held_by)
    if here.filter(role=Role.PRINCIPAL, person=person).exists():
        return False
    excluded = work.case.accesses.current().exclusions().values("person")
    able = permissions.people_with(Permission.WRITE_CASES, at=held_by, today=work.today)
    return able.exclude(pk__in=excluded).exclude(pk=person.pk).exists()


def _record(exclusion: CaseAccess, what: str, by: Person, now: datetime) -> None:
    record(
        f"access.{what}",
        by=by,
        now=now,
        target=exclusion,
        case_id=exclusion.case_id,
        person=exclusion.person_id,
    )
