"""What becomes of a measure: it is evaluated and goes on, or it ends."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from common.errors import ActionError
from measures import rules
from measures.actions.work import Work
from measures.models import Measure
from measures.models.words import State
from organisations import permissions
from organisations.calendar import Day

ASK_ON = ("adjust", "replace")
GO_ON, REPLACE, STOP = ("continue", "adjust"), "replace", "stop"
WEEKS_TO_LOOK = 6
"""Open weeks from the end of a measure to the one later look at it (design, 4.7)."""


@transaction.atomic
def stop_measure(*, measure: Measure, by: Person, now: datetime, reason: str) -> Measure:
    """End a measure: on or after its last day it is finished, before that it is stopped.

    Stopping takes a reason; so does taking out a measure that never began. Raises ``ActionError``
    when it has ended already, or nothing is said.
    """
    work = Work.begin(measure.case, by=by, now=now)
    measure = work.measure(measure)
    if not measure.is_unfinished:
        raise ActionError(_("This measure has already ended."))
    state = _ended(measure, work.today)
    why = _("Write why the measure is stopped.") if state == State.STOPPED else ""
    measure.ended_reason = demands.text(reason, missing=why)
    end(work, measure, state)
    return measure


@transaction.atomic
def note_evaluation(
    *, measure: Measure, by: Person, now: datetime, next_on: Day | None, next: str
) -> Measure:
    """Move the evaluation date of a running measure after it was evaluated, or end the measure.

    ``next`` is continue or adjust (with the next date; without one it is worked out), replace or
    stop. Called in the transaction that records the evaluation. By the one who carries it out, or
    one who follows up the case. Raises ``ActionError`` when the measure is not running.
    """
    needs = measure.needed_to_evaluate(by.pk, permissions.stood_in_by(by, now))
    work = Work.begin(measure.case, by=by, now=now, needs=needs)
    measure = work.measure(measure)
    if measure.state != State.RUNNING:
        raise ActionError(_("This measure is not running."))
    measure.evaluations_done += 1
    measure.answered_for = measure.evaluate_on
    if next in GO_ON:
        _go_on(work, measure, next_on)
    elif next in (REPLACE, STOP):
        end(work, measure, State.REPLACED if next == REPLACE else _ended(measure, work.today))
    else:
        raise ValueError(next)
    if next in ASK_ON:
        work.question_followers(measure)
    return measure


def _go_on(work: Work, measure: Measure, chosen: Day | None) -> None:
    calendar, tomorrow = work.calendar(), work.today + timedelta(days=1)
    counted = rules.next_evaluation(
        calendar, work.today, measure.evaluations_done, measure.interval_weeks
    )
    day = calendar.next_open_day(max(chosen.date, tomorrow)) if chosen else counted
    measure.counted_from = work.today if day.date == counted.date else None
    measure.evaluate_on, measure.evaluate_on_provisional = counted if measure.counted_from else day
    measure.save(
        update_fields=[
            "evaluations_done", "evaluate_on", "evaluate_on_provisional", "counted_from",
            "answered_for",
        ]
    )  # fmt: skip


def _ended(measure: Measure, today: date) -> State:
    began = measure.state == State.RUNNING
    if began and measure.ends_on and measure.ends_on <= today:
        return State.FINISHED
    return State.STOPPED


def end(work: Work, measure: Measure, state: State) -> None:
    """It runs no longer than today; one that never began keeps its dates. What was carried out and
    is not replaced is looked at once more: did it last?"""
    if measure.started_on and (measure.ends_on is None or measure.ends_on > work.today):
        measure.ends_on = max(work.today, measure.starts_on)
    measure.state = state
    measure.evaluate_on = measure.counted_from = None
    measure.questioned_on = measure.questioned_for = None
    measure.evaluate_on_provisional = False
    if measure.started_on and state != State.REPLACED:
        measure.look_on = work.calendar().add_open_weeks(work.today, WEEKS_TO_LOOK).date
    measure.save(
        update_fields=[
            "state", "ends_on", "ended_reason", "evaluations_done", "evaluate_on",
            "evaluate_on_provisional", "counted_from", "questioned_on", "questioned_for", "look_on",
        ]
    )  # fmt: skip
    work.record(f"measure.{state}", measure, ends_on=measure.ends_on)
