import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT

from common import policies

TABLE = "ppt_note"
# Not through the alert: the school sees that one.
AT_OFFICE = "office_id = ANY ((SELECT scope_offices())::uuid[]) AND " + policies.NOT_BLOCKED.format(
    column="alert_id"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0021_ppt_desk"),
        ("organisations", "0005_absence_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("form_token", models.UUIDField(unique=True)),
                (
                    "alert",
                    models.ForeignKey(on_delete=PROTECT, related_name="notes", to="cases.pptalert"),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=PROTECT,
                        related_name="corrected_by",
                        to="ppt.note",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "note", models.CheckConstraint(condition=~Q(text=""), name="ppt_note_has_text")
        ),
        migrations.AddIndex(
            "note", models.Index(fields=["alert", "-written_at"], name="ppt_note_by_alert")
        ),
        policies.force(TABLE),
        policies.allow(TABLE, "SELECT", AT_OFFICE, name="at_office_read"),
        policies.allow(
            TABLE,
            "INSERT",
            f"{AT_OFFICE} AND written_by_id = scope_person()",
            name="at_office_write",
        ),
        policies.never("UPDATE, DELETE", TABLE),
        migrations.RunSQL(f"REVOKE ALL ON {TABLE} FROM worker", migrations.RunSQL.noop),
    ]
