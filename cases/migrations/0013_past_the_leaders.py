"""A case that passes the leaders of a unit by is closed at the owner, too, to whoever works at that
unit; and what only the owner was told stays with the owner when the case goes back."""

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

ENTER = """
CREATE OR REPLACE FUNCTION enter(who uuid, today date) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    held jsonb;
    works_at uuid[];
    units uuid[];
    offices uuid[];
    owners uuid[];
    granted uuid[];
    parts uuid[];
    helps uuid[];
    blocked uuid[];
BEGIN
    PERFORM leave();
    SELECT coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'organisation', o.id)), '[]'),
           coalesce(array_agg(o.id), '{}'),
           coalesce(array_agg(o.id) FILTER (
               WHERE o.kind IN ('school', 'kindergarten') OR m.role = 'owner_adviser'), '{}'),
           coalesce(array_agg(o.id) FILTER (WHERE o.kind = 'ppt'), '{}'),
           coalesce(array_agg(o.id) FILTER (WHERE o.kind = 'owner'), '{}')
    INTO held, works_at, units, offices, owners
    FROM organisations_membership m
    JOIN organisations_organisation o ON o.id = m.organisation_id
    JOIN accounts_person p ON p.id = m.person_id AND p.is_active
    WHERE m.person_id = who AND m.starts_on <= today
      AND (m.ends_on IS NULL OR m.ends_on >= today);
    SELECT coalesce(array_agg(a.case_id) FILTER (WHERE a.kind = 'granted' AND (
               h.id = ANY (works_at) OR h.parent_id = ANY (works_at))), '{}'),
           coalesce(array_agg(a.case_id) FILTER (
               WHERE a.kind = 'takes_part' AND c.unit_id = ANY (works_at)), '{}'),
           coalesce(array_agg(a.case_id) FILTER (
               WHERE a.kind = 'takes_part' AND a.ground <> '' AND (
                   SELECT s.office_id FROM organisations_pptservice s
                   JOIN organisations_organisation u ON u.id = c.unit_id
                   WHERE s.serves_id IN (u.id, u.parent_id)
                   ORDER BY s.serves_id = u.id DESC LIMIT 1) = ANY (offices)), '{}'),
           coalesce(array_agg(a.case_id) FILTER (WHERE a.kind = 'excluded'), '{}')
               || coalesce(array_agg(c.alert_id) FILTER (WHERE a.kind = 'excluded'), '{}')
    INTO granted, parts, helps, blocked
    FROM cases_caseaccess a
    JOIN cases_case c ON c.id = a.case_id
    JOIN organisations_organisation h ON h.id = c.held_by_id
    JOIN accounts_person p ON p.id = a.person_id AND p.is_active
    WHERE a.person_id = who AND a.ended_at IS NULL;
    -- Somebody who works both at the unit and at its owner.
    IF owners <> '{}' THEN
        blocked := blocked || coalesce((
            SELECT array_agg(c.id) || array_agg(c.alert_id) FROM cases_case c
            WHERE c.held_by_id = ANY (owners) AND c.unit_id = ANY (works_at)
              AND cases_passes_leaders(c.id)), '{}');
    END IF;
    -- A concern that belongs to a blocked case is blocked too, but not for its reporter, who gets
    -- the same receipt and the same messages as everybody else.
    blocked := blocked || coalesce((SELECT array_agg(k.concern_id) FROM cases_caseconcern k
        JOIN concerns_concern q ON q.id = k.concern_id AND q.reporter_id <> who
        WHERE k.direction = 'received' AND k.case_id = ANY (blocked)), '{}');
    -- So is one told the ordinary way, at its unit, while the owner holds a case about a leader.
    blocked := blocked || coalesce((SELECT array_agg(k.concern_id) FROM cases_case c
        JOIN cases_caseconcern k ON k.case_id = c.id AND k.direction = 'received'
        JOIN concerns_concern q ON q.id = k.concern_id AND q.reporter_id <> who
        WHERE c.unit_id = ANY (works_at) AND c.held_by_id <> c.unit_id AND c.is_about_leader
          AND NOT c.held_by_id = ANY (units)), '{}');
    PERFORM set_config('scope.person', who::text, false),
            set_config('scope.units', units::text, false),
            set_config('scope.offices', offices::text, false),
            set_config('scope.owners', owners::text, false),
            set_config('scope.cases', (granted || parts || helps)::text, false),
            set_config('scope.blocked', blocked::text, false);
    RETURN jsonb_build_object(
        'memberships', held, 'cases', to_jsonb(granted), 'parts', to_jsonb(parts),
        'helps', to_jsonb(helps), 'blocked', to_jsonb(blocked));
END $$;
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
        migrations.RunSQL(ENTER, migrations.RunSQL.noop),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"ALTER POLICY of_open_case_read ON concerns_concern USING ({FOR_OWNER_ALONE})",
            f"ALTER POLICY of_open_case_read ON concerns_concern USING ({OF_CASE})",
        ),
    ]
