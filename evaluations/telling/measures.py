"""Who is told of evaluations in the daily round, level by level (design, 4.7).

Soon: three open days before, to those who carry it out. Due: on its day, to the same. Late: three
open days after, to the one who leads. Long late: ten open days after, to the owner, who is told of
no case. Each statement looks at what is; a row that stands already stays, so that somebody is told
once of one date at each level.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from cases.rules import OPEN_STATES
from evaluations.notices import (
    EvaluationDue,
    EvaluationLate,
    EvaluationSoon,
    LateAtUnit,
    SharedEvaluationDue,
    SharedEvaluationLate,
    SharedEvaluationSoon,
)
from measures.models import Measure, SharedMeasure
from notifications.tasks import nudge
from organisations.calendar import Calendar, school_year_of
from organisations.calendars import calendars_for
from organisations.models import Organisation
from organisations.roles import Permission, roles_with

# At the unit or where the case is held, and at PPT for those who were asked to.
CARRIES_OUT = (Permission.TAKE_PART, Permission.HELP_IN_CASES)
DUE, SOON, LATE, LONG_LATE = range(4)
SOON_DAYS, LATE_DAYS, LONG_LATE_DAYS = 3, 3, 10
"""Open days before and after the date of an evaluation."""

ROW = """
INSERT INTO notifications_message (
    id, kind, thing_id, due_on, level, person_id, channel, case_id,
    state, sent_at, created_at, next_at, attempts, last_error)
SELECT gen_random_uuid(), %(kind)s, {thing}, {due}, %(level)s, p.id, channel.name, {case},
       channel.state, CASE WHEN channel.state = 'sent' THEN %(now)s END, %(now)s, %(now)s, 0, ''
"""
CHANNELS = "CROSS JOIN (VALUES ('inbox', 'sent'), ('email', 'ready')) AS channel (name, state)"
HOLDS = "s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s)"
NOT_EXCLUDED = """NOT EXISTS (
      SELECT 1 FROM cases_caseaccess a
      WHERE a.case_id = c.id AND a.person_id = p.id AND a.kind = 'excluded' AND a.ended_at IS NULL)
"""
# The responsible one, the deputy, and whoever stands in for one of them at this place today.
_CARRIES_OUT = """
JOIN LATERAL (
    SELECT m.responsible_id AS id UNION SELECT m.deputy_id UNION
    SELECT b.substitute_id FROM organisations_absence b
    WHERE b.person_id IN (m.responsible_id, m.deputy_id) AND b.organisation_id = {place}
      AND b.starts_on <= %(today)s AND (b.ends_on IS NULL OR b.ends_on >= %(today)s)
) carries ON true
JOIN accounts_person p ON p.id = carries.id AND p.is_active
"""
# The days between which an evaluation is told of, unit by unit: each has a calendar of its own.
_BETWEEN = """
JOIN unnest(%(units)s::uuid[], %(first)s::date[], %(last)s::date[]) AS d (unit, first, last)
    ON d.unit = {unit} AND m.evaluate_on BETWEEN d.first AND d.last
"""
_WHOLE_DAY = "AND m.evaluate_on <= %(today)s"

_TELL = (
    ROW.format(thing="m.id", due="m.evaluate_on", case="m.case_id")
    + "FROM measures_measure m\n"
    + "JOIN cases_case c ON c.id = m.case_id AND c.state = ANY (%(open)s)\n{between}"
    + _CARRIES_OUT.format(place="c.held_by_id")
    + CHANNELS
    + "\nWHERE m.state = 'running' {until}\n"
    + f"""AND EXISTS (
      SELECT 1 FROM organisations_membership s
      WHERE s.person_id = p.id AND s.role = ANY (%(roles)s) AND {HOLDS}
        AND (s.organisation_id = c.held_by_id OR EXISTS (
            SELECT 1 FROM cases_caseaccess k
            WHERE k.case_id = c.id AND k.person_id = p.id AND k.kind = 'takes_part'
              AND k.ended_at IS NULL
              AND (s.organisation_id = c.unit_id OR k.ground <> '' AND s.organisation_id = (
                  SELECT v.office_id FROM organisations_pptservice v
                  JOIN organisations_organisation u ON u.id = c.unit_id
                  WHERE v.serves_id IN (u.id, u.parent_id)
                  ORDER BY v.serves_id = u.id DESC LIMIT 1)))))
  AND {NOT_EXCLUDED}
