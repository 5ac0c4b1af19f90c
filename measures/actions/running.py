"""Measures begin and end."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM, System
from cases import demands
from common.errors import ActionError
from measures import rules
from measures.actions.work import Work
from measures.models import Measure, Succession
from measures.sheet import Sheet
from organisations.calendar import Calendar, Day


@transaction.atomic
def start_measure(
    *, measure: Measure, by: Person | System, now: datetime, on: date | None = None
) -> Measure:
    """Begin a planned measure today, or on an earlier day (``on``) when it was begun then.

    Urgent measures begin before the plan is complete, but none without why it fits. Begun earlier
    than planned, it no longer follows what still runs. Begun later, it lasts as many open days as
    planned, and what follows moves by as many open days. Begun already: nothing happens. Raises
    ``ActionError`` when it has ended, or lacks why it fits.
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
    sheet = Sheet(measure.plan, work.today)
    moved = _begin(work, sheet, measure, min(on or work.today, work.today))
    work.record(
        "measure.started",
        measure,
        starts_on=measure.starts_on,
        evaluate_on=measure.evaluate_on,
        plan_complete=measure.plan.state == "complete",
        moved=moved,
    )
    return measure


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
    state = _ended_state(measure, work.today)
    why = _("Write why the measure is stopped.") if state == Measure.State.STOPPED else ""
    reason = demands.text(reason, missing=why)
    end(work, measure, state, reason)
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


@transaction.atomic
def _start_if_still_due(measure: Measure, now: datetime) -> bool:
    work = Work.begin(measure.case, by=SYSTEM, now=now)
    due = Measure.objects.due_to_start(work.today).filter(pk=measure.pk).first()
    if due is None or not due.why.strip():
        return False
    start_measure(measure=due, by=SYSTEM, now=now, on=due.day_to_start(work.today))
    return True
