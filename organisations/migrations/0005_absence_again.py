"""What was taken back may be noted again. An absence is never deleted; it is written at the unit
itself, and nothing but its last day and who stands in is changed."""

from django.db import migrations, models

from common import policies

TABLE = "organisations_absence"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_absence")]

    operations = [
        migrations.RemoveConstraint(model_name="absence", name="absence_begins_once"),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                fields=("person", "organisation", "starts_on"),
                name="absence_begins_once",
            ),
        ),
        policies.force(TABLE),
        policies.allow(TABLE, "SELECT", "true", name="read_by_all"),
        *[
            policies.allow(
                TABLE,
                command,
                policies.IN_UNITS.format(column="organisation_id"),
                name=f"of_unit_{command.lower()}",
                to="app",
            )
            for command in ("INSERT", "UPDATE")
        ],
        migrations.RunSQL(
            [
                f"REVOKE UPDATE, DELETE, TRUNCATE ON {TABLE} FROM app",
                f"GRANT UPDATE (ends_on, substitute_id) ON {TABLE} TO app",
                f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {TABLE} FROM worker",
            ],
            [
                f"GRANT UPDATE, DELETE ON {TABLE} TO app",
                f"GRANT INSERT, UPDATE, DELETE ON {TABLE} TO worker",
            ],
        ),
    ]
