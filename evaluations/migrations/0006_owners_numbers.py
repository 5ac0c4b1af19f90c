"""What the owner learns of its units as numbers and as yes or no. Counted by functions of the owner
of the tables, past the walls; small numbers never leave them (docs/adr/0021)."""

from django.db import migrations

# The first of January or August, and with it the half-year that begins there. What is counted is
# open at the start of a day that nobody chooses: the first after the half-year, and while it runs
# the first of this month. A case counts as it stood then; what the owner reads one by one, held by
# it or alerted to no office, is left out, so that neither says anything about the other.
NUMBERS = """
CREATE FUNCTION evaluations_numbers_at(half date, today date)
RETURNS TABLE (unit uuid, open_cases bigint, in_time boolean, share integer, received boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH counted AS (
        SELECT least(
            (half + CASE extract(month FROM half) WHEN 8 THEN interval '5 months'
                                                  ELSE interval '7 months' END)::date,
            date_trunc('month', today::timestamp)::date) AS on_day
        WHERE half <= today AND extract(day FROM half) = 1
          AND extract(month FROM half) IN (1, 8)
    ), moment AS (
        SELECT on_day, on_day::timestamp AT TIME ZONE 'Europe/Oslo' AS at FROM counted
    ), one AS (
        SELECT u.id AS unit,
               coalesce(a.received_at < t.at, false) OR a.answer_by >= t.on_day AS received,
               c.plan_due_on < t.on_day AND NOT EXISTS (
                   SELECT 1 FROM measures_planversion v WHERE v.case_id = c.id
                   AND (v.made_at AT TIME ZONE 'Europe/Oslo')::date <= c.plan_due_on)
               AND NOT EXISTS (
                   SELECT 1 FROM audit_event e WHERE e.case_id = c.id AND e.at < t.at
                   AND e.name = 'case.monitored_without_plan') AS late
        FROM moment t
        CROSS JOIN organisations_organisation u
        JOIN cases_case c ON c.held_by_id = u.id AND c.unit_id = u.id AND c.created_at < t.at
        JOIN cases_pptalert a ON a.id = c.alert_id AND a.office_id IS NOT NULL
        WHERE u.kind IN ('school', 'kindergarten')
          AND u.parent_id = ANY ((SELECT scope_units())::uuid[])
          AND NOT c.id = ANY ((SELECT scope_blocked())::uuid[])
          AND coalesce((
              SELECT e.name FROM audit_event e WHERE e.case_id = c.id AND e.at < t.at
                AND e.name IN ('case.closed', 'case.voided', 'case.reopened')
              ORDER BY e.at DESC, e.number DESC LIMIT 1), 'case.reopened') = 'case.reopened'
    ), total AS (
        SELECT one.unit, count(*) AS number, count(*) FILTER (WHERE late) AS late,
               bool_and(one.received) AS received
        FROM one GROUP BY one.unit
    )
    -- Nothing of a unit with fewer than five: also not that it has one.
    SELECT total.unit, number, late = 0,
           CASE WHEN number >= 10 AND late >= 5 AND number - late >= 5
                THEN round(100.0 * (number - late) / number)::integer END,
           total.received
    FROM total WHERE number >= 5
$$
"""

# Also a shared measure or a concern, so that it does not say that there is a case.
OVERDUE = """
CREATE FUNCTION evaluations_overdue_at(today date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.id FROM organisations_organisation u
    WHERE u.kind IN ('school', 'kindergarten')
      AND u.parent_id = ANY ((SELECT scope_units())::uuid[])
      AND (EXISTS (
          SELECT 1 FROM concerns_concern q
          WHERE q.unit_id = u.id AND q.state = 'new' AND q.answer_by < today
            AND q.route <> 'owner' AND q.sent_on_at IS NULL
            AND NOT q.id = ANY ((SELECT scope_blocked())::uuid[])
      ) OR EXISTS (
          SELECT 1 FROM measures_sharedmeasure s
          WHERE s.unit_id = u.id AND s.state = 'running' AND s.evaluate_on < today
      ) OR EXISTS (
          SELECT 1 FROM cases_case c
          WHERE c.held_by_id = u.id AND c.state NOT IN ('closed', 'void')
            AND NOT c.id = ANY ((SELECT scope_blocked())::uuid[])
            AND (c.state IN ('reported', 'investigating') AND c.plan_due_on < today
                OR EXISTS (
                    SELECT 1 FROM measures_measure m WHERE m.case_id = c.id
                      AND m.state = 'running' AND m.evaluate_on < today)
                OR EXISTS (
                    SELECT 1 FROM cases_trustedadult t WHERE t.case_id = c.id
                      AND t.ends_on IS NULL AND t.talk_on < today
                      AND NOT coalesce(today BETWEEN t.away_from AND t.away_until, false))
                OR EXISTS (
                    SELECT 1 FROM evaluations_casereview r WHERE r.case_id = c.id
                      AND r.done_at IS NULL AND r.due_on < today
                      AND r.school_year = extract(year FROM today - interval '7 months')))))
$$
"""

# A unit that is named here has at least one, so a number is said from six on.
LATE = """
CREATE OR REPLACE FUNCTION measures_late_at(units uuid[], before date[], open text[])
RETURNS TABLE (unit uuid, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT asked.unit, CASE WHEN count(*) > 5 THEN count(*) END
    FROM unnest(units, before) AS asked (unit, day)
    JOIN organisations_organisation u ON u.id = asked.unit AND u.parent_id = ANY (scope_owners())
    JOIN (
        SELECT c.unit_id, m.evaluate_on FROM measures_measure m
        JOIN cases_case c ON c.id = m.case_id AND c.state = ANY (open)
        WHERE m.state = 'running' AND NOT c.id = ANY (scope_blocked())
        UNION ALL
        SELECT unit_id, evaluate_on FROM measures_sharedmeasure WHERE state = 'running'
    ) due ON due.unit_id = asked.unit AND due.evaluate_on <= asked.day
    GROUP BY asked.unit
$$
"""
FUNCTIONS = (
    "evaluations_numbers_at(date, date)",
    "evaluations_overdue_at(date)",
    "measures_late_at(uuid[], date[], text[])",
    "evaluations_rounds_late_at(uuid[], date[], text[], int)",
)


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0005_rounds_late"),
        ("measures", "0006_own_library_alone"),
        ("cases", "0020_change_out_of_sight"),
        ("concerns", "0003_change_of_school"),
        ("audit", "0002_number_in_the_log"),
    ]

    operations = [
        migrations.RunSQL(NUMBERS, "DROP FUNCTION evaluations_numbers_at(date, date)"),
        migrations.RunSQL(OVERDUE, "DROP FUNCTION evaluations_overdue_at(date)"),
        migrations.RunSQL(LATE, migrations.RunSQL.noop),
        migrations.RunSQL(
            [f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC, worker" for name in FUNCTIONS]
            + [f"GRANT EXECUTE ON FUNCTION {name} TO app" for name in FUNCTIONS],
            migrations.RunSQL.noop,
        ),
    ]
