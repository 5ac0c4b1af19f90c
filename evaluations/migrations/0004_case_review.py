"""The whole case is looked over, each term and before the summer."""

import uuid

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT

from common import policies

TABLE = "evaluations_casereview"
ROUNDS = [
    ("autumn", "Autumn term"), ("spring", "Spring term"), ("summer", "Before the summer"),
]  # fmt: skip
HELP = [
    ("ppt", "PPT"),
    ("bup", "BUP (mental health care for children and young people)"),
    ("county", "The county governor"),
    ("other", "Others, for example the school nurse"),
]
PLAN = [
    ("goes_on", "The plan goes on"),
    ("change", "The plan is to be changed"),
    ("monitor", "The case is to be monitored"),
]
DONE = Q(
    done_at__isnull=False, done_by__isnull=False, plan__in=["goes_on", "change", "monitor"]
) & ~Q(how="")


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0017_rounds"),
        ("evaluations", "0003_as_planned"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.CharField(choices=ROUNDS, max_length=6)),
                ("school_year", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("provisional", models.BooleanField(default=False)),
                ("how", models.TextField(blank=True, default="")),
                (
                    "help",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=HELP, max_length=6),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("plan", models.CharField(blank=True, choices=PLAN, default="", max_length=7)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=PROTECT, related_name="reviews", to="cases.case"),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "casereview",
            models.UniqueConstraint(
                fields=("case", "school_year", "round"), name="review_once_a_round"
            ),
        ),
        migrations.AddConstraint(
            "casereview",
            models.CheckConstraint(
                condition=Q(round__in=["autumn", "spring", "summer"]), name="review_round_known"
            ),
        ),
        migrations.AddConstraint(
            "casereview",
            models.CheckConstraint(
                condition=Q(help__contained_by=["ppt", "bup", "county", "other"]),
                name="review_help_known",
            ),
        ),
        migrations.AddConstraint(
            "casereview",
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, how="", help=[], plan="") | DONE,
                name="review_done_by_somebody_with_words",
            ),
        ),
        migrations.AddIndex(
            "casereview",
            models.Index(
                fields=["school_year", "due_on"], condition=Q(done_at=None), name="review_due"
            ),
        ),
        policies.force(TABLE),
        *policies.allow_parts_of_case(TABLE),
        policies.never("DELETE", TABLE),
        # The daily round makes a review due and moves its day; what is written is not its business.
        migrations.RunSQL(
            [
                f"REVOKE ALL ON {TABLE} FROM worker",
                f"GRANT SELECT (id, case_id, round, school_year, due_on, provisional, done_at), "
                f"INSERT, UPDATE (due_on, provisional) ON {TABLE} TO worker",
            ],
            migrations.RunSQL.noop,
        ),
        *policies.allow_worker(TABLE),
    ]
