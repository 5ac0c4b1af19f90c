"""Measures that have not started get another day, another place in the order, or an answer to
whether they shall start at all."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from copy import copy
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM
from cases.rules import OPEN_STATES
from common.errors import ActionError
from measures import demands, rules
from measures.actions.closed_days import ClosedDays
from measures.actions.running import start_measure
from measures.actions.work import Work
from measures.models import Measure, Plan
from measures.sheet import Sheet
from organisations.calendars import LOOK_BACK, units_changed_since
from organisations.models import Organisation


@transaction.atomic
def move_measure(
    *,
    measure: Measure,
    by: Person,
    now: datetime,
    starts_on: date,
    after: Collection[Measure] | None = None,
    seen: str = "",
) -> rules.Move:
    """Put a planned measure on another day, the next open one where the unit is closed, and after
    others than before (``after``; left out, its order stays).

    It lasts as many open days as it did, and what comes after it moves along (``rules.moved``).
    ``seen`` is the stamp of the plan that was looked at (``Sheet.stamp``). A measure that was in
    question is answered with this. Put where it stands, nothing happens. Raises ``ActionError``
    when it has started or ended, the day is past or out of reach, the order cannot be, or the plan
    has changed since it was looked at.
    """
    work = Work.begin(measure.case, by=by, now=now)
    measure = _planned(work, measure)
    sheet = Sheet(work.plan(measure.plan_id), work.today)
    part = sheet.part(measure)
    before = sheet.before(measure) if after is None else list(after)
    demands.reasonable(starts_on, work.today)
    move = sheet.timetable.move(part, starts_on, {other.pk for other in before})
    if move.to == part:
        _answered(work, measure, measure.starts_on)
        return move
    if seen and seen != sheet.stamp:
        raise ActionError(
            _("The plan has changed since you looked. Look again at what happens, and choose.")
        )
    _refuse_what_cannot_be(measure, before, sheet, move)
    _put(work, sheet, measure, move)
    return move


@transaction.atomic
def answer_question(*, measure: Measure, by: Person, now: datetime) -> Measure:
    """A measure that is in question shall start all the same: on its day, or today where that has
    passed, and then what comes after it moves along. One whose day has come starts at once.

    The other answers are ``move_measure`` and ``stop_measure``. Answered already: nothing happens.
    Raises ``ActionError`` when it has started or ended.
    """
    work = Work.begin(measure.case, by=by, now=now)
    measure = _planned(work, measure)
    if measure.questioned_on is None:
        return measure
    sheet = Sheet(work.plan(measure.plan_id), work.today)
    if measure.starts_on < work.today:
        move = sheet.timetable.move(sheet.part(measure), work.today)
        _answered(work, measure, move.to.starts_on)
        _put(work, sheet, measure, move)
    _answered(work, measure, measure.starts_on)
    due = Measure.objects.due_to_start(work.today).filter(pk=measure.pk).first()
    if due is not None:
        return start_measure(measure=due, by=by, now=now, on=due.day_to_start(work.today))
    return measure


def recompute_planned_starts(*, now: datetime, unit: Organisation | None = None) -> int:
    """Move planned measures that were to start on a day which a calendar has closed since, with
    what comes after them, where a calendar has changed lately or at one unit. Returns how many.

    Weekends and holidays were closed before; a day that was written after the calendar had changed
    was chosen knowingly. Both are let be. Counting twice changes nothing.
    """
    units = {unit} if unit else set(units_changed_since(now - LOOK_BACK))
    closed_days, today = ClosedDays(units), timezone.localdate(now)
    planned = Measure.objects.planned().filter(
        case__unit__in=units, case__state__in=OPEN_STATES, starts_on__gte=today
    )
    closed = defaultdict(set)
    for measure in planned.select_related("case", "plan").by_time():
        if closed_days.has(measure, measure.case.unit_id):
            closed[measure.plan].add(measure.pk)
    return sum(_start_again(plan, ids, now) for plan, ids in closed.items())


def _planned(work: Work, measure: Measure) -> Measure:
    found = work.measure(measure)
    if found.state != Measure.State.PLANNED:
        raise ActionError(_("This measure has started or ended. Only planned ones are moved."))
    return found


def _refuse_what_cannot_be(
    measure: Measure, before: Collection[Measure], sheet: Sheet, move: rules.Move
) -> None:
    if move.to.starts_on < sheet.today:
        raise ActionError(_("A measure cannot be moved to the past. Choose today or a later day."))
    there = copy(measure)
    there.starts_on, there.ends_on = move.dates[measure.pk]
    demands.may_follow(there, before, sheet)
    for starts_on, _ends_on in move.dates.values():
        demands.reasonable(starts_on, sheet.today)


def _answered(work: Work, measure: Measure, starts_on: date) -> None:
    if measure.questioned_on is None:
        return
    measure.questioned_on = measure.questioned_for = None
    measure.save(update_fields=["questioned_on", "questioned_for"])
    work.record("measure.starts_all_the_same", measure, starts_on=starts_on)


def _put(work: Work, sheet: Sheet, measure: Measure, move: rules.Move) -> None:
    """Write the move, of the measure and of those that move along."""
    stood = measure.starts_on
    for row in work.put_dates(sheet, move.dates):
        if row.pk == measure.pk:
            measure.starts_on, measure.revision = row.starts_on, row.revision
    measure.questioned_on = measure.questioned_for = None
    if not move.to.after:
        measure.follows = Measure.Follows.ON_DATE
    measure.save(update_fields=["questioned_on", "questioned_for", "follows"])
    work.come_after(measure, move.to.after)
    work.record(
        "measure.moved",
        measure,
        starts_on=measure.starts_on,
        instead_of_on=stood,
        along=list(move.along),
    )


def _start_again(plan: Plan, closed: set[uuid.UUID], now: datetime) -> int:
    try:
        with transaction.atomic():
            return _move_to_open_days(plan, closed, now)
    except ActionError:  # the case was ended a moment ago
        return 0


def _move_to_open_days(plan: Plan, closed: set[uuid.UUID], now: datetime) -> int:
    work = Work.begin(plan.case, by=SYSTEM, now=now)
    sheet = Sheet(work.plan(plan.pk), work.today)
    table = sheet.timetable
    still = {
        measure.pk
        for measure in sheet.standing
        if measure.pk in closed and not table.calendar.is_open(measure.starts_on)
    }
    stood = {measure.pk: measure.starts_on for measure in sheet.standing}
    dates = rules.around_closed(table.calendar, table.parts, still, fixed=table.fixed)
    moved = work.put_dates(sheet, dates)
    for measure in moved:
        told = {"starts_on": measure.starts_on, "instead_of_on": stood[measure.pk]}
        work.record("measure.moved_by_calendar", measure, **told)
    return len(moved)
