"""What passes a unit's leaders by is not answered by anybody who works there, whatever other roles
that person has; and the owner's administrator learns how much waits where nobody may answer it."""

from django.db import migrations

from common import policies

HERE = policies.IN_UNITS.format(column="unit_id")
AT_OWNER = policies.IN_UNITS.format(column="owner_id")
NOT_BLOCKED = policies.NOT_BLOCKED.format(column="id")
BEFORE = (
    f"((route <> 'owner' AND {HERE}) "
    f"OR ((route IN ('staff', 'owner') OR sent_on_at IS NOT NULL) AND {AT_OWNER})) "
    f"AND {NOT_BLOCKED}"
)
# Who works at the unit sees there what was sent on; what the leaders may not know, nowhere.
ANSWERS = (
    f"((route <> 'owner' AND {HERE}) "
    "OR ((route IN ('staff', 'owner') OR sent_on_at IS NOT NULL) "
    f"AND {AT_OWNER} AND NOT {HERE})) AND {NOT_BLOCKED}"
)
NAMES = (("answerer_read", ""), ("answerer_change", " WITH CHECK ({rule})"))

# Without what is told at the asker's own unit: somebody who gives roles may lead it.
WAITING = """
CREATE FUNCTION concerns_waiting_for_nobody(owners uuid[], roles text[], today date)
RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM concerns_concern q
    WHERE q.state = 'new' AND (q.route = 'owner' OR q.sent_on_at IS NOT NULL)
      AND q.owner_id = ANY (owners) AND q.owner_id = ANY (scope_owners())
      AND NOT q.unit_id = ANY (scope_units()) AND NOT EXISTS (
        SELECT 1 FROM organisations_membership m
        JOIN accounts_person p ON p.id = m.person_id AND p.is_active
        WHERE m.organisation_id = q.owner_id AND m.role = ANY (roles) AND m.starts_on <= today
          AND (m.ends_on IS NULL OR m.ends_on >= today)
          AND m.person_id IS DISTINCT FROM q.declined_by_id
          AND NOT EXISTS (
              SELECT 1 FROM organisations_membership u
              WHERE u.person_id = m.person_id AND u.organisation_id = q.unit_id
                AND u.starts_on <= today AND (u.ends_on IS NULL OR u.ends_on >= today)))
$$
"""


def altered(rule):
    return [
        f"ALTER POLICY {name} ON concerns_concern USING ({rule}){check.format(rule=rule)}"
        for name, check in NAMES
    ]


class Migration(migrations.Migration):
    dependencies = [("concerns", "0001_initial"), ("organisations", "0003_roles")]

    operations = [
        migrations.RunSQL(altered(ANSWERS), altered(BEFORE)),
        migrations.RunSQL(
            WAITING, "DROP FUNCTION concerns_waiting_for_nobody(uuid[], text[], date)"
        ),
        # Right before it is sent: not to whoever has declined it.
        migrations.RunSQL(
            "GRANT SELECT (declined_by_id) ON concerns_concern TO worker",
            "REVOKE SELECT (declined_by_id) ON concerns_concern FROM worker",
        ),
    ]
