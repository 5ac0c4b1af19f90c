"""Evaluation dates are chosen, and counted again when a school calendar changes."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM
from cases.rules import OPEN_STATES
from common.errors import ActionError
from measures import demands, rules
from measures.actions.work import Work
from measures.models import Measure
from organisations.calendar import Calendar, Day
from organisations.calendars import LOOK_BACK, calendars_for, units_changed_since
from organisations.models import Organisation
from organisations.roles import Permission


@transaction.atomic
def choose_evaluation_date(*, measure: Measure, by: Person, now: datetime, on: date) -> Day:
    """Choose when a measure is evaluated: the next time, or the first while it is planned.

    Gives the day that it became: the next open day, when the unit is closed on the chosen one.
    Raises ``ActionError`` for a day in the past, before the start, not after the one that was
    answered last, or more than three years ahead, and when the measure has ended.
    """
    work = Work.begin(measure.case, by=by, now=now)
    measure = work.measure(measure)
    if not measure.is_unfinished:
        raise ActionError(_("This measure has ended. It is not evaluated any more."))
    day = demands.open_day(work.calendar(), on, starts_on=measure.starts_on, today=work.today)
    demands.not_answered(measure, day.date)
    if measure.state == Measure.State.RUNNING:
        measure.evaluate_on, measure.evaluate_on_provisional = day
        measure.counted_from = None
    else:
        measure.first_evaluation_on = day.date
        measure.revision += 1  # It is a field of the form for the measure.
    measure.save(
        update_fields=[
            "first_evaluation_on", "evaluate_on", "evaluate_on_provisional", "counted_from",
            "revision",
        ]
    )  # fmt: skip
    work.record("measure.evaluation_moved", measure, evaluate_on=day.date, chosen=True)
    return day


@transaction.atomic
def bring_evaluation_forward(*, measure: Measure, by: Person, now: datetime, to: Day) -> bool:
    """A running measure is evaluated sooner, since the pupil does not feel safe after all. By
    whoever takes part: a date can only come nearer. Gives whether it did."""
    work = Work.begin(measure.case, by=by, now=now, needs=Permission.TAKE_PART)
    measure = work.measure(measure)
    answered = measure.answered_for and measure.answered_for >= to.date
    if measure.evaluate_on is None or measure.evaluate_on <= to.date or answered:
        return False
    measure.counted_from = None
    return work.put_evaluation(measure, to, chosen=False)


def recompute_evaluation_dates(*, now: datetime, unit: Organisation | None = None) -> int:
    """Count the evaluation dates of running measures again where a calendar has changed lately or
    was missing, or at one unit. Returns how many dates moved.

    A date that rested on a calendar that was not entered, or falls on a day that is now closed, is
    counted anew from where it was counted from; one that somebody chose becomes the next open day.
    What was due before today stays. Counting twice changes nothing.
    """
    today = timezone.localdate(now)
    units = {unit} if unit else _units_to_count_again(now)
    calendars = calendars_for(units)
    moved = 0
    running = Measure.objects.running().filter(case__unit__in=units, case__state__in=OPEN_STATES)
    for measure in running.select_related("case"):
        calendar = calendars[measure.case.unit_id]
        if _counted_again(measure, calendar, today) != measure.next_evaluation:
            moved += _recompute(measure, calendar, now)
    return moved


def _units_to_count_again(now: datetime) -> set[Organisation]:
    provisional = Measure.objects.running().filter(evaluate_on_provisional=True)
    waiting = Organisation.objects.filter(pk__in=provisional.values("case__unit"))
    return {*waiting, *units_changed_since(now - LOOK_BACK)}


def _recompute(measure: Measure, calendar: Calendar, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return _move(measure, calendar, now)
    except ActionError:  # the case was ended a moment ago
        return False


def _move(measure: Measure, calendar: Calendar, now: datetime) -> bool:
    work = Work.begin(measure.case, by=SYSTEM, now=now)
    measure = work.measure(measure)
    if measure.state != Measure.State.RUNNING:
        return False
    day = _counted_again(measure, calendar, work.today)
    return work.put_evaluation(measure, day, chosen=False)


def _counted_again(measure: Measure, calendar: Calendar, today: date) -> Day:
    counted = measure.counted_from, measure.evaluations_done, measure.interval_weeks
    weekday, last = measure.common_weekday, measure.ends_on
    return rules.counted_again(
        calendar, measure.next_evaluation, *counted, today, weekday=weekday, last=last
    )
