"""How safe the one exposed says it is: asked while the case is open, and once more after."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands, rules
from cases.actions.locking import lock
from cases.actions.unsafe import _note_unsafe
from cases.models import Case, Entry, Involvement, SafetyAnswer
from cases.safety import safe_spans, voices
from common.errors import ActionError
from organisations.calendars import calendar_for
from organisations.roles import Permission

Missing = SafetyAnswer.Missing
Asked = tuple[Involvement, int | None, str, str]
"""Who was asked about, the answer (1 to 5) or why there is none, and who answered."""


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
    in. The child may decline (Education Act chapter 10). Once everybody exposed has said 4 or 5
    three times over eight open weeks, closing may be talked about from that day (``review_on``).
    """
    case = lock(case)
    demands.right(by, Permission.TAKE_PART, case=case, now=now)
    if not case.is_open:
        raise ActionError(_("This case has ended. Nothing more is recorded in it."))
    answer = _answer(case, (involvement, value, missing, answered_by), day, by, now)
    _propose_closing(case, timezone.localdate(now))
    return answer


def _note_how_safe(
    *, involvement: Involvement, by: Person, now: datetime, day: date, said: str, answered_by: str
) -> SafetyAnswer | None:
    """How safe somebody said it is in a talk: "1" to "5", or that there is no answer. Nothing where
    nobody asked."""
    if not said:
        return None
    value = {str(known): known for known in SafetyAnswer.Value.values}.get(said)
    return record_safety(
        case=involvement.case,
        involvement=involvement,
        by=by,
        now=now,
        day=day,
        value=value,
        missing="" if value else said,
        answered_by=answered_by,
    )


@transaction.atomic
def record_look(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    happened_on: date,
    text: str,
    answers: Iterable[Asked] = (),
) -> Entry:
    """A look after closing: how the child has it now, in words and as an answer. Nothing waits
    after it; where it is not safe, the case can be reopened. One sheet makes one look."""
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    text = demands.text(text, missing=_("Write how the child has it now."))
    made = Entry.objects.filter(form_token=token, written_by=by, case=case).first()
    if made is not None and made.text == text:
        return made
    if made is not None:
        raise ActionError(demands.USED_FORM)
    if case.state != Case.State.CLOSED:
        raise ActionError(_("A look comes after closing. Write in the log instead."))
    day = demands.past_day(happened_on, now)
    for asked in answers:
        _answer(case, asked, day, by, now)
    entry = demands.saved(
        Entry(
            case=case, kind=Entry.Kind.LOOK, happened_on=day, text=text,
            written_by=by, written_at=now, form_token=token,
        )
    )  # fmt: skip
    case.look_on = None
    case.save(update_fields=["look_on"])
    return entry


def _answer(case: Case, asked: Asked, day: date, by: Person, now: datetime) -> SafetyAnswer:
    involvement, value, missing, answered_by = asked
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
    if case.is_open:
        _note_unsafe(case, answer, by, now)
    return answer


def _check_answer(value: int | None, missing: str, answered_by: str) -> None:
    demands.choices([answered_by], SafetyAnswer.AnsweredBy, missing="")
    if (value is None) == (missing == ""):
        raise ActionError(_("Choose an answer, or why there is none."))
    if missing not in ("", *Missing.values) or value not in (None, *SafetyAnswer.Value.values):
        raise ActionError(_("Choose among the answers in the list."))


def _propose_closing(case: Case, today: date) -> None:
    """The calendar is asked for only once there are enough answers."""
    spans = safe_spans(voices(case))
    long_enough = False
    if spans is not None:
        calendar = calendar_for(case.unit)
        long_enough = all(rules.is_safe_long_enough(span, calendar) for span in spans)
    proposed = (case.review_on or today) if long_enough else None
    if proposed != case.review_on:
        case.review_on = proposed
        case.save(update_fields=["review_on"])
