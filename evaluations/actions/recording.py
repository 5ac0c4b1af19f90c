"""An evaluation of a measure is recorded."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases import demands
from cases.actions import record_safety
from cases.actions.answers import Asked
from cases.actions.locking import lock
from cases.models import Case, SafetyAnswer
from cases.safety import is_alarming
from common.errors import ActionError
from evaluations import rules
from evaluations.models import Evaluation, SharedEvaluation
from measures.actions import note_evaluation
from measures.actions.work import Work
from measures.models import Measure, SharedMeasure
from measures.models.words import State
from measures.rules import next_evaluation
from organisations import permissions
from organisations.calendar import Day
from organisations.calendars import calendar_for


class AlreadyRecorded(ActionError):
    """Somebody has answered this due date before. Carries what was answered."""

    def __init__(self, evaluation: Evaluation | SharedEvaluation):
        super().__init__(_("This evaluation has already been recorded."))
        self.evaluation = evaluation


class More(TypedDict, total=False):
    """What is said besides. ``not_as_planned``: why it was not carried out as planned."""

    safety: Asked | None
    note: str
    not_as_planned: str
    confirmed: bool


@transaction.atomic
def record_evaluation(
    *,
    measure: Measure,
    by: Person,
    now: datetime,
    due_on: date,
    effect: str,
    next: str,
    next_on: date | None = None,
    **more: Unpack[More],
) -> Evaluation:
    """Answer one due date of a running measure, once, and set its next date or end it.

    Without ``next_on`` the next date is worked out: 1, 2, then every 4 open weeks, but within one
    open week of an answer of 1 or 2, or of one that has fallen by two. A day that is closed or past
    becomes the next open one. How safe the one exposed has it is a fact of the case: an answer of
    the same day is used again. Raises ``AlreadyRecorded``; ``ActionError`` when the measure does
    not run, its date was moved, or it is stopped while unsafe and that is not confirmed (12-4).
    """
    today = timezone.localdate(now)
    work = Work(lock(measure.case), by, now)
    case, measure = work.case, work.measure(measure)
    _require(measure, case, by, now)
    _guard(measure, case, due_on)
    demands.choice(effect, Evaluation.Effect)
    demands.choice(next, Evaluation.Next)
    safety = _safety(case, more.get("safety"), by=by, now=now)
    _guard_stop(safety, next, more.get("confirmed", False))
    soon = safety is not None and safety.value is not None and is_alarming(safety)
    day = _next_day(measure, case, due_on, next_on, today, soon) if rules.goes_on(next) else None
    evaluation = Evaluation.objects.create(
        case=case, measure=measure, safety=safety, due_on=due_on, effect=effect, next=next,
        next_on=day and day.date, **_texts(more), recorded_by=by, recorded_at=now,
    )  # fmt: skip
    twice = _record_event(work, evaluation)
    note_evaluation(measure=measure, by=by, now=now, next_on=day, next=next, without_effect=twice)
    return evaluation


def _texts(more: More) -> dict[str, str]:
    return {
        "note": demands.text(more.get("note", ""), longest=4000),
        "not_as_planned": demands.text(more.get("not_as_planned", ""), longest=2000),
    }


def _require(measure: Measure, case: Case, by: Person, now: datetime) -> None:
    """The one who carries it out, or one who follows up cases there; never one excluded."""
    needed = measure.needed_to_evaluate(by.pk, permissions.stood_in_by(by, now))
    demands.right(by, needed, case=case, now=now)


def _guard(measure: Measure, case: Case, due_on: date) -> None:
    answered = measure.evaluations.filter(due_on=due_on).select_related("recorded_by", "safety")
    if evaluation := answered.first():
        raise AlreadyRecorded(evaluation)
    demands.not_ended(case)
    _refuse_unless_due(measure, due_on)


def _refuse_unless_due(row: Measure | SharedMeasure, due_on: date) -> None:
    if row.state != State.RUNNING:
        raise ActionError(_("This measure is not running. It cannot be evaluated now."))
    if row.evaluate_on != due_on:
        raise ActionError(_("The day of this evaluation was moved while you wrote. Save again."))


def _guard_stop(answer: SafetyAnswer | None, next: str, confirmed: bool) -> None:
    value = answer.value if answer else None
    if rules.must_confirm(value=value, next=next) and not confirmed:
        raise ActionError(_("The pupil does not feel safe. Say that you will stop all the same."))


def _safety(case: Case, asked: Asked | None, *, by: Person, now: datetime) -> SafetyAnswer | None:
    if asked is None:
        return None
    involvement, value, missing, answered_by = asked
    return record_safety(
        case=case,
        involvement=involvement,
        by=by,
        now=now,
        day=timezone.localdate(now),
        value=value,
        missing=missing,
        answered_by=answered_by,
    )


def _next_day(
    measure: Measure,
    case: Case,
    due_on: date,
    wanted: date | None,
    today: date,
    soon: bool,
) -> Day:
    calendar = calendar_for(case.unit)
    if wanted is None:
        done = measure.evaluations_done + 1
        # Within one open week, also where the common weekday of the case comes later.
        in_a_week = next_evaluation(calendar, today, done, 1)
        wanted = (in_a_week if soon else measure.evaluation_after(today, done, calendar)).date
    try:
        found = rules.next_day(calendar, wanted=wanted, today=today, due_on=due_on)
    except ValueError as too_far:
        raise ActionError(_("Choose a day within a year for the next evaluation.")) from too_far
    return found.day


def _record_event(work: Work, evaluation: Evaluation) -> bool:
    """Also whether this is the second "no" in a row."""
    newest = evaluation.measure.evaluations.newest_first().values_list("effect", flat=True)[:2]
    twice = rules.twice_without_effect(list(newest))
    work.record(
        "evaluation.recorded",
        evaluation,
        measure=evaluation.measure_id,
        due_on=evaluation.due_on,
        effect=evaluation.effect,
        next=evaluation.next,
        next_on=evaluation.next_on,
        twice_without_effect=twice,
    )
    return twice
