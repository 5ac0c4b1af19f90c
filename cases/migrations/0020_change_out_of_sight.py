"""What was sent of a pupil who changes school goes out of sight at the receiver: taken back, also
in a draft that was begun with it; and whom it is about, once the pupil has protected identity."""

from django.db import migrations

# The receiver sees neither the concern that was taken back nor the pupil at the other place: asked
# past the walls, and answered with yes or no.
TAKEN_BACK = """
CREATE FUNCTION cases_change_is_taken_back(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM concerns_concern q WHERE q.id = asked AND q.state = 'taken_back')
$$
"""
PROTECTED = """
CREATE FUNCTION cases_change_is_protected(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM cases_caseconcern k
        JOIN cases_involvement i ON i.id = k.about_id
        JOIN pupils_pupil p ON p.id = i.pupil_id
        WHERE k.concern_id = asked AND k.direction = 'told' AND p.protected)
$$
"""
OWN = "person_id = scope_person()"
IN_SIGHT = f"{OWN} AND (concern_id IS NULL OR NOT cases_change_is_taken_back(concern_id))"


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_change_of_school"), ("pupils", "0003_protected")]

    operations = [
        migrations.RunSQL(TAKEN_BACK, "DROP FUNCTION cases_change_is_taken_back(uuid)"),
        migrations.RunSQL(PROTECTED, "DROP FUNCTION cases_change_is_protected(uuid)"),
        migrations.RunSQL(
            f"ALTER POLICY own ON cases_casedraft USING ({IN_SIGHT}) WITH CHECK ({OWN})",
            f"ALTER POLICY own ON cases_casedraft USING ({OWN}) WITH CHECK ({OWN})",
        ),
    ]
