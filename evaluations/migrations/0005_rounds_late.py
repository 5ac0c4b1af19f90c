"""How many reviews of whole cases and steps over the summer have been overdue for long at each unit
of an owner: a number, for somebody who may see none of them. Not what is closed to the one who
asks, nor what was left undone in a school year that is over. Up to five it is not a number."""

from django.db import migrations

LATE = """
CREATE FUNCTION evaluations_rounds_late_at(units uuid[], before date[], open text[], year int)
RETURNS TABLE (unit uuid, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT asked.unit, CASE WHEN count(*) > 5 THEN count(*) END
    FROM unnest(units, before) AS asked (unit, day)
    JOIN organisations_organisation u ON u.id = asked.unit AND u.parent_id = ANY (scope_owners())
    JOIN (
        SELECT case_id, due_on FROM evaluations_casereview
        WHERE done_at IS NULL AND school_year = year
        UNION ALL
        SELECT case_id, due_on FROM cases_handover
        WHERE done_at IS NULL AND school_year = year
    ) due ON due.due_on <= asked.day
    JOIN cases_case c ON c.id = due.case_id AND c.unit_id = asked.unit
        AND c.state = ANY (open) AND NOT c.id = ANY (scope_blocked())
    GROUP BY asked.unit
$$
"""
UNDO = "DROP FUNCTION IF EXISTS evaluations_rounds_late_at(uuid[], date[], text[], int)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_handover"), ("evaluations", "0004_case_review")]

    operations = [migrations.RunSQL(LATE, UNDO)]
