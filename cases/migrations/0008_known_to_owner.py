from django.db import migrations

from common import policies

# Only whoever follows up cases at the owner has the owner among the units of the scope: the others
# who work there give roles and keep calendars.
AT_OWNER = "owner_id = ANY ((SELECT scope_units())::uuid[]) AND " + policies.NOT_BLOCKED.format(
    column="case_id"
)
TOLD = {
    "cases_ownernotice": AT_OWNER,
    "cases_orderedact": AT_OWNER,
    "cases_caseaccess": f"kind = 'excluded' AND {AT_OWNER}",
}

# What the owner is told lies at the owner; its case does not, and its row is behind the outer wall.
# Of such a case the owner learns the reference and the unit, and nothing else.
KNOWN = """
CREATE FUNCTION cases_known_to_owner(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT NOT asked = ANY (scope_blocked()) AND (
        EXISTS (SELECT 1 FROM cases_ownernotice n
                WHERE n.case_id = asked AND n.owner_id = ANY (scope_units()))
        OR EXISTS (SELECT 1 FROM cases_orderedact o
                   WHERE o.case_id = asked AND o.owner_id = ANY (scope_units()))
        OR EXISTS (SELECT 1 FROM cases_caseaccess a WHERE a.case_id = asked
                   AND a.kind = 'excluded' AND a.owner_id = ANY (scope_units())))
$$;
CREATE FUNCTION cases_reference_at_owner(asked uuid) RETURNS varchar
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.reference FROM cases_case c WHERE c.id = asked AND cases_known_to_owner(asked)
$$;
CREATE FUNCTION cases_unit_at_owner(asked uuid) RETURNS varchar
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.name FROM cases_case c JOIN organisations_organisation u ON u.id = c.unit_id
    WHERE c.id = asked AND cases_known_to_owner(asked)
$$;
-- For whoever gives roles at the owner: how much waits where nobody may answer it.
CREATE FUNCTION cases_waiting_for_nobody(owners uuid[], roles text[], today date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM (
        SELECT n.case_id, n.owner_id, n.told_by_id FROM cases_ownernotice n
        WHERE n.received_at IS NULL AND n.told_in_id IS NULL
        UNION ALL
        SELECT a.case_id, a.owner_id, NULL FROM cases_caseaccess a
        WHERE a.kind = 'excluded' AND a.answer = '' AND a.ended_at IS NULL
    ) AS waiting
    WHERE owner_id = ANY (owners) AND owner_id = ANY (scope_owners()) AND NOT EXISTS (
        SELECT 1 FROM organisations_membership m
        JOIN accounts_person p ON p.id = m.person_id AND p.is_active
        WHERE m.organisation_id = owner_id AND m.role = ANY (roles) AND m.starts_on <= today
          AND (m.ends_on IS NULL OR m.ends_on >= today)
          AND m.person_id IS DISTINCT FROM told_by_id
          AND NOT EXISTS (
              SELECT 1 FROM cases_caseaccess x WHERE x.case_id = waiting.case_id
              AND x.person_id = m.person_id AND x.kind = 'excluded' AND x.ended_at IS NULL))
$$;
"""
FORGET = """
DROP FUNCTION cases_waiting_for_nobody(uuid[], text[], date);
DROP FUNCTION cases_unit_at_owner(uuid);
DROP FUNCTION cases_reference_at_owner(uuid);
DROP FUNCTION cases_known_to_owner(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_log_and_authorities")]

    operations = [
        migrations.RunSQL(KNOWN, FORGET),
        migrations.RunSQL(
            [
                f"DROP POLICY {name} ON {table}"
                for table in TOLD
                for name in ("at_owner_read", "at_owner_change")
            ],
            migrations.RunSQL.noop,
        ),
        *[
            policies.allow(table, command, rule, name=name)
            for table, rule in TOLD.items()
            for command, name in (("SELECT", "at_owner_read"), ("UPDATE", "at_owner_change"))
        ],
    ]
