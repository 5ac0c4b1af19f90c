"""Somebody at the PPT office that serves the unit carries out measures: what lets PPT know of it.
The scope that opens that part is written in 0015."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_own_unit_first"),
        ("organisations", "0004_absence"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseaccess",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("consent", "The family has agreed"),
                    ("needed", "PPT must know it, for the work with the case to be done"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="caseaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ground", ""),
                    models.Q(("given_by__isnull", False), ("kind", "takes_part")),
                    _connector="OR",
                ),
                name="case_access_ground_is_of_a_part",
            ),
        ),
    ]
