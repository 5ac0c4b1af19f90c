"""Somebody exposed has said that it is not safe; the school asks PPT for contact."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_stand_in")]

    operations = [
        migrations.AddField("case", "unsafe_since", models.DateField(null=True, blank=True)),
        migrations.AddField(
            "pptalert", "contact_wanted_at", models.DateTimeField(null=True, blank=True)
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["held_by", "unsafe_since"],
                condition=models.Q(unsafe_since__isnull=False),
                name="case_unsafe",
            ),
        ),
    ]
