"""Every promise of the product, asked of the live data. Each question returns what breaks it.

Run as the role owner, read-only: as ``app`` nothing would be seen and everything would pass.
Ids and codes only: the answer may be printed anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from config.promises import accounts, answered, desk, digests, numbers, summer
from measures.models import Measure, SharedMeasure
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
        JOIN measures_measure m ON m.id = e.measure_id WHERE e.case_id <> m.case_id""",
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
    "no group is set aside while its plan has a measure under way toward it": """
        SELECT a.id FROM measures_setaside a WHERE a.ended_at IS NULL AND EXISTS (
            SELECT 1 FROM measures_measure m WHERE m.plan_id = a.plan_id
            AND m.state IN ('planned', 'running') AND a.target = ANY (m.target_groups))""",
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
    "a trusted adult who is there was told of a talk that is due": """
        SELECT t.id FROM cases_trustedadult t JOIN cases_case c ON c.id = t.case_id
        WHERE t.ends_on IS NULL AND t.talk_on < %(today)s AND c.state NOT IN ('closed', 'void')
          AND NOT coalesce(%(today)s BETWEEN t.away_from AND t.away_until, false)
          AND NOT EXISTS (SELECT 1 FROM notifications_message n
                          WHERE n.thing_id = t.id AND n.due_on = t.talk_on)
          AND EXISTS (
              SELECT 1 FROM organisations_membership x JOIN accounts_person p ON p.id = x.person_id
              WHERE x.person_id = t.adult_id AND x.organisation_id = c.held_by_id AND p.is_active
                AND x.starts_on <= %(today)s AND (x.ends_on IS NULL OR x.ends_on >= %(today)s))
          AND NOT EXISTS (
              SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id AND a.person_id = t.adult_id
              AND a.kind = 'excluded' AND a.ended_at IS NULL)
          AND EXISTS (SELECT 1 FROM notifications_heartbeat h
                      WHERE h.loop = 'sweep' AND h.succeeded_at::date >= %(today)s)""",
    "whoever goes on in another role has ended the one before": """
        SELECT i.id FROM cases_involvement i JOIN cases_involvement b ON b.id = i.continues_id
        WHERE b.ends_on IS NULL OR b.ends_on > i.starts_on""",
    "the responsible person still works where the case is held, or keeps a part of it": """
        SELECT m.id FROM measures_measure m JOIN cases_case c ON c.id = m.case_id
        WHERE m.state IN ('planned', 'running') AND NOT EXISTS (
            SELECT 1 FROM organisations_membership x JOIN accounts_person p ON p.id = x.person_id
            WHERE x.person_id = m.responsible_id
              AND (x.organisation_id = c.held_by_id OR EXISTS (
                  SELECT 1 FROM cases_caseaccess k WHERE k.case_id = c.id
                  AND k.person_id = x.person_id AND k.kind = 'takes_part' AND k.ended_at IS NULL
                  AND (x.organisation_id = c.unit_id OR k.ground <> '' AND EXISTS (
                      SELECT 1 FROM organisations_pptservice v
                      JOIN organisations_organisation u ON u.id = c.unit_id
                      WHERE v.office_id = x.organisation_id
                        AND v.serves_id IN (u.id, u.parent_id)))))
              AND p.is_active AND x.starts_on <= %(today)s
              AND (x.ends_on IS NULL OR x.ends_on >= %(today)s))""",
    "nobody answers for a measure in a case that the person is excluded from": """
        SELECT m.id FROM measures_measure m JOIN cases_caseaccess a
          ON a.case_id = m.case_id AND a.person_id IN (m.responsible_id, m.deputy_id)
        WHERE a.kind = 'excluded' AND a.ended_at IS NULL AND m.state IN ('planned', 'running')""",
    "a shared measure stands only in plans of its own unit": """
        SELECT r.id FROM measures_planreference r JOIN cases_case c ON c.id = r.case_id
        JOIN measures_sharedmeasure s ON s.id = r.shared_id WHERE s.unit_id <> c.unit_id""",
    "a running shared measure waits for an evaluation that has not been given": """
        SELECT s.id FROM measures_sharedmeasure s
        JOIN evaluations_sharedevaluation e ON e.shared_id = s.id
        WHERE s.state = 'running' AND e.due_on >= s.evaluate_on""",
    "whoever carries out a shared measure still works at its unit": """
        SELECT s.id FROM measures_sharedmeasure s
        WHERE s.state IN ('planned', 'running') AND NOT EXISTS (
            SELECT 1 FROM organisations_membership x JOIN accounts_person p ON p.id = x.person_id
            WHERE x.person_id = s.responsible_id AND x.organisation_id = s.unit_id AND p.is_active
              AND x.starts_on <= %(today)s AND (x.ends_on IS NULL OR x.ends_on >= %(today)s))""",
    "whoever carries out a shared measure was told of an evaluation that is due": """
        SELECT s.id FROM measures_sharedmeasure s
        WHERE s.state = 'running' AND s.evaluate_on < %(today)s AND NOT EXISTS (
            SELECT 1 FROM notifications_message n
            WHERE n.thing_id = s.id AND n.due_on = s.evaluate_on)
          AND EXISTS (SELECT 1 FROM notifications_heartbeat h
                      WHERE h.loop = 'sweep' AND h.succeeded_at::date >= %(today)s)""",
    "a concern lies with the owner of its unit": """
        SELECT k.id FROM concerns_concern k
        JOIN organisations_organisation u ON u.id = k.unit_id
        WHERE k.owner_id IS DISTINCT FROM u.parent_id""",
    "what is taken on stands in a case of the same unit, and nothing else does": """
        SELECT k.id FROM concerns_concern k
        LEFT JOIN cases_caseconcern l ON l.concern_id = k.id AND l.direction = 'received'
        LEFT JOIN cases_case c ON c.id = l.case_id
        WHERE (k.state = 'taken_on') <> (l.id IS NOT NULL) OR c.unit_id <> k.unit_id""",
    "every file is there as it was received, or was taken away": """
        SELECT a.id FROM cases_attachment a
        LEFT JOIN cases_attachmentcontent b ON b.attachment_id = a.id
        WHERE (a.removed_at IS NULL) <> (b.received IS NOT NULL)
           OR encode(sha256(b.received), 'hex') <> a.sha256""",
    "a case whose leader is excluded is held by the owner": """
        SELECT c.id FROM cases_case c JOIN organisations_membership m
          ON m.organisation_id = c.held_by_id AND m.role = 'principal'
         AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
        JOIN cases_caseaccess a ON a.case_id = c.id AND a.person_id = m.person_id
         AND a.kind = 'excluded' AND a.ended_at IS NULL
        WHERE c.state <> 'void'""",
    "somebody who is not excluded sees every open case": """
        SELECT c.id FROM cases_case c WHERE c.state NOT IN ('closed', 'void') AND NOT EXISTS (
            SELECT 1 FROM organisations_membership m JOIN accounts_person p ON p.id = m.person_id
            WHERE m.organisation_id = c.held_by_id AND p.is_active
              AND m.role IN ('principal', 'deputy', 'case_worker', 'owner_adviser')
              AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
              AND NOT EXISTS (
                  SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id
                  AND a.person_id = p.id AND a.kind = 'excluded' AND a.ended_at IS NULL))""",
    "a part is kept only in a case that is held elsewhere, or by somebody at PPT": """
        SELECT a.id FROM cases_caseaccess a JOIN cases_case c ON c.id = a.case_id
        WHERE a.kind = 'takes_part' AND a.ground = '' AND a.ended_at IS NULL
          AND c.held_by_id = c.unit_id""",
    "whom a case is about does not see it, unless the owner said so": """
        SELECT s.id FROM cases_staffconcerned s WHERE s.person_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM cases_caseaccess a WHERE a.case_id = s.case_id
            AND a.person_id = s.person_id AND a.kind = 'excluded'
            AND (a.ended_at IS NULL OR a.answer = 'lifted'))""",
    "the owner is told of every case that is serious or about staff": """
        SELECT c.id FROM cases_case c WHERE c.state <> 'void' AND (
            c.serious AND NOT EXISTS (SELECT 1 FROM cases_ownernotice n
                                      WHERE n.case_id = c.id AND n.kind = 'serious')
            OR c.is_about_staff AND NOT EXISTS (SELECT 1 FROM cases_ownernotice n
                                                WHERE n.case_id = c.id AND n.kind = 'staff'))""",
    "what another place was told is a concern there, and came from here": """
        SELECT r.id FROM cases_caseconcern r JOIN concerns_concern k ON k.id = r.concern_id
        JOIN cases_case c ON c.id = r.case_id
        WHERE r.direction = 'told'
          AND (k.unit_id <> r.to_unit_id OR k.from_unit_id IS DISTINCT FROM c.unit_id)""",
    "what goes along with a pupil who changes school says who, on a ground that holds": """
        SELECT r.id FROM cases_caseconcern r JOIN concerns_concern k ON k.id = r.concern_id
        JOIN organisations_organisation u ON u.id = k.unit_id
        JOIN organisations_organisation f ON f.id = k.from_unit_id
        LEFT JOIN cases_involvement i ON i.id = r.about_id
        WHERE r.direction = 'told' AND ((k.ground <> '') <> (i.id IS NOT NULL)
          OR i.case_id <> r.case_id OR k.ground = 'need' AND u.parent_id <> f.parent_id)""",
    "a draft of a new case is thrown away after 30 days": """
        SELECT id FROM cases_casedraft WHERE saved_at < %(now)s - interval '31 days'""",
    "a case that was closed waits for a look, or has had one": """
        SELECT c.id FROM cases_case c WHERE c.state = 'closed' AND c.look_on IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM cases_entry e WHERE e.case_id = c.id AND e.kind = 'look')""",
    "no case was ended while it was on legal hold": """
        SELECT h.id FROM cases_legalhold h JOIN audit_event e ON e.case_id = h.case_id
        WHERE e.name IN ('case.closed', 'case.voided') AND e.at > h.set_at
          AND (h.ended_at IS NULL OR e.at < h.ended_at)""",
    "the owner was told of every case that was closed while a pupil did not feel safe": """
        SELECT r.id FROM cases_statereason r WHERE r.unsafe_reason <> '' AND NOT EXISTS (
            SELECT 1 FROM cases_ownernotice n WHERE n.case_id = r.case_id
              AND n.kind = 'closed_unsafe' AND n.told_at >= r.given_at)""",
    "what was ordered lies with the owner of the unit, under the reference of the case": """
        SELECT a.id FROM cases_orderedact a JOIN cases_case c ON c.id = a.case_id
        JOIN organisations_organisation u ON u.id = c.unit_id
        WHERE a.owner_id <> u.parent_id OR a.reference <> c.reference""",
    "every line of a log has a number of its own": """
        SELECT e.id FROM cases_entry e LEFT JOIN audit_event v ON v.number = e.number
        WHERE e.number = 0 OR v.id IS NOT NULL""",
    "no e-mail waits longer than fifteen minutes": """
        SELECT n.id FROM notifications_message n
        WHERE n.channel = 'email' AND n.state IN ('ready', 'leased')
          AND n.next_at < %(now)s - interval '15 minutes'""",
    "no e-mail was given up": "SELECT id FROM notifications_message WHERE state = 'dead'",
    "every unit is served by a PPT office": """
        SELECT u.id FROM organisations_organisation u
        WHERE u.kind IN ('school', 'kindergarten') AND NOT EXISTS (
            SELECT 1 FROM organisations_pptservice s WHERE s.serves_id IN (u.id, u.parent_id))""",
    "the lines of a file are thrown away when it is done, and after 30 days": """
        SELECT c.id FROM pupils_importchunk c JOIN pupils_pupilimport i ON i.id = c.pupil_import_id
        WHERE i.state IN ('done', 'undone', 'cancelled')
           OR c.staged_at < %(now)s - interval '31 days'""",
    "a protected pupil is open to somebody who can open it to others": """
        SELECT p.id FROM pupils_pupil p WHERE p.protected AND p.left_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM pupils_pupilaccess a
            JOIN organisations_membership m ON m.person_id = a.person_id
            JOIN accounts_person x ON x.id = a.person_id
            WHERE a.pupil_id = p.id AND a.ended_at IS NULL AND m.organisation_id = p.unit_id
              AND m.role = 'principal' AND x.is_active AND m.starts_on <= %(today)s
              AND (m.ends_on IS NULL OR m.ends_on >= %(today)s))""",
    "nobody is named for a pupil whose identity is open": """
        SELECT a.id FROM pupils_pupilaccess a JOIN pupils_pupil p ON p.id = a.pupil_id
        WHERE a.ended_at IS NULL AND NOT p.protected""",
    "every table with case or pupil data is behind forced row-level security": """
        SELECT DISTINCT t.relname FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
        WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')
          AND a.attname IN ('case_id', 'pupil_id', 'involvement_id', 'measure_id')
          AND NOT (t.relrowsecurity AND t.relforcerowsecurity)""",
    **summer.PROMISES,
    **digests.PROMISES,
    **answered.PROMISES,
    **desk.PROMISES,
    **numbers.PROMISES,
    **accounts.PROMISES,
}


def findings(now: datetime) -> Iterator[Finding]:
    """Everything that breaks a promise now. Changes nothing."""
    values = {"now": now, "today": timezone.localdate(now)}
    with connection.cursor() as cursor:
        for promise, question in PROMISES.items():
            cursor.execute(question, values)
            yield from (Finding(promise, str(thing)) for (thing,) in cursor.fetchall())
    yield from closed_evaluation_days()
    yield from (Finding(answered.LEFT_TO_LIE, thing) for thing in answered.left_to_lie(now))


def closed_evaluation_days() -> Iterator[Finding]:
    """Evaluations stand on days on which the unit is open to children."""
    measures = list(Measure.objects.running().select_related("case__unit"))
    shared = list(SharedMeasure.objects.running().select_related("unit"))
    rows = [(one, one.case.unit) for one in measures] + [(one, one.unit) for one in shared]
    calendars = calendars_for({unit for _one, unit in rows})
    for one, unit in rows:
        if not calendars[unit.pk].is_open(one.evaluate_on):
            yield Finding("evaluations stand on open days", str(one.pk))
