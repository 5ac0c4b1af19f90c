"""What the doctor asks of answers: that what they ask for waits, and that whoever must is told."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from cases.notices.in_sets import LATE_DAYS, LONG_LATE_DAYS, last_day_late
from measures.models import Measure
from organisations.calendars import calendars_for
from organisations.models import Organisation

LEFT_TO_LIE = "the leader was told of an evaluation that is late, and the owner of one still later"

PROMISES = {
    # What was said after closing is looked at there, and what was there before a case was reopened
    # is taken up by its new plan.
    "a pupil who does not feel safe is a task until somebody says what is done": """
        SELECT a.id FROM cases_safetyanswer a
        JOIN cases_case c ON c.id = a.case_id AND c.state NOT IN ('closed', 'void')
        JOIN cases_involvement i ON i.id = a.involvement_id
        WHERE a.value <= 2 AND c.unsafe_since IS NULL
          AND NOT EXISTS (
              SELECT 1 FROM cases_safetyanswer b JOIN cases_involvement j ON j.id = b.involvement_id
              WHERE b.case_id = a.case_id AND b.value IS NOT NULL AND b.day > a.day
                AND (j.id = i.id OR j.pupil_id = i.pupil_id))
          AND NOT EXISTS (
              SELECT 1 FROM cases_entry n
              WHERE n.case_id = a.case_id AND n.kind = 'note' AND n.written_at >= a.recorded_at)
          AND NOT EXISTS (
              SELECT 1 FROM audit_event e WHERE e.case_id = a.case_id
                AND e.name = 'case.reopened' AND e.at >= a.recorded_at)""",
    "a measure that is twice without effect waits for a decision": """
        SELECT m.id FROM measures_measure m
        JOIN LATERAL (
            SELECT count(*) FILTER (WHERE newest.effect = 'no') AS noes, max(recorded_at) AS last
            FROM (SELECT e.effect, e.recorded_at FROM evaluations_evaluation e
                  WHERE e.measure_id = m.id ORDER BY e.recorded_at DESC, e.id DESC LIMIT 2) newest
        ) answers ON answers.noes = 2
        WHERE m.state = 'running' AND m.decide_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM measures_decision d
            WHERE d.measure_id = m.id AND d.decided_at >= answers.last)""",
    "nobody is told twice of one evaluation at one level": """
        SELECT DISTINCT n.thing_id FROM notifications_message n
        WHERE n.kind LIKE 'evaluations.%%'
        GROUP BY n.thing_id, n.due_on, n.level, n.person_id, n.channel HAVING count(*) > 1""",
}

# Where somebody leads who is not excluded; at the owner, where somebody reads what is late.
_UNTOLD = """
SELECT m.id FROM measures_measure m
JOIN cases_case c ON c.id = m.case_id AND c.state NOT IN ('closed', 'void')
JOIN organisations_organisation u ON u.id = c.unit_id
JOIN unnest(%(units)s::uuid[], %(late)s::date[], %(later)s::date[]) AS d (unit, late, later)
  ON d.unit = c.unit_id
WHERE m.state = 'running' AND m.evaluate_on <= d.late
  AND EXISTS (SELECT 1 FROM notifications_heartbeat h
              WHERE h.loop = 'sweep' AND h.succeeded_at::date >= %(today)s)
  AND (
    c.held_by_id = c.unit_id AND EXISTS (
        SELECT 1 FROM organisations_membership s JOIN accounts_person p ON p.id = s.person_id
        WHERE s.organisation_id = c.unit_id AND s.role = 'principal' AND p.is_active
          AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s)
          AND NOT EXISTS (
              SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id AND a.person_id = p.id
              AND a.kind = 'excluded' AND a.ended_at IS NULL))
    AND NOT EXISTS (SELECT 1 FROM notifications_message n
                    WHERE n.thing_id = m.id AND n.due_on = m.evaluate_on AND n.level = 2)
    OR m.evaluate_on <= d.later AND EXISTS (
        SELECT 1 FROM organisations_membership s JOIN accounts_person p ON p.id = s.person_id
        WHERE s.organisation_id = u.parent_id AND s.role = 'owner_adviser' AND p.is_active
          AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s))
    AND NOT EXISTS (SELECT 1 FROM notifications_message n
                    WHERE n.thing_id = u.id AND n.due_on = m.evaluate_on AND n.level = 3))
"""


def left_to_lie(now: datetime) -> Iterator[str]:
    """Running measures that are three or ten open days late, and of which nobody was told so."""
    today = timezone.localdate(now)
    running = Measure.objects.running().filter(evaluate_on__lt=today)
    units = Organisation.objects.filter(pk__in=running.values("case__unit"))
    calendars = calendars_for(units)
    found = list(calendars.values())
    asked: dict[str, Any] = {
        "today": today,
        "units": [str(unit) for unit in calendars],
        "late": [last_day_late(one, today, LATE_DAYS) for one in found],
        "later": [last_day_late(one, today, LONG_LATE_DAYS) for one in found],
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD, asked)
        yield from (str(thing) for (thing,) in cursor.fetchall())
