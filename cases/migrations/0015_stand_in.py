"""The scope of a request anew: parts that PPT was asked to carry out (0010), cases that pass the
leaders by (0013), and for whom somebody stands in who carries out what they do while they are away,
and where."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("cases.migrations.0002_case_file").ENTER

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
    stands jsonb;
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
    SELECT coalesce(jsonb_agg(jsonb_build_array(b.person_id, b.organisation_id)), '[]')
    INTO stands FROM organisations_absence b
    WHERE b.substitute_id = who AND b.organisation_id = ANY (works_at)
      AND b.starts_on <= today AND (b.ends_on IS NULL OR b.ends_on >= today);
    PERFORM set_config('scope.person', who::text, false),
            set_config('scope.units', units::text, false),
            set_config('scope.offices', offices::text, false),
            set_config('scope.owners', owners::text, false),
            set_config('scope.cases', (granted || parts || helps)::text, false),
            set_config('scope.blocked', blocked::text, false);
    RETURN jsonb_build_object(
        'memberships', held, 'cases', to_jsonb(granted), 'parts', to_jsonb(parts),
        'helps', to_jsonb(helps), 'blocked', to_jsonb(blocked), 'stands', stands);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_whole_and_true"),
        ("organisations", "0004_absence"),
    ]

    operations = [migrations.RunSQL(ENTER, BEFORE)]
