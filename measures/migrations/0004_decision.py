"""What is decided about a measure that has had no effect twice in a row."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common import policies

TABLE = "measures_decision"
PROTECT = django.db.models.deletion.PROTECT
WAYS = [
    ("change", "Change the plan"),
    ("ppt", "Ask PPT for help"),
    ("explain", "Go on, and explain why"),
]
SAME_CASE = f"""
ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_measure_id_same_case
FOREIGN KEY (measure_id, case_id) REFERENCES measures_measure (id, case_id)
DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0016_unsafe"),
        ("measures", "0003_late_at_units"),
    ]

    operations = [
        migrations.AddField("measure", "decide_on", models.DateField(null=True, blank=True)),
        migrations.AddConstraint(
            "measure",
            models.CheckConstraint(
                condition=models.Q(decide_on=None) | models.Q(state="running"),
                name="measure_decided_on_while_it_runs",
            ),
        ),
        migrations.AddIndex(
            "measure",
            models.Index(
                fields=["decide_on"],
                condition=models.Q(decide_on__isnull=False),
                name="measure_to_decide",
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("way", models.CharField(choices=WAYS, max_length=8)),
                ("reason", models.TextField(blank=True, default="")),
                ("decided_at", models.DateTimeField()),
                ("form_token", models.UUIDField(unique=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="decisions", to="measures.measure"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=~models.Q(way="explain") | ~models.Q(reason=""),
                name="decision_to_go_on_is_explained",
            ),
        ),
        migrations.RunSQL(SAME_CASE, migrations.RunSQL.noop),
        policies.force(TABLE),
        *policies.allow_parts_of_case(TABLE),
        migrations.RunSQL(f"REVOKE ALL ON {TABLE} FROM worker", migrations.RunSQL.noop),
        policies.never("UPDATE, DELETE", TABLE),
    ]
