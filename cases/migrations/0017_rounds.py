"""A weekday on which the evaluations of a case fall; which measures were evaluated in a meeting."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

WEEKDAYS = [
    (0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_unsafe")]

    operations = [
        migrations.AddField(
            "entry", "evaluated", ArrayField(models.UUIDField(), default=list, blank=True)
        ),
        migrations.AddField(
            "case",
            "evaluation_weekday",
            models.PositiveSmallIntegerField(choices=WEEKDAYS, null=True, blank=True),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(evaluation_weekday=None)
                | models.Q(evaluation_weekday__range=(0, 4)),
                name="case_evaluated_on_a_weekday",
            ),
        ),
    ]
