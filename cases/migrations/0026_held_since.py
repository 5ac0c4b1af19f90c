"""When a case last changed hands: what was asked before is not asked of whoever holds it now. And
what the day rests on by which PPT is to answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_left_at_owner")]

    operations = [
        migrations.AddField("case", "held_since", models.DateTimeField(null=True, blank=True)),
        migrations.AddField(
            "pptalert",
            "answer_within",
            models.PositiveSmallIntegerField(null=True, blank=True),
        ),
    ]
