"""What is held whole stays so, nobody writes into the log of a case that is closed to the writer,
and the daily round learns whose alert names a unit too much."""

from django.db import migrations, models

WHEN = "NEW.state IN ('closed', 'void') AND {before}"
TRIGGER = """
CREATE OR REPLACE TRIGGER keep_what_is_held BEFORE UPDATE OF state ON cases_case FOR EACH ROW
WHEN ({when}) EXECUTE FUNCTION cases_keep_what_is_held()
"""
# Also from closed to void.
NOW = TRIGGER.format(when=WHEN.format(before="NEW.state <> OLD.state"))
BEFORE = TRIGGER.format(when=WHEN.format(before="OLD.state NOT IN ('closed', 'void')"))

# An event belongs to no case, to one that is open to the writer, or to one that has told the
# writer's owner something. What PPT does with an alert belongs to none.
OWN = "person_id IS NOT DISTINCT FROM scope_person()"
OF_KNOWN_CASE = (
    f"{OWN} AND (case_id IS NULL OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id) "
    "OR cases_known_to_owner(case_id))"
)

# The worker sees no pupil: it gets the alerts, and nothing of whom they are about.
OF_PROTECTED = """
CREATE FUNCTION cases_alerts_of_protected() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT a.id FROM cases_pptalert a JOIN cases_case c ON c.alert_id = a.id
    JOIN cases_involvement i ON i.case_id = c.id JOIN pupils_pupil p ON p.id = i.pupil_id
    WHERE a.unit_id IS NOT NULL AND p.protected
$$;
REVOKE ALL ON FUNCTION cases_alerts_of_protected() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_alerts_of_protected() TO worker;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_past_the_leaders"), ("pupils", "0003_protected")]

    operations = [
        migrations.AlterField(
            model_name="ownernotice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("serious", "A serious case"),
                    ("staff", "Somebody who works there may be the one who violates"),
                    ("closed_unsafe", "Closed while the pupil does not feel safe"),
                    ("voided", "Marked as wrongly registered"),
                    ("file_removed", "A file taken away while the case is on legal hold"),
                ],
                max_length=14,
            ),
        ),
        migrations.RunSQL(NOW, BEFORE),
        migrations.RunSQL(
            f"ALTER POLICY own_acts ON audit_event WITH CHECK ({OF_KNOWN_CASE})",
            f"ALTER POLICY own_acts ON audit_event WITH CHECK ({OWN})",
        ),
        migrations.RunSQL(OF_PROTECTED, "DROP FUNCTION cases_alerts_of_protected()"),
    ]
