"""What the doctor asks of PPT's desk: alerts stand as their cases do, whoever must is told, and
what was opened to PPT was so by a decision, in an open case."""

_SWEPT = """EXISTS (SELECT 1 FROM notifications_heartbeat h
                  WHERE h.loop = 'sweep' AND h.succeeded_at::date >= %(today)s)"""
_NOT_EXCLUDED = """NOT EXISTS (
                SELECT 1 FROM cases_caseaccess x WHERE x.case_id = c.id AND x.person_id = p.id
                AND x.kind = 'excluded' AND x.ended_at IS NULL)"""


def _somebody(place: str, roles: str) -> str:
    return f"""EXISTS (
              SELECT 1 FROM organisations_membership m JOIN accounts_person p ON p.id = m.person_id
              WHERE m.organisation_id = {place} AND p.is_active AND m.role IN ({roles})
                AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
                AND NOT cases_passes_leaders(c.id) AND {_NOT_EXCLUDED})"""  # noqa: S608


PROMISES = {
    "an alert has ended when its case has, and is open again with it": """
        SELECT t.id FROM cases_pptalert t JOIN cases_case c ON c.alert_id = t.id
        WHERE (c.state IN ('closed', 'void')) <> (t.ended_reason = 'case_ended')""",
    "nobody has an alert whose case is closed to him or her": """
        SELECT t.id FROM cases_pptalert t JOIN cases_case c ON c.alert_id = t.id
        JOIN cases_caseaccess a ON a.case_id = c.id AND a.person_id = t.assigned_to_id
        WHERE a.kind = 'excluded' AND a.ended_at IS NULL AND t.state <> 'ended'""",
    "whoever leads at PPT was told of an alert that was not answered in time": f"""
        SELECT t.id FROM cases_pptalert t JOIN cases_case c ON c.alert_id = t.id
        WHERE t.state IN ('new', 'received', 'assigned', 'not_now') AND t.answer_by < %(today)s
          AND {_somebody("t.office_id", "'ppt_leader'")} AND {_SWEPT}
          AND NOT EXISTS (SELECT 1 FROM notifications_message n
                          WHERE n.thing_id = t.id AND n.due_on = t.answer_by
                            AND n.kind = 'cases.PptUnanswered')""",  # noqa: S608
    "those who follow up a case were told of what PPT has answered": f"""
        SELECT a.id FROM cases_pptanswer a JOIN cases_case c ON c.alert_id = a.alert_id
        WHERE a.received_at IS NULL AND a.given_at::date < %(today)s
          AND c.state NOT IN ('closed', 'void') AND {_SWEPT}
          AND {_somebody("c.held_by_id", "'principal', 'deputy', 'case_worker', 'owner_adviser'")}
          AND NOT EXISTS (SELECT 1 FROM notifications_message n
                          WHERE n.thing_id = a.id AND n.kind = 'cases.PptAnswered')""",  # noqa: S608
    "nothing of a case that has ended is open to PPT": """
        SELECT o.id FROM cases_pptopening o JOIN cases_case c ON c.id = o.case_id
        WHERE o.ended_at IS NULL AND c.state IN ('closed', 'void')""",
    "what was opened to PPT was opened by the one who is named": """
        SELECT o.id FROM cases_pptopening o WHERE NOT EXISTS (
            SELECT 1 FROM audit_event e WHERE e.name = 'ppt.opened' AND e.target_id = o.id
              AND e.case_id = o.case_id AND e.person_id = o.opened_by_id)""",
    "whoever at PPT took on a measure was let in, by the one who asked": """
        SELECT r.id FROM ppt_measurerequest r WHERE r.ending = 'taken' AND NOT EXISTS (
            SELECT 1 FROM cases_caseaccess a WHERE a.case_id = r.case_id
              AND a.person_id = r.ended_by_id AND a.kind = 'takes_part')""",
    "PPT is asked of a measure of the case by the one who is named": """
        SELECT r.id FROM ppt_measurerequest r
        WHERE NOT EXISTS (SELECT 1 FROM measures_measure m
                          WHERE m.id = r.measure_id AND m.case_id = r.case_id)
           OR NOT EXISTS (
            SELECT 1 FROM audit_event e WHERE e.name = 'ppt.measure_asked'
              AND e.target_id = r.measure_id AND e.case_id = r.case_id
              AND e.person_id = r.asked_by_id AND e.data ->> 'request' = r.id::text)""",
}
