"""What the doctor asks of what falls in the school year: cases are reviewed, and handed on over the
summer."""

_STEP, _REVIEW = "cases_handover", "evaluations_casereview"


def _told(table: str, roles: str) -> str:
    """What was due before today in an open case, this school year, of which nobody was told though
    the sweep has run and somebody with such a role may know of it."""
    return f"""
        SELECT r.id FROM {table} r JOIN cases_case c ON c.id = r.case_id
        WHERE r.done_at IS NULL AND r.due_on < %(today)s AND c.state NOT IN ('closed', 'void')
          AND r.school_year = extract(year FROM %(today)s::date - interval '7 months')
          AND NOT EXISTS (SELECT 1 FROM notifications_message n
                          WHERE n.thing_id = r.id AND n.due_on = r.due_on)
          AND EXISTS (
              SELECT 1 FROM organisations_membership m JOIN accounts_person p ON p.id = m.person_id
              WHERE m.organisation_id = c.held_by_id AND p.is_active AND m.role IN ({roles})
                AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
                AND NOT cases_passes_leaders(c.id) AND NOT EXISTS (
                    SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id
                    AND a.person_id = p.id AND a.kind = 'excluded' AND a.ended_at IS NULL))
          AND EXISTS (SELECT 1 FROM notifications_heartbeat h
                      WHERE h.loop = 'sweep' AND h.succeeded_at::date >= %(today)s)"""  # noqa: S608


def _in_its_year(table: str) -> str:
    return f"""
        SELECT r.id FROM {table} r
        WHERE r.due_on NOT BETWEEN make_date(r.school_year::int, 8, 1)
                               AND make_date(r.school_year::int + 1, 7, 31)"""  # noqa: S608


def _before_it_was_reopened(table: str) -> str:
    """Nobody waited for it while the case was closed."""
    on_day = "(e.at AT TIME ZONE 'Europe/Oslo')::date"
    return f"""
        SELECT r.id FROM {table} r
        JOIN cases_case c ON c.id = r.case_id AND c.state NOT IN ('closed', 'void')
        JOIN audit_event e ON e.case_id = r.case_id AND e.name = 'case.reopened'
        WHERE r.done_at IS NULL AND r.due_on < {on_day}
          AND r.school_year = extract(year FROM {on_day} - interval '7 months')"""  # noqa: S608


PROMISES = {
    "those who follow up a case were told of a step over the summer that is due": _told(
        _STEP, "'principal', 'deputy', 'case_worker', 'owner_adviser'"
    ),
    "a step over the summer falls in its school year": _in_its_year(_STEP),
    "whoever leads was told of a review of a case that is due": _told(
        _REVIEW, "'principal', 'owner_adviser'"
    ),
    "a review of a case falls in its school year": _in_its_year(_REVIEW),
    "what waited when a case was reopened is due from that day": (
        f"{_before_it_was_reopened(_STEP)} UNION ALL {_before_it_was_reopened(_REVIEW)}"
    ),
    "minutes name measures of their own case that were evaluated": """
        SELECT n.id FROM cases_entry n, unnest(n.evaluated) AS measure
        WHERE NOT EXISTS (
            SELECT 1 FROM evaluations_evaluation e
            WHERE e.measure_id = measure AND e.case_id = n.case_id)
          AND NOT EXISTS (
            SELECT 1 FROM measures_planreference f
            JOIN evaluations_sharedevaluation s ON s.shared_id = f.shared_id
            WHERE f.id = measure AND f.case_id = n.case_id)""",
}
