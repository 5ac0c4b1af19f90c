"""Why a measure was not carried out as planned; where adult and pupil do not see it alike."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0002_shared_evaluation")]

    operations = [
        migrations.AddField(
            "evaluation", "not_as_planned", models.TextField(blank=True, default="")
        ),
        migrations.AddField("evaluation", "disagrees", models.BooleanField(default=False)),
    ]
