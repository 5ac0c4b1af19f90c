"""An owner says within how many working days PPT is to answer its schools and kindergartens."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_absence_again")]

    operations = [
        migrations.AddField(
            "organisation",
            "ppt_answer_days",
            models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            "organisation",
            models.CheckConstraint(
                condition=Q(ppt_answer_days=None)
                | Q(kind="owner", ppt_answer_days__gte=1, ppt_answer_days__lte=20),
                name="organisation_ppt_answers_within_days",
            ),
        ),
    ]
