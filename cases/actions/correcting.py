"""How safe a child has it was written down wrong: whoever wrote it sets it right."""

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.models import Event
from cases import demands
from cases.actions.answers import _check_answer, _propose_closing
from cases.actions.unsafe import _note_unsafe, _tell
from cases.actions.work import Work
from cases.models import SafetyAnswer, StateReason
from cases.notices import AnswerCorrected
from cases.safety import is_alarming, is_newest
from common.errors import ActionError
from organisations.roles import Permission


class RightAnswer(TypedDict):
    """The answer as it should have been, and what was wrong."""

    value: NotRequired[int | None]
    missing: NotRequired[str]
    answered_by: str
    reason: str


@transaction.atomic
def correct_safety(
    *, answer: SafetyAnswer, by: Person, now: datetime, **right: Unpack[RightAnswer]
) -> SafetyAnswer:
    """The right answer in the place of a wrong one, up or down, by whoever wrote it down. The log
    keeps what stood, and why it was wrong.

    What was told because of the wrong answer is not taken back: the task stays until somebody says
    what is done, and those who were told of it learn that it is corrected. Raises ``ActionError``
    where a newer answer counts, where nothing is corrected, or without a reason.
    """
    work = Work.in_any_state(answer.case, by=by, now=now, needs=Permission.TAKE_PART)
    demands.not_ended(work.case)
    row = SafetyAnswer.objects.select_related("involvement").get(pk=answer.pk, case=work.case)
    if row.recorded_by_id != by.pk:
        raise PermissionDenied("Somebody else wrote it down.")
    told = right.get("value"), right.get("missing", ""), right["answered_by"]
    _check_answer(*told)
    if told == (row.value, row.missing, row.answered_by):
        return _as_it_stands(row, by)
    _refuse_an_old_one(row)
    kept = work.reason(right["reason"], missing=_("Write what was wrong."))
    was_alarming = is_alarming(row)
    _put(work, row, told, kept)
    if is_alarming(row):
        _note_unsafe(work, row)
    elif was_alarming:
        _tell(AnswerCorrected, work, thing_id=kept.pk)
    _propose_closing(work)
    return row


def _put(
    work: Work, row: SafetyAnswer, told: tuple[int | None, str, str], kept: StateReason
) -> None:
    was = row.value, row.missing, row.answered_by
    row.value, row.missing, row.answered_by = told
    row.save(update_fields=["value", "missing", "answered_by"])
    work.record(
        "safety.corrected", row, value=told[0], missing=told[1], voice=told[2],
        value_was=was[0], missing_was=was[1], voice_was=was[2], reason=kept.pk,
    )  # fmt: skip


def _refuse_an_old_one(row: SafetyAnswer) -> None:
    if not is_newest(row):
        raise ActionError(
            _(
                "A newer answer has been written down, and that one counts. Tell the one who leads "
                "the case what was wrong."
            )
        )


def _as_it_stands(row: SafetyAnswer, by: Person) -> SafetyAnswer:
    """The same sheet sent twice corrects once."""
    made = Event.objects.filter(name="safety.corrected", target_id=row.pk, person_id=by.pk)
    if made.filter(data__value=row.value, data__missing=row.missing).exists():
        return row
    raise ActionError(_("That is the answer that stands already. Choose the right one."))
