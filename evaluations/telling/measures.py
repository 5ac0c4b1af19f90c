"""Who is told of evaluations in the daily round, level by level (``cases.notices.in_sets``): those
who carry it out before the day and on it, then the one who leads.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cases.notices.in_sets import (
    DUE,
    HOLDS,
    LATE,
    LEADS,
    MAY_LEAD,
    NOT_EXCLUDED,
    SOON,
    WITHIN,
    tell_in_sets,
)
from cases.rules import OPEN_STATES
from evaluations.notices import (
    EvaluationDue,
    EvaluationLate,
    EvaluationSoon,
    SharedEvaluationDue,
    SharedEvaluationLate,
    SharedEvaluationSoon,
)
from measures.models import Measure, SharedMeasure
from notifications.outbox import CHANNELS, ROWS
from organisations.calendar import Calendar
from organisations.calendars import calendars_for
from organisations.models import Organisation
from organisations.roles import Permission

# At the unit or where the case is held, and at PPT for those who were asked to.
CARRIES_OUT = (Permission.TAKE_PART, Permission.HELP_IN_CASES)
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
_WHOLE_DAY = "AND m.evaluate_on <= %(today)s"

_TELL = (
    ROWS.format(thing="m.id", due="m.evaluate_on", case="m.case_id")
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
    ROWS.format(thing="m.id", due="m.evaluate_on", case="NULL")
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

_TELL_LEADER = (
    ROWS.format(thing="m.id", due="m.evaluate_on", case="m.case_id")
    + "FROM measures_measure m\n"
    + "JOIN cases_case c ON c.id = m.case_id AND c.state = ANY (%(open)s)\n"
    + WITHIN.format(unit="c.unit_id", day="m.evaluate_on")
    + f"""{LEADS} {CHANNELS}
WHERE m.state = 'running' AND {MAY_LEAD}
ON CONFLICT DO NOTHING"""
)

_TELL_LEADER_OF_SHARED = (
    ROWS.format(thing="m.id", due="m.evaluate_on", case="NULL")
    + "FROM measures_sharedmeasure m\n"
    + WITHIN.format(unit="m.unit_id", day="m.evaluate_on")
    + f"""JOIN accounts_person p ON p.is_active AND p.id IN (
    SELECT s.person_id FROM organisations_membership s
    WHERE s.organisation_id = m.unit_id AND s.role = ANY (%(roles)s) AND {HOLDS})
{CHANNELS}
WHERE m.state = 'running'
ON CONFLICT DO NOTHING"""
)


@transaction.atomic
def tell_due(*, now: datetime) -> int:
    """Inbox rows and e-mails that were not there before, for all running measures now due."""
    statement = _TELL.format(between="", until=_WHOLE_DAY)
    return tell_in_sets(statement, EvaluationDue, DUE, now, CARRIES_OUT)


@transaction.atomic
def tell_due_shared(*, now: datetime) -> int:
    """The same for all running shared measures now due."""
    statement = _TELL_SHARED.format(between="", until=_WHOLE_DAY)
    return tell_in_sets(statement, SharedEvaluationDue, DUE, now, [Permission.TAKE_PART])


@transaction.atomic
def tell_soon(*, now: datetime) -> int:
    """Those who carry out a measure that is due within three open days."""
    calendars, told = _calendars(), 0
    for statement, kind, unit, roles in (
        (_TELL, EvaluationSoon, "c.unit_id", CARRIES_OUT),
        (_TELL_SHARED, SharedEvaluationSoon, "m.unit_id", [Permission.TAKE_PART]),
    ):
        between = WITHIN.format(unit=unit, day="m.evaluate_on")
        asked = statement.format(between=between, until="")
        told += tell_in_sets(asked, kind, SOON, now, roles, calendars)
    return told


@transaction.atomic
def tell_late(*, now: datetime) -> int:
    """The one who leads: three open days have passed since an evaluation was due."""
    calendars, needed = _calendars(), [Permission.CLOSE_CASES]
    return sum(
        tell_in_sets(statement, kind, LATE, now, needed, calendars)
        for statement, kind in (
            (_TELL_LEADER, EvaluationLate),
            (_TELL_LEADER_OF_SHARED, SharedEvaluationLate),
        )
    )


def _calendars() -> dict[UUID, Calendar]:
    """Of the units where something runs."""
    cases = Measure.objects.running().filter(case__state__in=OPEN_STATES)
    shared = SharedMeasure.objects.running()
    return calendars_for(
        Organisation.objects.filter(
            Q(pk__in=cases.values("case__unit")) | Q(pk__in=shared.values("unit"))
        )
    )
