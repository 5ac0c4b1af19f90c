"""What becomes of a shared measure when it is evaluated, and when a school calendar changes."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM
from common.errors import ActionError
from measures import rules
from measures.actions.closed_days import ClosedDays
from measures.actions.evaluation_dates import LOOK_BACK
from measures.actions.sharing import SharedWork
from measures.models import SharedMeasure
from organisations import permissions
from organisations.calendar import Calendar, Day
from organisations.calendars import calendars_for, units_changed_since
from organisations.models import Organisation

State = SharedMeasure.State


@transaction.atomic
def note_shared_evaluation(
    *, shared: SharedMeasure, by: Person, now: datetime, next_on: Day | None, next: str
) -> SharedMeasure:
    """Move the evaluation date of a running shared measure after it was evaluated, or end it.

    ``next`` is continue or adjust (with the next date; without one it is worked out) or stop.
    Called in the transaction that records the evaluation. By the one who carries it out, or one
    who follows up cases at the unit. Raises ``ActionError`` when the measure is not running.
    """
    shared = SharedWork.locked(shared)
    work = SharedWork.begin(
        shared.unit,
        by=by,
        now=now,
        needs=shared.needed_to_evaluate(by.pk, permissions.stood_in_by(by, now)),
    )
    if shared.state != State.RUNNING:
        raise ActionError(_("This measure is not running."))
    shared.evaluations_done += 1
    shared.answered_for = shared.evaluate_on
    if next == "stop":
        work.end(shared)
    elif next in ("continue", "adjust"):
        _go_on(work, shared, next_on)
    else:
        raise ValueError(next)
    return shared


def recompute_shared_evaluation_dates(*, now: datetime, unit: Organisation | None = None) -> int:
    """Count evaluation dates again where a school calendar has changed. Returns how many moved.

    The same as for measures of plans (``recompute_evaluation_dates``).
    """
    today = timezone.localdate(now)
    units = {unit} if unit else _units_to_count_again(now)
    calendars = calendars_for(units)
    moved = 0
    for shared in SharedMeasure.objects.running().filter(unit__in=units):
        calendar = calendars[shared.unit_id]
        if _counted_again(shared, calendar, today) != _stands(shared):
            moved += _move(shared, calendar, now)
    return moved


def recompute_shared_starts(*, now: datetime, unit: Organisation | None = None) -> int:
    """Move planned shared measures that were to start on a day which a calendar has closed since.
    Returns how many moved. The same as for measures of plans (``recompute_planned_starts``)."""
    units = {unit} if unit else set(units_changed_since(now - LOOK_BACK))
    closed_days, today = ClosedDays(units), timezone.localdate(now)
    planned = SharedMeasure.objects.filter(
        state=State.PLANNED, unit__in=units, starts_on__gte=today
    )
    return sum(
        _start_again(shared, closed_days.calendars[shared.unit_id], now)
        for shared in planned
        if closed_days.has(shared, shared.unit_id)
    )


def _go_on(work: SharedWork, shared: SharedMeasure, chosen: Day | None) -> None:
    calendar, tomorrow = work.calendar(), work.today + timedelta(days=1)
    counted = rules.next_evaluation(
        calendar, work.today, shared.evaluations_done, shared.interval_weeks
    )
    day = calendar.next_open_day(max(chosen.date, tomorrow)) if chosen else counted
    shared.counted_from = work.today if day.date == counted.date else None
    shared.evaluate_on, shared.evaluate_on_provisional = counted if shared.counted_from else day
    shared.save(
        update_fields=[
            "evaluations_done", "evaluate_on", "evaluate_on_provisional", "counted_from",
            "answered_for",
        ]
    )  # fmt: skip


def _units_to_count_again(now: datetime) -> set[Organisation]:
    provisional = SharedMeasure.objects.running().filter(evaluate_on_provisional=True)
    waiting = Organisation.objects.filter(pk__in=provisional.values("unit"))
    return {*waiting, *units_changed_since(now - LOOK_BACK)}


@transaction.atomic
def _move(shared: SharedMeasure, calendar: Calendar, now: datetime) -> bool:
    shared = SharedWork.locked(shared)
    work = SharedWork.begin(shared.unit, by=SYSTEM, now=now)
    if shared.state != State.RUNNING:
        return False
    before = _stands(shared)
    day = _counted_again(shared, calendar, work.today)
    shared.evaluate_on, shared.evaluate_on_provisional = day
    shared.save(update_fields=["evaluate_on", "evaluate_on_provisional"])
    if day.date == before.date:
        return False
    told = {"evaluate_on": day.date, "instead_of": before.date}
    work.record("shared.evaluation_moved", shared, **told)
    return True


@transaction.atomic
def _start_again(shared: SharedMeasure, calendar: Calendar, now: datetime) -> bool:
    shared = SharedWork.locked(shared)
    work = SharedWork.begin(shared.unit, by=SYSTEM, now=now)
    if shared.state != State.PLANNED or calendar.is_open(shared.starts_on):
        return False
    stood = rules.Part(shared.pk, shared.title, shared.starts_on, shared.ends_on)
    dates = rules.around_closed(calendar, [stood], {shared.pk})
    shared.starts_on, shared.ends_on = dates[shared.pk]
    shared.dated_at, shared.instead_of_on = now, stood.starts_on
    shared.revision += 1
    shared.save(update_fields=["starts_on", "ends_on", "dated_at", "instead_of_on", "revision"])
    work.record(
        "shared.moved_by_calendar",
        shared,
        starts_on=shared.starts_on,
        instead_of_on=stood.starts_on,
    )
    return True


def _stands(shared: SharedMeasure) -> Day:
    if shared.evaluate_on is None:
        raise ValueError("only a running measure has an evaluation date")
    return Day(shared.evaluate_on, shared.evaluate_on_provisional)


def _counted_again(shared: SharedMeasure, calendar: Calendar, today: date) -> Day:
    counted = shared.counted_from, shared.evaluations_done, shared.interval_weeks
    return rules.counted_again(calendar, _stands(shared), *counted, today)
