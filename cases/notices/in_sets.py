"""Many are told of cases in one statement (``notifications.outbox.tell_all``): who, and when.

Soon: three open days before the date. Due: on it. Late: three open days after it, to the one who
leads. Long late: ten open days after it, to the owner, who is told of no case. A statement looks at
what is, so that it may run twice or late; somebody is told once of one date at each level.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.notices.followers import DueInYear
from cases.rules import OPEN_STATES
from notifications.kinds import Kind
from notifications.outbox import CHANNELS, ROWS, tell_all
from organisations.calendar import Calendar, school_year_of
from organisations.calendars import calendars_for
from organisations.models import Organisation
from organisations.roles import Permission, roles_with

DUE, SOON, LATE, LONG_LATE = range(4)
SOON_DAYS, LATE_DAYS, LONG_LATE_DAYS = 3, 3, 10
"""Open days before and after the date (design, 4.7)."""

HOLDS = "s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s)"
NOT_EXCLUDED = """NOT EXISTS (
      SELECT 1 FROM cases_caseaccess a
      WHERE a.case_id = c.id AND a.person_id = p.id AND a.kind = 'excluded' AND a.ended_at IS NULL)
"""
# By a role where the case is held; not one who works at a unit whose leaders it passes by.
LEADS = f"""JOIN accounts_person p ON p.is_active AND p.id IN (
    SELECT s.person_id FROM organisations_membership s
    WHERE s.organisation_id = c.held_by_id AND s.role = ANY (%(roles)s) AND {HOLDS})
"""
MAY_LEAD = f"""{NOT_EXCLUDED}
  AND NOT (c.held_by_id <> c.unit_id AND cases_passes_leaders(c.id) AND EXISTS (
      SELECT 1 FROM organisations_membership s
      WHERE s.person_id = p.id AND s.organisation_id = c.unit_id AND {HOLDS}))
"""
# The days between which something is told of, unit by unit: each has a calendar of its own.
WITHIN = """
JOIN unnest(%(units)s::uuid[], %(first)s::date[], %(last)s::date[]) AS d (unit, first, last)
    ON d.unit = {unit} AND {day} BETWEEN d.first AND d.last
"""
_OF_YEAR = (
    ROWS.format(thing="y.id", due="y.due_on", case="y.case_id")
    + f"""FROM {{table}} y
JOIN cases_case c ON c.id = y.case_id AND c.state = ANY (%(open)s)
{WITHIN.format(unit="c.unit_id", day="y.due_on")}
{LEADS} {CHANNELS}
WHERE y.done_at IS NULL AND y.school_year = %(year)s AND {MAY_LEAD}
ON CONFLICT DO NOTHING"""
)


def last_day_late(calendar: Calendar, today: date, days: int) -> date:
    """The latest date after which so many open days have gone, this one included."""
    tomorrow = today + timedelta(days=1)
    return calendar.add_open_days(tomorrow, -days).date - timedelta(days=1)


def tell_in_sets(
    statement: str,
    kind: type[Kind],
    level: int,
    now: datetime,
    permissions: Iterable[Permission],
    calendars: Mapping[UUID, Calendar] | None = None,
) -> int:
    """Tell those whose roles grant one of the permissions, and give the number of messages. With
    the ``calendars`` of units: of what falls between the days of the level (``WITHIN``)."""
    today = timezone.localdate(now)
    asked: dict[str, Any] = {"kind": kind.name, "level": level, "now": now, "today": today}
    asked |= {"year": school_year_of(today), "open": [str(state) for state in OPEN_STATES]}
    asked["roles"] = sorted({str(role) for each in permissions for role in roles_with(each)})
    if calendars is not None:
        asked |= _between(level, calendars, today)
    return tell_all(statement, asked)


def tell_in_year(
    now: datetime, soon: type[DueInYear], due: type[DueInYear], late: type[DueInYear]
) -> int:
    """What falls in each school year: three open days before, on the day, and three open days
    after. Counts the messages; each is sent once for each date and level."""
    waiting = due.model.objects.waiting(timezone.localdate(now)).values("case__unit")
    calendars = calendars_for(Organisation.objects.filter(pk__in=waiting))
    statement = _OF_YEAR.format(table=due.model._meta.db_table)
    return sum(
        tell_in_sets(statement, kind, level, now, [kind.needs], calendars)
        for level, kind in ((SOON, soon), (DUE, due), (LATE, late))
    )


def _between(level: int, calendars: Mapping[UUID, Calendar], today: date) -> dict[str, Any]:
    """From which day on, and up to which in each unit. Soon due is only what is still to come."""
    last = [_last_day(level, calendar, today) for calendar in calendars.values()]
    first = today + timedelta(days=1) if level == SOON else date.min
    return {"units": [str(unit) for unit in calendars], "first": [first] * len(last), "last": last}


def _last_day(level: int, calendar: Calendar, today: date) -> date:
    if level == SOON:
        return calendar.add_open_days(today, SOON_DAYS).date
    if level == DUE:
        return today
    return last_day_late(calendar, today, LATE_DAYS if level == LATE else LONG_LATE_DAYS)
