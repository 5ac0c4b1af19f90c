"""A case that passes the leaders of a unit by is closed at the owner, too, to whoever works at that
unit; and what only the owner was told stays with the owner when the case goes back. The scope that
closes it is written in 0015."""

from django.db import migrations

from common import policies

# About a leader whom nobody has named yet, or told so that the leaders were passed by. Somebody is
# named when an exclusion says that it is about one who leads the unit, or has led it.
PASSES = """
CREATE FUNCTION cases_passes_leaders(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = asked AND c.held_by_id <> c.unit_id AND (
        c.is_about_leader AND NOT EXISTS (
            SELECT 1 FROM cases_caseaccess a
            JOIN organisations_membership m ON m.person_id = a.person_id
                AND m.organisation_id = c.unit_id AND m.role IN ('principal', 'deputy')
            WHERE a.case_id = c.id AND a.kind = 'excluded' AND a.closeness = 'concerned'
              AND a.ended_at IS NULL)
        OR EXISTS (
            SELECT 1 FROM cases_caseconcern k JOIN concerns_concern q ON q.id = k.concern_id
            WHERE k.case_id = c.id AND k.direction = 'received'
              AND (q.route = 'owner' OR q.sent_on_at IS NOT NULL))))
$$
"""

# For whoever gives roles at the owner: how much waits where nobody may answer it. Not what is
# closed to the one who asks: the number would tell that it is there.
WAITING = """
CREATE OR REPLACE FUNCTION cases_waiting_for_nobody(owners uuid[], roles text[], today date)
RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM (
        SELECT n.case_id, n.owner_id, n.told_by_id FROM cases_ownernotice n
        WHERE n.received_at IS NULL AND n.told_in_id IS NULL
        UNION ALL
        SELECT a.case_id, a.owner_id, NULL FROM cases_caseaccess a
        WHERE a.kind = 'excluded' AND a.answer = '' AND a.ended_at IS NULL
    ) AS waiting JOIN cases_case c ON c.id = waiting.case_id
    WHERE owner_id = ANY (owners) AND owner_id = ANY (scope_owners())
      AND NOT waiting.case_id = ANY (scope_blocked()) AND NOT EXISTS (
        SELECT 1 FROM organisations_membership m
        JOIN accounts_person p ON p.id = m.person_id AND p.is_active
        WHERE m.organisation_id = owner_id AND m.role = ANY (roles) AND m.starts_on <= today
          AND (m.ends_on IS NULL OR m.ends_on >= today)
          AND m.person_id IS DISTINCT FROM told_by_id
          AND NOT EXISTS (
              SELECT 1 FROM cases_caseaccess x WHERE x.case_id = waiting.case_id
              AND x.person_id = m.person_id AND x.kind = 'excluded' AND x.ended_at IS NULL)
          AND NOT (cases_passes_leaders(c.id) AND EXISTS (
              SELECT 1 FROM organisations_membership u
              WHERE u.person_id = m.person_id AND u.organisation_id = c.unit_id
                AND u.starts_on <= today AND (u.ends_on IS NULL OR u.ends_on >= today))))
$$
"""

OF_CASE = "EXISTS (SELECT 1 FROM cases_caseconcern k WHERE k.concern_id = concerns_concern.id)"
# What only the owner was told is not read through a case that the unit holds again.
FOR_OWNER_ALONE = (
    f"{OF_CASE} AND (route <> 'owner' OR ({policies.IN_UNITS.format(column='owner_id')} "
    f"AND NOT {policies.IN_UNITS.format(column='unit_id')}))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_talks_counted_again"),
        ("concerns", "0002_past_the_leaders"),
    ]

    operations = [
        migrations.RunSQL(PASSES, migrations.RunSQL.noop),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"ALTER POLICY of_open_case_read ON concerns_concern USING ({FOR_OWNER_ALONE})",
            f"ALTER POLICY of_open_case_read ON concerns_concern USING ({OF_CASE})",
        ),
    ]
