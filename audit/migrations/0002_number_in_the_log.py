from django.db import migrations, models

# One row of numbers for all that stands in a log, so that what happened within the same second
# keeps the order in which it was written. Whatever is given is overwritten: nobody chooses a place.
NUMBERING = """
CREATE SEQUENCE log_number;
REVOKE ALL ON SEQUENCE log_number FROM app, worker;
CREATE FUNCTION number_in_the_log() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    NEW.number := nextval('log_number');
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION number_in_the_log() FROM PUBLIC, app, worker;
CREATE TRIGGER number_in_the_log BEFORE INSERT ON audit_event FOR EACH ROW
EXECUTE FUNCTION number_in_the_log();
"""
# What was there before: in the order of its time.
WRITTEN_BEFORE = """
WITH ordered AS MATERIALIZED (SELECT id FROM audit_event ORDER BY at, id),
     numbered AS MATERIALIZED (SELECT id, nextval('log_number') AS place FROM ordered)
UPDATE audit_event e SET number = n.place FROM numbered n WHERE n.id = e.id
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="number",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.RunSQL(
            [NUMBERING, WRITTEN_BEFORE],
            "DROP FUNCTION number_in_the_log() CASCADE; DROP SEQUENCE log_number",
        ),
        migrations.RemoveIndex(model_name="event", name="event_by_case"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["case_id", "-at", "-number"], name="event_by_case"),
        ),
    ]