ON CONFLICT DO NOTHING"""
)

# A shared measure is of no case, so that nobody is excluded from it.
_TELL_SHARED = (
    ROW.format(thing="m.id", due="m.evaluate_on", case="NULL")
    + "FROM measures_sharedmeasure m\n{between}"
    + _CARRIES_OUT.format(place="m.unit_id")
    + CHANNELS
    + "\nWHERE m.state = 'running' {until}\n"
    + f"""AND EXISTS (
      SELECT 1 FROM organisations_membership s
      WHERE s.person_id = p.id AND s.role = ANY (%(roles)s) AND s.organisation_id = m.unit_id
        AND {HOLDS})
ON CONFLICT DO NOTHING"""
)

# Who leads where the case is held; not one who works at a unit whose leaders it passes by.
LEADS = f"""JOIN accounts_person p ON p.is_active AND p.id IN (
    SELECT s.person_id FROM organisations_membership s
    WHERE s.organisation_id = c.held_by_id AND s.role = ANY (%(roles)s) AND {HOLDS})
"""
MAY_LEAD = f"""{NOT_EXCLUDED}
  AND NOT (c.held_by_id <> c.unit_id AND cases_passes_leaders(c.id) AND EXISTS (
      SELECT 1 FROM organisations_membership s
      WHERE s.person_id = p.id AND s.organisation_id = c.unit_id AND {HOLDS}))
"""
_TELL_LEADER = (
    ROW.format(thing="m.id", due="m.evaluate_on", case="m.case_id")
    + "FROM measures_measure m\n"
    + "JOIN cases_case c ON c.id = m.case_id AND c.state = ANY (%(open)s)\n"
    + _BETWEEN.format(unit="c.unit_id")
    + f"""{LEADS} {CHANNELS}
WHERE m.state = 'running' AND {MAY_LEAD}
ON CONFLICT DO NOTHING"""
)

_TELL_LEADER_OF_SHARED = (
    ROW.format(thing="m.id", due="m.evaluate_on", case="NULL")
    + "FROM measures_sharedmeasure m\n"
    + _BETWEEN.format(unit="m.unit_id")
    + f"""JOIN accounts_person p ON p.is_active AND p.id IN (
    SELECT s.person_id FROM organisations_membership s
    WHERE s.organisation_id = m.unit_id AND s.role = ANY (%(roles)s) AND {HOLDS})
{CHANNELS}
WHERE m.state = 'running'
ON CONFLICT DO NOTHING"""
)

# One message for a unit and a date, however much is late: nothing leads to a case, and what is
# closed to somebody does not make one.
OWNERS_PEOPLE = f"""JOIN organisations_organisation u ON u.id = {{unit}}
    JOIN accounts_person p ON p.is_active AND p.id IN (
        SELECT s.person_id FROM organisations_membership s
        WHERE s.organisation_id = u.parent_id AND s.role = ANY (%(roles)s) AND {HOLDS})
