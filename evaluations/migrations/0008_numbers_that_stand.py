"""What the owner has read as a number stays so: nothing that happens afterwards changes what was
counted on a day. And what is long overdue is one number of a unit (docs/adr/0021)."""

from django.db import migrations

# The first of January or August, and with it the half-year that begins there. What is counted is
# open at the start of a day that nobody chooses: the first after the half-year, and while it runs
# the first of this month. A case counts as it stood then, by its log: who held it, and whether it
# was closed to the one who asks. Left out is what the owner reads one by one, held by it or alerted
# to no office, so that neither says anything about the other.
NUMBERS = """
DROP FUNCTION evaluations_numbers_at(date, date);
CREATE FUNCTION evaluations_numbers_at(half date, today date)
RETURNS TABLE (unit uuid, open_cases bigint, in_time boolean, received boolean)
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
        JOIN cases_case c ON c.unit_id = u.id AND c.created_at < t.at
        JOIN cases_pptalert a ON a.id = c.alert_id AND a.office_id IS NOT NULL
        WHERE u.kind IN ('school', 'kindergarten')
          AND u.parent_id = ANY ((SELECT scope_units())::uuid[])
          AND (c.held_by_id = u.id OR c.id = ANY ((SELECT scope_blocked())::uuid[]))
          AND coalesce((
              SELECT e.name = 'case.handed_back' FROM audit_event e
              WHERE e.case_id = c.id AND e.at < t.at
                AND e.name IN ('case.held_by_owner', 'case.handed_back')
              ORDER BY e.at DESC, e.number DESC LIMIT 1
          ), (
              SELECT e.name = 'case.held_by_owner' FROM audit_event e
              WHERE e.case_id = c.id AND e.at >= t.at
                AND e.name IN ('case.held_by_owner', 'case.handed_back')
              ORDER BY e.at, e.number LIMIT 1
          ), c.held_by_id = u.id)
          AND NOT EXISTS (
              SELECT 1 FROM cases_caseaccess x
              WHERE x.case_id = c.id AND x.person_id = (SELECT scope_person())
                AND x.kind = 'excluded' AND x.given_at < t.at
                AND (x.ended_at IS NULL OR x.ended_at >= t.at))
          AND coalesce((
              SELECT e.name FROM audit_event e WHERE e.case_id = c.id AND e.at < t.at
                AND e.name IN ('case.closed', 'case.voided', 'case.reopened')
              ORDER BY e.at DESC, e.number DESC LIMIT 1), 'case.reopened') = 'case.reopened'
    ), total AS (
        SELECT one.unit, count(*) AS number, bool_or(one.late) AS late,
               bool_and(one.received) AS received
        FROM one GROUP BY one.unit
    )
    -- Nothing of a unit with fewer than five: also not that it has one.
    SELECT total.unit, number, NOT late, total.received FROM total WHERE number >= 5
$$
"""

# Reviews and steps over the summer belong to cases, evaluations also to shared measures. Said in
# one number they do not tell that there is a case. A unit that is named here has at least one, so a
# number is said from six on.
OF_CASES = """
        SELECT 1 FROM cases_case c JOIN {table} d ON d.case_id = c.id
        WHERE c.unit_id = asked.unit AND c.state = ANY (open)
          AND NOT c.id = ANY ((SELECT scope_blocked())::uuid[]) AND {waits}"""
OF_YEAR = "d.done_at IS NULL AND d.school_year = year AND d.due_on <= asked.day"
LATE = f"""
CREATE FUNCTION evaluations_late_at(units uuid[], before date[], open text[], year int)
RETURNS TABLE (unit uuid, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT asked.unit, CASE WHEN count(*) > 5 THEN count(*) END
    FROM unnest(units, before) AS asked (unit, day)
    JOIN organisations_organisation u ON u.id = asked.unit AND u.parent_id = ANY (scope_owners())
    CROSS JOIN LATERAL (
        {
    OF_CASES.format(
        table="measures_measure", waits="d.state = 'running' AND d.evaluate_on <= asked.day"
    )
}
        UNION ALL
        {OF_CASES.format(table="evaluations_casereview", waits=OF_YEAR)}
        UNION ALL
        {OF_CASES.format(table="cases_handover", waits=OF_YEAR)}
        UNION ALL
        SELECT 1 FROM measures_sharedmeasure s
        WHERE s.unit_id = asked.unit AND s.state = 'running' AND s.evaluate_on <= asked.day
    ) AS due
    GROUP BY asked.unit
$$;
DROP FUNCTION measures_late_at(uuid[], date[], text[]);
DROP FUNCTION evaluations_rounds_late_at(uuid[], date[], text[], int)
"""
FUNCTIONS = (
    "evaluations_numbers_at(date, date)",
    "evaluations_late_at(uuid[], date[], text[], int)",
)

# The two kinds of messages about it are one, too: a title of its own said that there is a case.
# What was told in both ways is told once.
ONE_KIND = """
UPDATE notifications_message m SET kind = 'evaluations.LateAtUnit'
WHERE m.kind = 'evaluations.RoundsLateAtUnit' AND NOT EXISTS (
    SELECT 1 FROM notifications_message o
    WHERE o.kind = 'evaluations.LateAtUnit' AND o.thing_id = m.thing_id AND o.level = m.level
      AND o.due_on IS NOT DISTINCT FROM m.due_on AND o.person_id = m.person_id
      AND o.channel = m.channel);
DELETE FROM notifications_message WHERE kind = 'evaluations.RoundsLateAtUnit';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0007_disagreement"),
        ("notifications", "0002_ways"),
        ("cases", "0020_change_out_of_sight"),
    ]

    operations = [
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop),
        migrations.RunSQL(LATE, "DROP FUNCTION evaluations_late_at(uuid[], date[], text[], int)"),
        migrations.RunSQL(
            [f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC, worker" for name in FUNCTIONS]
            + [f"GRANT EXECUTE ON FUNCTION {name} TO app" for name in FUNCTIONS],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(ONE_KIND, migrations.RunSQL.noop),
    ]
