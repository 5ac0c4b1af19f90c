"""Measures begin: by hand, or by the sweep on their day."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM, System
from common.errors import ActionError
from measures import demands, rules
from measures.actions.work import Work
from measures.models import Measure, Plan, Succession
from measures.sheet import Sheet
from organisations.calendar import Calendar


@transaction.atomic
def start_measure(
    *, measure: Measure, by: Person | System, now: datetime, on: date | None = None
) -> Measure:
    """Begin a planned measure today, or on an earlier day (``on``) when it was begun then.

    Urgent measures begin before the plan is complete, but none without why it fits. Begun earlier
    than planned, it no longer follows what still runs. Begun later, it lasts as many open days as
    planned, and what follows moves by as many open days. Begun already: nothing happens. Raises
    ``ActionError`` when it has ended, lacks why it fits, or waits: a restorative talk for the yes
    of both pupils, a change of school or an expulsion for its own decision.
    """
    work = Work.begin(measure.case, by=by, now=now)
    measure = work.measure(measure)
    if measure.state == Measure.State.RUNNING:
        return measure
    if measure.state != Measure.State.PLANNED:
        raise ActionError(_("This measure has ended. Add it again if it is needed."))
    if not measure.why.strip():
        raise ActionError(
            _("Write why “%(measure)s” fits this problem before it starts.")
            % {"measure": measure.title}
        )
    demands.ready(measure)
    plan = work.plan(measure.plan_id)
    sheet = Sheet(plan, work.today)
    moved = _begin(work, sheet, measure, min(on or work.today, work.today))
    work.record(
        "measure.started",
        measure,
        starts_on=measure.starts_on,
        evaluate_on=measure.evaluate_on,
        plan_complete=plan.state == Plan.State.COMPLETE,
        moved=[follower.pk for follower in moved],
    )
    return measure


def start_due_measures(*, now: datetime) -> int:
    """The sweep starts what is due, by itself: see ``due_to_start``. Returns how many.

    Each in a transaction of its own, so that one that is refused does not hold back the others.
    May run twice, late or in parallel.
    """
    today = timezone.localdate(now)
    started = 0
    for measure in Measure.objects.due_to_start(today).select_related("case").by_time():
        started += _start_if_still_due(measure, now)
    return started


def _start_if_still_due(measure: Measure, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return _start_for_the_system(measure, now)
    except ActionError:  # the case was ended a moment ago
        return False


def _start_for_the_system(measure: Measure, now: datetime) -> bool:
    work = Work.begin(measure.case, by=SYSTEM, now=now)
    due = Measure.objects.due_to_start(work.today).filter(pk=measure.pk).first()
    if due is None:
        return False
    start_measure(measure=due, by=SYSTEM, now=now, on=due.day_to_start(work.today))
    return True


def _begin(work: Work, sheet: Sheet, measure: Measure, on: date) -> list[Measure]:
    """Set the measure running from the day. Returns the followers that moved."""
    calendar, planned = sheet.calendar, (measure.starts_on, measure.ends_on)
    measure.state, measure.started_on, measure.starts_on = Measure.State.RUNNING, on, on
    measure.questioned_on = measure.questioned_for = None
    if measure.ends_on and on > planned[0]:
        delay = calendar.open_days_between(planned[0], on)
        measure.ends_on = max(on, calendar.add_open_days(measure.ends_on, delay).date)
    _set_first_evaluation(measure, calendar, work.today)
    measure.revision += 1
    measure.save(
        update_fields=[
            "state", "started_on", "starts_on", "ends_on", "evaluate_on",
            "evaluate_on_provisional", "counted_from", "questioned_on", "questioned_for",
            "revision",
        ]
    )  # fmt: skip
    _no_longer_after_what_runs(measure)
    if measure.ends_on == planned[1]:
        return []
    return _move_followers(work, sheet, measure)


def _set_first_evaluation(measure: Measure, calendar: Calendar, today: date) -> None:
    """The day that somebody chose while it lies ahead, else counted from the start."""
    chosen = measure.first_evaluation_on
    if chosen and chosen >= measure.starts_on:
        day, measure.counted_from = calendar.next_open_day(chosen), None
    else:
        day = measure.evaluation_after(measure.starts_on, 0, calendar)
        measure.counted_from = measure.starts_on
    if day.date < today:
        day = calendar.next_open_day(today)
    measure.evaluate_on, measure.evaluate_on_provisional = day


def _no_longer_after_what_runs(measure: Measure) -> None:
    still_runs = Q(predecessor__ends_on__gte=measure.starts_on) | Q(predecessor__ends_on=None)
    unfinished = Q(predecessor__state__in=["planned", "running"])
    ids = measure.predecessors.filter(still_runs & unfinished).values_list("pk", flat=True)
    if ids:
        Succession.objects.filter(pk__in=list(ids)).delete()


def _move_followers(work: Work, sheet: Sheet, measure: Measure) -> list[Measure]:
    stood = sheet.timetable
    to = replace(
        sheet.part(sheet.by_id[measure.pk]), starts_on=measure.starts_on, ends_on=measure.ends_on
    )
    move = rules.moved(stood.calendar, stood.parts, to, today=work.today, fixed=stood.fixed)
    return work.put_dates(sheet, {pk: move.dates[pk] for pk in move.along})
