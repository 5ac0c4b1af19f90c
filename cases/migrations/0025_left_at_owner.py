"""What waits at an owner where nobody is there who may answer it: also a case that the owner itself
answers for, once its advisers have left, are closed out of it or are away."""

from importlib import import_module

from django.db import migrations

from common import policies

CASES_BEFORE = import_module("cases.migrations.0013_past_the_leaders").WAITING
CONCERNS_BEFORE = import_module("concerns.migrations.0002_past_the_leaders").WAITING.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)

_NOW = "{row}.starts_on <= today AND ({row}.ends_on IS NULL OR {row}.ends_on >= today)"
# One of the owner's people, with a role that lets him or her answer, who is there today.
_THERE = f"""
        SELECT 1 FROM organisations_membership m
        JOIN accounts_person p ON p.id = m.person_id AND p.is_active
        WHERE m.organisation_id = {{owner}} AND m.role = ANY (roles) AND {_NOW.format(row="m")}
          AND m.person_id IS DISTINCT FROM {{but}}
          AND NOT EXISTS (
              SELECT 1 FROM organisations_absence b
              WHERE b.person_id = m.person_id AND b.organisation_id = m.organisation_id
                AND {_NOW.format(row="b")})"""
_WORKS_AT = f"""
              SELECT 1 FROM organisations_membership u
              WHERE u.person_id = m.person_id AND u.organisation_id = {{unit}}
                AND {_NOW.format(row="u")}"""

# Of which cases: for the daily round, and for the function below.
LEFT = f"""
CREATE FUNCTION cases_left_at_owner(roles text[], today date)
RETURNS TABLE (case_id uuid, owner uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.case_id, w.owner_id FROM (
        SELECT n.case_id, n.owner_id, n.told_by_id FROM cases_ownernotice n
        WHERE n.received_at IS NULL AND n.told_in_id IS NULL
        UNION ALL
        SELECT a.case_id, a.owner_id, NULL FROM cases_caseaccess a
        WHERE a.kind = 'excluded' AND a.answer = '' AND a.ended_at IS NULL
        UNION ALL
        SELECT h.id, h.held_by_id, NULL FROM cases_case h
        WHERE h.held_by_id <> h.unit_id AND h.state NOT IN ('closed', 'void')
    ) AS w JOIN cases_case c ON c.id = w.case_id
    WHERE NOT EXISTS ({_THERE.format(owner="w.owner_id", but="w.told_by_id")}
          AND NOT EXISTS (
              SELECT 1 FROM cases_caseaccess x WHERE x.case_id = c.id
              AND x.person_id = m.person_id AND x.kind = 'excluded' AND x.ended_at IS NULL)
          AND NOT (cases_passes_leaders(c.id) AND EXISTS ({_WORKS_AT.format(unit="c.unit_id")})))
$$
"""

# As in 0013. Not what is closed to the one who asks: the number would tell that it is there.
CASES = """
CREATE OR REPLACE FUNCTION cases_waiting_for_nobody(owners uuid[], roles text[], today date)
RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM cases_left_at_owner(roles, today) AS waiting
    WHERE owner = ANY (owners) AND owner = ANY (scope_owners())
      AND NOT case_id = ANY (scope_blocked())
$$
"""
# As in concerns 0002, but for who is away.
CONCERNS = f"""
CREATE OR REPLACE FUNCTION concerns_waiting_for_nobody(owners uuid[], roles text[], today date)
RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM concerns_concern q
    WHERE q.state = 'new' AND (q.route = 'owner' OR q.sent_on_at IS NOT NULL)
      AND q.owner_id = ANY (owners) AND q.owner_id = ANY (scope_owners())
      AND NOT q.unit_id = ANY (scope_units())
      AND NOT EXISTS ({_THERE.format(owner="q.owner_id", but="q.declined_by_id")}
          AND NOT EXISTS ({_WORKS_AT.format(unit="q.unit_id")}))
$$
"""

# Who is away is written at the place itself (organisations 0005), which may be the owner, too.
AT_UNIT = policies.IN_UNITS.format(column="organisation_id")
AT_PLACE = f"{AT_UNIT} OR organisation_id = ANY ((SELECT scope_owners())::uuid[])"


def written(rule: str) -> list[str]:
    table = "organisations_absence"
    return [
        f"ALTER POLICY of_unit_insert ON {table} WITH CHECK ({rule})",
        f"ALTER POLICY of_unit_update ON {table} USING ({rule}) WITH CHECK ({rule})",
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_protected_in_texts"),
        ("concerns", "0003_change_of_school"),
        ("organisations", "0005_absence_again"),
    ]

    operations = [
        migrations.RunSQL(LEFT, "DROP FUNCTION cases_left_at_owner(text[], date)"),
        migrations.RunSQL(
            [
                "REVOKE ALL ON FUNCTION cases_left_at_owner(text[], date) FROM PUBLIC, app",
                "GRANT EXECUTE ON FUNCTION cases_left_at_owner(text[], date) TO worker",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(CASES, CASES_BEFORE),
        migrations.RunSQL(CONCERNS, CONCERNS_BEFORE),
        migrations.RunSQL(written(AT_PLACE), written(AT_UNIT)),
    ]
