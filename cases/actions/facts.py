"""What people write down in a case: the log, and how safe the one exposed says it is."""

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands
from cases.actions.locking import lock
from cases.models import Case, Entry, Involvement, SafetyAnswer
from common.errors import ActionError
from organisations.roles import Permission

Missing = SafetyAnswer.Missing


@transaction.atomic
def write_entry(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    kind: str,
    happened_on: date,
    text: str,
    corrects: Entry | None = None,
) -> Entry:
    """Write in the log, also of a closed case. Nothing there is changed: a correction is a new
    entry that names the old. One sheet makes one entry (Education Act 12-4: documentation)."""
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    text = demands.text(text, missing=_("Write what you did or saw."))
    if written := Entry.objects.filter(form_token=token, written_by=by, case=case).first():
        return _same(written, text)
    if case.state == Case.State.VOID:
        raise ActionError(_("This case was wrongly registered. Nothing more is done with it."))
    if corrects is not None and corrects.case_id != case.pk:
        raise ActionError(_("The entry that you correct belongs to another case."))
    (kind,) = demands.choices([kind], Entry.Kind, missing=_("Choose what kind of entry it is."))
    entry = Entry(
        id=uuid.uuid4(),
        case=case,
        kind=kind,
        happened_on=demands.past_day(happened_on, now),
        text=text,
        corrects=corrects,
        written_by=by,
        written_at=now,
        form_token=token,
    )
    return _saved(entry)


def _saved(entry: Entry) -> Entry:
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        if demands.is_taken(error, "form_token"):
            raise ActionError(demands.USED_FORM) from error
        raise
    return entry


@transaction.atomic
def record_safety(
    *,
    case: Case,
    involvement: Involvement,
    by: Person,
    now: datetime,
    day: date,
    value: int | None = None,
    missing: str = "",
    answered_by: str = SafetyAnswer.AnsweredBy.PUPIL,
) -> SafetyAnswer:
    """How safe one exposed pupil has it on a day: 1 to 5, or why there is no answer.

    Asked once: an answer of that day stands and is used again, and only what was missing is filled
    in. The child may decline (Education Act chapter 10).
    """
    case = lock(case)
    demands.right(by, Permission.TAKE_PART, case=case, now=now)
    if not case.is_open:
        raise ActionError(_("This case has ended. Nothing more is recorded in it."))
    if involvement.case_id != case.pk or involvement.role != Involvement.Role.EXPOSED:
        raise ActionError(_("Only the one exposed in this case is asked."))
    _check_answer(value, missing, answered_by)
    known = SafetyAnswer.objects.filter(involvement=involvement, day=day).first()
    if known is not None and (
        known.value is not None or value is None and missing != Missing.DECLINED
    ):
        return known
    answer = known or SafetyAnswer(id=uuid.uuid4(), case=case, involvement=involvement)
    answer.day = demands.past_day(day, now)
    answer.value, answer.missing = value, missing
    answer.answered_by = answered_by
    answer.recorded_by, answer.recorded_at = by, now
    answer.save(force_insert=known is None)
    record("safety.recorded", by=by, now=now, target=answer, case_id=case.pk, value=value)
    return answer


def _check_answer(value: int | None, missing: str, answered_by: str) -> None:
    demands.choices([answered_by], SafetyAnswer.AnsweredBy, missing="")
    if (value is None) == (missing == ""):
        raise ActionError(_("Choose an answer, or why there is none."))
    if missing not in ("", *Missing.values) or value not in (None, *SafetyAnswer.Value.values):
        raise ActionError(_("Choose among the answers in the list."))


def _same(entry: Entry, text: str) -> Entry:
    if entry.text != text:
        raise ActionError(demands.USED_FORM)
    return entry
