"""Every promise of the product, asked of the live data. Each question returns what breaks it.

Run as the role owner, read-only: as ``app`` nothing would be seen and everything would pass.
Ids and codes only: the answer may be printed anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from measures.models import Measure
from organisations.calendars import calendars_for


@dataclass(frozen=True)
class Finding:
    """One broken promise, and the thing that breaks it."""

    promise: str
    thing: str


# Each query gives the ids that break the promise. %(now)s and %(today)s may be asked for.
PROMISES = {
    "every alert belongs to a case": """
        SELECT a.id FROM cases_pptalert a
        WHERE NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.alert_id = a.id)""",
    "every alert went to the office that serves the unit, or is red at the owner": """
        SELECT a.id FROM cases_pptalert a WHERE a.office_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM organisations_organisation o
            WHERE o.id = a.office_id AND o.kind = 'ppt')""",
    "somebody at the office was told of the alert, when anybody works there": """
        SELECT a.id FROM cases_pptalert a
        WHERE EXISTS (
            SELECT 1 FROM organisations_membership m JOIN accounts_person p ON p.id = m.person_id
            WHERE m.organisation_id = a.office_id AND p.is_active
              AND m.role IN ('ppt_adviser', 'ppt_leader') AND m.starts_on <= a.created_at::date
              AND (m.ends_on IS NULL OR m.ends_on >= a.created_at::date))
          AND NOT EXISTS (SELECT 1 FROM notifications_message n
                          WHERE n.thing_id = a.id AND n.kind = 'cases.PptAlerted')""",
    "every case has the event of its opening": """
        SELECT c.id FROM cases_case c WHERE NOT EXISTS (
            SELECT 1 FROM audit_event e WHERE e.case_id = c.id AND e.name = 'case.opened')""",
    "an ended case has no measure under way": """
        SELECT m.id FROM measures_measure m JOIN cases_case c ON c.id = m.case_id
        WHERE c.state IN ('closed', 'void') AND m.state IN ('planned', 'running')""",
    "every part of a case belongs to the same case as what it hangs on": """
        SELECT m.id FROM measures_measure m JOIN measures_plan p ON p.id = m.plan_id
        WHERE m.case_id <> p.case_id
        UNION ALL SELECT e.id FROM evaluations_evaluation e
        JOIN measures_measure m ON m.id = e.measure_id WHERE e.case_id <> m.case_id
        UNION ALL SELECT s.id FROM cases_safetyanswer s
        JOIN cases_involvement i ON i.id = s.involvement_id WHERE s.case_id <> i.case_id""",
    "measures follow only measures of the same plan": """
        SELECT s.id FROM measures_succession s
        JOIN measures_measure a ON a.id = s.measure_id
        JOIN measures_measure b ON b.id = s.predecessor_id WHERE a.plan_id <> b.plan_id""",
    "no measure comes after itself, by whatever way round": """
        WITH RECURSIVE path(start, here) AS (
            SELECT measure_id, predecessor_id FROM measures_succession
            UNION SELECT path.start, s.predecessor_id
            FROM path JOIN measures_succession s ON s.measure_id = path.here)
        SELECT start FROM path WHERE start = here""",
    "every complete plan has a version": """
        SELECT p.id FROM measures_plan p WHERE p.state = 'complete' AND NOT EXISTS (
            SELECT 1 FROM measures_planversion v WHERE v.plan_id = p.id)""",
    "a running measure waits for an evaluation that has not been given": """
        SELECT m.id FROM measures_measure m JOIN evaluations_evaluation e ON e.measure_id = m.id
        WHERE m.state = 'running' AND e.due_on >= m.evaluate_on""",
    "the responsible person was told of an evaluation that is due": """
        SELECT m.id FROM measures_measure m JOIN cases_case c ON c.id = m.case_id
        WHERE m.state = 'running' AND m.evaluate_on < %(today)s AND NOT EXISTS (
            SELECT 1 FROM notifications_message n
            WHERE n.thing_id = m.id AND n.due_on = m.evaluate_on)
          AND EXISTS (SELECT 1 FROM notifications_heartbeat h
                      WHERE h.loop = 'sweep' AND h.succeeded_at::date >= %(today)s)""",
    "the responsible person still works where the case is held": """
        SELECT m.id FROM measures_measure m JOIN cases_case c ON c.id = m.case_id
        WHERE m.state IN ('planned', 'running') AND NOT EXISTS (
            SELECT 1 FROM organisations_membership x JOIN accounts_person p ON p.id = x.person_id
            WHERE x.person_id = m.responsible_id AND x.organisation_id = c.held_by_id
              AND p.is_active AND x.starts_on <= %(today)s
              AND (x.ends_on IS NULL OR x.ends_on >= %(today)s))""",
    "nobody answers for a measure in a case that the person is excluded from": """
        SELECT m.id FROM measures_measure m JOIN cases_caseaccess a
          ON a.case_id = m.case_id AND a.person_id IN (m.responsible_id, m.deputy_id)
        WHERE a.kind = 'excluded' AND a.ended_at IS NULL AND m.state IN ('planned', 'running')""",
    "no e-mail waits longer than fifteen minutes": """
        SELECT n.id FROM notifications_message n
        WHERE n.channel = 'email' AND n.state IN ('ready', 'leased')
          AND n.next_at < %(now)s - interval '15 minutes'""",
    "no e-mail was given up": "SELECT id FROM notifications_message WHERE state = 'dead'",
    "every unit is served by a PPT office": """
        SELECT u.id FROM organisations_organisation u
        WHERE u.kind IN ('school', 'kindergarten') AND NOT EXISTS (
            SELECT 1 FROM organisations_pptservice s WHERE s.serves_id IN (u.id, u.parent_id))""",
    "every table with case or pupil data is behind forced row-level security": """
        SELECT DISTINCT t.relname FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
        WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')
          AND a.attname IN ('case_id', 'pupil_id', 'involvement_id', 'measure_id')
          AND NOT (t.relrowsecurity AND t.relforcerowsecurity)""",
}


def findings(now: datetime) -> Iterator[Finding]:
    """Everything that breaks a promise now. Changes nothing."""
    values = {"now": now, "today": timezone.localdate(now)}
    with connection.cursor() as cursor:
        for promise, question in PROMISES.items():
            cursor.execute(question, values)
            yield from (Finding(promise, str(thing)) for (thing,) in cursor.fetchall())
    yield from closed_evaluation_days()


def closed_evaluation_days() -> Iterator[Finding]:
    """Evaluations stand on days on which the unit is open to children."""
    measures = list(Measure.objects.running().select_related("case__unit"))
    calendars = calendars_for({measure.case.unit for measure in measures})
    for measure in measures:
        if not calendars[measure.case.unit_id].is_open(measure.evaluate_on):
            yield Finding("evaluations stand on open days", str(measure.pk))
