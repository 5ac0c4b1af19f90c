"""What becomes of a measure: it is evaluated and goes on, or it ends."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from common.errors import ActionError
from measures.actions.work import Work
from measures.models import Measure
from measures.models.words import State
from organisations import permissions
from organisations.calendar import Day

ASK_ON = ("adjust", "replace")
GO_ON, REPLACE, STOP = ("continue", "adjust"), "replace", "stop"


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
    work.end(measure, state)
    return measure


@transaction.atomic
def note_evaluation(
    *,
    measure: Measure,
    by: Person,
    now: datetime,
    next_on: Day | None,
    next: str,
    without_effect: bool = False,
) -> Measure:
    """Move the evaluation date of a running measure after it was evaluated, or end the measure.

    ``next`` is continue or adjust (with the next date; without one it is worked out), replace or
    stop. Twice ``without_effect``, it waits for a decision. Called in the transaction that records
    the evaluation. By the one who carries it out, or one who follows up the case. Raises
    ``ActionError`` when the measure is not running.
    """
    needs = measure.needed_to_evaluate(by.pk, permissions.stood_in_by(by, now))
    work = Work.begin(measure.case, by=by, now=now, needs=needs)
    measure = work.measure(measure)
    if measure.state != State.RUNNING:
        raise ActionError(_("This measure is not running."))
    measure.evaluations_done += 1
    measure.answered_for = measure.evaluate_on
    if next in GO_ON:
        if without_effect and measure.decide_on is None:
            measure.decide_on = work.today
        _go_on(work, measure, next_on)
    elif next in (REPLACE, STOP):
        work.end(measure, State.REPLACED if next == REPLACE else _ended(measure, work.today))
    else:
        raise ValueError(next)
    if next in ASK_ON:
        work.question_followers(measure)
    return measure


def _go_on(work: Work, measure: Measure, chosen: Day | None) -> None:
    calendar, tomorrow = work.calendar(), work.today + timedelta(days=1)
    counted = measure.evaluation_after(work.today, measure.evaluations_done, calendar)
    day = calendar.next_open_day(max(chosen.date, tomorrow)) if chosen else counted
    measure.counted_from = work.today if day.date == counted.date else None
    measure.evaluate_on, measure.evaluate_on_provisional = counted if measure.counted_from else day
    measure.save(
        update_fields=[
            "evaluations_done", "evaluate_on", "evaluate_on_provisional", "counted_from",
            "answered_for", "decide_on",
        ]
    )  # fmt: skip


def _ended(measure: Measure, today: date) -> State:
    return State.FINISHED if measure.is_at_its_end(today) else State.STOPPED
