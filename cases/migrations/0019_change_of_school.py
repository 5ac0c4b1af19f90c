"""About whom another place is told, when it is about one who changes school; and such a telling may
be taken back from the case until it is answered."""

import django.db.models.deletion
from django.db import migrations, models

OF_CASE = (
    "EXISTS (SELECT 1 FROM cases_caseconcern k "
    "WHERE k.concern_id = concerns_concern.id AND k.direction = 'told')"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_handover"), ("concerns", "0003_change_of_school")]

    operations = [
        migrations.AddField(
            "caseconcern",
            "about",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="cases.involvement",
            ),
        ),
        migrations.AddConstraint(
            "caseconcern",
            models.CheckConstraint(
                condition=models.Q(about=None) | models.Q(direction="told"),
                name="case_concern_about_one_is_told",
            ),
        ),
        migrations.RunSQL(
            "CREATE POLICY of_case_taking_back ON concerns_concern FOR UPDATE "
            f"USING ({OF_CASE} AND ground <> '' AND state = 'new') "
            f"WITH CHECK ({OF_CASE} AND ground <> '' AND state = 'taken_back')",
            "DROP POLICY of_case_taking_back ON concerns_concern",
        ),
    ]
