"""How many evaluations have been overdue for long at each unit of an owner: a number, for somebody
who may see none of them. Not what is closed to the one who asks."""

from django.db import migrations

LATE = """
CREATE FUNCTION measures_late_at(units uuid[], before date[], open text[])
RETURNS TABLE (unit uuid, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT asked.unit, count(*)
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


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_plan_to_its_full_depth"), ("cases", "0015_stand_in")]

    operations = [
        migrations.RunSQL(LATE, "DROP FUNCTION IF EXISTS measures_late_at(uuid[], date[], text[])"),
    ]
