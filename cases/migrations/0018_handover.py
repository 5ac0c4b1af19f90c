"""An open case is handed on over the summer, step by step."""

import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT

from common import policies

TABLE = "cases_handover"


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, blank=True, null=True, on_delete=PROTECT, related_name="+"
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0017_rounds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("may", "A note for the division of classes"),
                            ("june", "Handover, and who is there in the summer"),
                            ("august", "The first talk after the summer"),
                            ("plan", "The measures in the new school year"),
                        ],
                        max_length=6,
                    ),
                ),
                ("school_year", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("provisional", models.BooleanField(default=False)),
                ("text", models.TextField(blank=True, default="")),
                ("contact_from", models.DateField(blank=True, null=True)),
                ("contact_until", models.DateField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=PROTECT, related_name="handovers", to="cases.case"),
                ),
                ("contact", _person()),
                ("done_by", _person()),
            ],
        ),
        migrations.AddConstraint(
            "handover",
            models.UniqueConstraint(
                fields=("case", "kind", "school_year"), name="handover_step_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            "handover",
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, text="", contact=None)
                | Q(done_at__isnull=False, done_by__isnull=False) & (Q(kind="plan") | ~Q(text="")),
                name="handover_done_by_somebody_with_words",
            ),
        ),
        migrations.AddConstraint(
            "handover",
            models.CheckConstraint(
                condition=Q(done_at=None)
                | Q(kind__in=["may", "plan"], contact=None)
                | Q(kind__in=["june", "august"], contact__isnull=False),
                name="handover_names_who_is_there",
            ),
        ),
        migrations.AddConstraint(
            "handover",
            models.CheckConstraint(
                condition=Q(contact_from=None, contact_until=None)
                & (~Q(kind="june") | Q(done_at=None))
                | Q(kind="june", done_at__isnull=False, contact_until__gte=F("contact_from")),
                name="handover_summer_has_dates",
            ),
        ),
        migrations.AddIndex(
            "handover",
            models.Index(
                fields=["school_year", "due_on"], condition=Q(done_at=None), name="handover_due"
            ),
        ),
        policies.force(TABLE),
        *policies.allow_parts_of_case(TABLE),
        policies.never("DELETE", TABLE),
        # The daily round makes a step due and moves its day; what is written is not its business.
        migrations.RunSQL(
            [
                f"REVOKE ALL ON {TABLE} FROM worker",
                "GRANT SELECT (id, case_id, kind, school_year, due_on, provisional, done_at), "
                f"INSERT, UPDATE (due_on, provisional) ON {TABLE} TO worker",
            ],
            migrations.RunSQL.noop,
        ),
        *policies.allow_worker(TABLE),
    ]
