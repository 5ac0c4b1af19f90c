"""A pupil of the case changes school: the other place is sent what it needs, and nothing else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from cases import rules
from cases.actions.concerns import _row
from cases.actions.work import Work
from cases.models import CaseConcern, Involvement
from common.demands import USED_FORM
from common.errors import ActionError
from concerns import actions as concerns
from concerns.models import Concern
from concerns.rules import PARTS
from organisations.models import Organisation
from organisations.roles import Permission
from pupils.identity import name_of
from pupils.models import Pupil

TOLD = CaseConcern.Direction.TOLD
# All that the other place reads, by the words that stand above it.
LABELS = {
    "what": gettext_lazy("What it is about"),
    **PARTS,
    "reason": gettext_lazy("Why do they need to know this?"),
    "ground_by": gettext_lazy("Ground"),
}
NAMES_ADULTS = ("contact", "ground_by")


class Sent(concerns.SentAlong):
    """The texts as they are sent, and why."""

    reason: str


@transaction.atomic
def change_school(
    *,
    involvement: Involvement,
    unit: Organisation,
    by: Person,
    now: datetime,
    token: UUID,
    **sent: Unpack[Sent],
) -> CaseConcern:
    """Send the school or kindergarten to which a pupil of an open case changes the chosen parts, on
    a recorded ground. They see these and nothing of the case, which goes on for those who stay.

    The decision is the leader's. Refuses a pupil with protected identity, a text that names another
    child of the case, and a second one to the same place while the first waits. The same sheet
    (``token``) sends once.
    """
    work = Work.begin(involvement.case, by=by, now=now, needs=Permission.CLOSE_CASES)
    row = work.involvement(involvement)
    pupil = _who_changes(row, by)
    _refuse_others(work, pupil, sent)
    _refuse_waiting(row, unit, token)
    born = f", {pupil.born_on.year}" if pupil.born_on else ""
    concern = concerns.send_change(
        unit=unit,
        from_unit=work.case.unit,
        by=by,
        now=now,
        token=token,
        about=name_of(pupil)[: 120 - len(born)] + born,
        **sent,
    )
    if there := CaseConcern.objects.filter(concern=concern, direction=TOLD).first():
        if there.about_id != row.pk:
            raise ActionError(USED_FORM)
        return there
    told = _row(work, concern, TOLD, to_unit=unit, about=row)
    parts = [name for name in PARTS if getattr(concern, name)]
    work.record("case.change_sent", told, to=unit.pk, ground=concern.ground, parts=parts)
    return told


@transaction.atomic
def take_back_change_of_school(*, told: CaseConcern, by: Person, now: datetime) -> CaseConcern:
    """Take back what was sent, until it is answered, also from a case that has ended since. It is
    out of sight at the other place at once."""
    work = Work.in_any_state(told.case, by=by, now=now, needs=Permission.CLOSE_CASES)
    told = CaseConcern.objects.select_related("concern__from_unit").get(pk=told.pk, case=work.case)
    concerns.take_back_change(concern=told.concern, by=by, now=now)
    work.record("case.change_taken_back", told)
    return told


def _who_changes(row: Involvement, by: Person) -> Pupil:
    """The pupil, who is part of the case now and whose name may be written down elsewhere."""
    seen = Pupil.objects.open_to(by).filter(protected=False)
    pupil = seen.filter(pk=row.pupil_id).first()
    if pupil is None:
        raise ActionError(
            _(
                "Nothing is sent about somebody without a name here, or with protected identity. "
                "Talk with the other place yourself."
            )
        )
    if row.ends_on is not None:
        raise ActionError(_("The pupil is no longer part of the case. Choose another."))
    return pupil


def _refuse_others(work: Work, pupil: Pupil, sent: Mapping[str, object]) -> None:
    """No other child of the case is named in what leaves it."""
    seen = Pupil.objects.open_to(work.by).filter(involvements__case=work.case)
    others = set(seen.exclude(pk=pupil.pk).values_list("name", flat=True))
    for name, label in LABELS.items():
        text = str(sent.get(name, ""))
        if rules.names_in(text, others, name_of(pupil), whole_only=name in NAMES_ADULTS):
            told = {"part": label}
            said = _("Another child of the case is named under “%(part)s”. Take the name out.")
            raise ActionError(said % told)


def _refuse_waiting(row: Involvement, unit: Organisation, token: UUID) -> None:
    waits = CaseConcern.objects.filter(
        case=row.case_id, about__pupil=row.pupil_id, to_unit=unit, concern__state=Concern.State.NEW
    )
    if waits.exclude(concern__form_token=token).exists():
        raise ActionError(_("One to this place waits for an answer already. Take it back first."))
