"""What was done of a shared measure, day by day."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common import policies

# Open where its measure is.
OF_SHARED = (
    "EXISTS (SELECT 1 FROM measures_sharedmeasure s WHERE s.id = measures_sharedentry.shared_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0006_own_library_alone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("happened_on", models.DateField()),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("form_token", models.UUIDField(unique=True)),
                (
                    "shared",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="measures.sharedmeasure",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="shared_entry_has_text",
                    )
                ],
            },
        ),
        policies.force("measures_sharedentry"),
        policies.allow("measures_sharedentry", "ALL", OF_SHARED, name="of_shared"),
        migrations.RunSQL("REVOKE ALL ON measures_sharedentry FROM worker", migrations.RunSQL.noop),
        policies.never("UPDATE, DELETE", "measures_sharedentry"),
    ]