"""
_TELL_OWNER = (
    ROW.format(thing="p.unit", due="p.due_on", case="NULL")
    + f"""FROM (
    SELECT c.unit_id AS unit, m.evaluate_on AS due_on, p.id
    FROM measures_measure m
    JOIN cases_case c ON c.id = m.case_id AND c.state = ANY (%(open)s)
    {_BETWEEN.format(unit="c.unit_id")}
    {OWNERS_PEOPLE.format(unit="c.unit_id")}
    WHERE m.state = 'running' AND {MAY_LEAD}
    UNION
    SELECT m.unit_id, m.evaluate_on, p.id FROM measures_sharedmeasure m
    {_BETWEEN.format(unit="m.unit_id")}
    {OWNERS_PEOPLE.format(unit="m.unit_id")}
    WHERE m.state = 'running'
) p
{CHANNELS}
ON CONFLICT DO NOTHING"""
)


class Windows(NamedTuple):
    """Unit by unit: the last day that is soon due, and the last days that are late and long late.
    What was due earlier than ever is told of with them."""

    units: list[str]
    soon: list[date]
    late: list[date]
    long_late: list[date]


def last_day_late(calendar: Calendar, today: date, days: int) -> date:
    """The latest date after which so many open days have gone, this one included."""
    tomorrow = today + timedelta(days=1)
    return calendar.add_open_days(tomorrow, -days).date - timedelta(days=1)


@transaction.atomic
def tell_due(*, now: datetime) -> int:
    """Inbox rows and e-mails that were not there before, for all running measures now due."""
    statement = _TELL.format(between="", until=_WHOLE_DAY)
    return run(statement, EvaluationDue.name, DUE, now, CARRIES_OUT)


@transaction.atomic
def tell_due_shared(*, now: datetime) -> int:
    """The same for all running shared measures now due."""
    statement = _TELL_SHARED.format(between="", until=_WHOLE_DAY)
    return run(statement, SharedEvaluationDue.name, DUE, now, [Permission.TAKE_PART])


@transaction.atomic
def tell_soon(*, now: datetime) -> int:
    """Those who carry out a measure that is due within three open days."""
    windows = _windows(now)
    days = {"first": timezone.localdate(now) + timedelta(days=1), "last": windows.soon}
    told = 0
    for statement, kind, unit, roles in (
        (_TELL, EvaluationSoon, "c.unit_id", CARRIES_OUT),
        (_TELL_SHARED, SharedEvaluationSoon, "m.unit_id", [Permission.TAKE_PART]),
    ):
        asked = statement.format(between=_BETWEEN.format(unit=unit), until="")
        told += run(asked, kind.name, SOON, now, roles, windows.units, **days)
    return told


@transaction.atomic
def tell_late(*, now: datetime) -> int:
    """The one who leads: three open days have passed since an evaluation was due."""
    windows, told, needed = _windows(now), 0, [Permission.CLOSE_CASES]
    for statement, kind in (
        (_TELL_LEADER, EvaluationLate),
        (_TELL_LEADER_OF_SHARED, SharedEvaluationLate),
    ):
        asked = {"first": date.min, "last": windows.late}
        told += run(statement, kind.name, LATE, now, needed, windows.units, **asked)
    return told


@transaction.atomic
def tell_owner(*, now: datetime) -> int:
    """The owner's advisers: ten open days have passed. They are led to a number, to no case."""
    windows = _windows(now)
    days = {"first": date.min, "last": windows.long_late}
    roles = [Permission.READ_OWNER_NOTICES]
    return run(_TELL_OWNER, LateAtUnit.name, LONG_LATE, now, roles, windows.units, **days)


def _windows(now: datetime) -> Windows:
    cases = Measure.objects.running().filter(case__state__in=OPEN_STATES)
    shared = SharedMeasure.objects.running()
    units = Organisation.objects.filter(
        Q(pk__in=cases.values("case__unit")) | Q(pk__in=shared.values("unit"))
    )
    today, counted = timezone.localdate(now), calendars_for(units)
    found = list(counted.values())
    return Windows(
        units=[str(unit) for unit in counted],
        soon=[calendar.add_open_days(today, SOON_DAYS).date for calendar in found],
        late=[last_day_late(calendar, today, LATE_DAYS) for calendar in found],
        long_late=[last_day_late(calendar, today, LONG_LATE_DAYS) for calendar in found],
    )


def run(
    statement: str,
    kind: str,
    level: int,
    now: datetime,
    permissions: Iterable[Permission],
    units: list[str] | None = None,
    **days: Any,
) -> int:
    """Write the messages of a statement. With ``units``: those whose date falls between ``first``
    and the ``last`` day of their unit."""
    asked: dict[str, Any] = {"kind": kind, "level": level, "now": now}
    asked["today"] = timezone.localdate(now)
    asked["year"] = school_year_of(asked["today"])
    asked["open"] = [str(state) for state in OPEN_STATES]
    asked["roles"] = sorted({str(role) for each in permissions for role in roles_with(each)})
    if units is not None:
        asked |= {"units": units, "first": [days["first"]] * len(units), "last": days["last"]}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        told = cursor.rowcount
    if told:
        transaction.on_commit(nudge, robust=True)
    return told
