"""Evaluation dates are chosen, and counted again when a school calendar changes."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM
from common.errors import ActionError
from measures import rules
from measures.actions.work import Work
from measures.models import Measure
from organisations.calendar import Calendar, Day
from organisations.calendars import calendar_for, units_changed_since
from organisations.models import Organisation


@transaction.atomic
def choose_evaluation_date(*, measure: Measure, by: Person, now: datetime, on: date) -> Day:
    """Choose when a measure is evaluated: the next time, or the first while it is planned.

    Gives the day that it became: the next open day, when the unit is closed on the chosen one.
    Raises ``ActionError`` for a day in the past, before the start, or more than three years ahead,
    and when the measure has ended.
    """
    work = Work.begin(measure.case, by=by, now=now)
    measure = work.measure(measure)
    if not measure.is_unfinished:
        raise ActionError(_("This measure has ended. It is not evaluated any more."))
    day = open_day(work.calendar(), on, starts_on=measure.starts_on, today=work.today)
    if measure.state == Measure.State.RUNNING:
        measure.evaluate_on, measure.evaluate_on_provisional = day
        measure.counted_from = None
    else:
        measure.first_evaluation_on = day.date
    measure.save(
        update_fields=[
            "first_evaluation_on", "evaluate_on", "evaluate_on_provisional", "counted_from",
        ]
    )  # fmt: skip
    work.record("measure.evaluation_moved", measure, evaluate_on=day.date)
    return day
