"""Why PPT reads nothing of what was opened: worked out in one place, for the office and for those
who follow up the case alike. And PPT's answers about a measure it was asked to take on."""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("cases.migrations.0022_opened_to_ppt").GIVE_OUT

# "" while the office reads it. Past the walls, for the two functions below alone.
WHY = """
CREATE FUNCTION cases_why_closed_to_ppt(asked uuid, today date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN o.ended_at IS NOT NULL THEN o.ending
        WHEN c.state IN ('closed', 'void') THEN 'ended'
        WHEN a.office_id IS DISTINCT FROM o.office_id OR o.office_id IS DISTINCT FROM (
            SELECT s.office_id FROM organisations_pptservice s
            WHERE s.serves_id IN (u.id, u.parent_id)
            ORDER BY s.serves_id = u.id DESC LIMIT 1) THEN 'moved'
        WHEN EXISTS (
            SELECT 1 FROM cases_involvement i
            JOIN pupils_pupil p ON p.id = i.pupil_id AND p.protected
            CROSS JOIN unnest(string_to_array(p.name, ' ')) AS word
            WHERE i.case_id = c.id AND length(word) > 1
              AND position(lower(word) IN lower(o.content ->> 'names')) > 0) THEN 'protected'
        WHEN o.until < today THEN 'over'
        ELSE '' END
    FROM cases_pptopening o
    JOIN cases_case c ON c.id = o.case_id
    JOIN cases_pptalert a ON a.id = c.alert_id
    JOIN organisations_organisation u ON u.id = c.unit_id
    WHERE o.id = asked
$$;
REVOKE ALL ON FUNCTION cases_why_closed_to_ppt(uuid, date) FROM PUBLIC;
"""

# As in 0022, but for who works out why.
GIVE_OUT = """
CREATE OR REPLACE FUNCTION cases_opened_to_ppt(
    asked uuid, today date, moment timestamptz, on_page text)
RETURNS TABLE (ground text, opened_at timestamptz, until date, content jsonb,
               ended_at timestamptz, ending text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    newest record;
    why text;
BEGIN
    SELECT o.* INTO newest
    FROM cases_pptopening o
    JOIN cases_case c ON c.id = o.case_id
    JOIN cases_pptalert a ON a.id = c.alert_id AND a.office_id = o.office_id
    WHERE a.id = asked AND a.office_id = ANY (scope_offices()) AND NOT a.id = ANY (scope_blocked())
    ORDER BY o.opened_at DESC, o.id DESC LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    why := cases_why_closed_to_ppt(newest.id, today);
    IF why = '' THEN
        INSERT INTO audit_reading (id, at, person_id, case_id, page)
        VALUES (gen_random_uuid(), moment, scope_person(), newest.case_id, on_page);
    END IF;
    RETURN QUERY SELECT newest.ground::text, newest.opened_at, newest.until,
        CASE WHEN why = '' THEN newest.content END, newest.ended_at, why;
END $$;
"""

# The same for those who see the case: by the outer wall of the case itself. It says why in a code,
# and not whose identity is protected.
TOLD = """
CREATE FUNCTION cases_closed_to_ppt(asked uuid, today date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT cases_why_closed_to_ppt(o.id, today)
    FROM cases_pptopening o JOIN cases_case c ON c.id = o.case_id
    WHERE o.id = asked AND (c.held_by_id = ANY (scope_units()) OR c.id = ANY (scope_cases()))
      AND NOT c.id = ANY (scope_blocked())
$$;
REVOKE ALL ON FUNCTION cases_closed_to_ppt(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_closed_to_ppt(uuid, date) TO app;
"""
KINDS = [
    ("advice", "Advice"),
    ("meeting", "A meeting"),
    ("observation", "Observation"),
    ("course", "A course for the staff"),
    ("other", "Something else"),
    ("measure", "PPT takes on a measure"),
    ("no_measure", "PPT cannot take on the measure"),
    ("not_now", "Not now"),
    ("ended", "PPT ends its part"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_opened_to_ppt")]

    operations = [
        migrations.AlterField("pptanswer", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.RunSQL(WHY, "DROP FUNCTION cases_why_closed_to_ppt(uuid, date)"),
        migrations.RunSQL(
            GIVE_OUT, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        ),
        migrations.RunSQL(TOLD, "DROP FUNCTION cases_closed_to_ppt(uuid, date)"),
    ]
