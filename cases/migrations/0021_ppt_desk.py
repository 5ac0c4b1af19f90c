"""PPT's desk: an alert has a number, it is assigned, put off and ended; and PPT answers the school
in rows that both see."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import cases.rules.dates
from common import policies

TABLE = "cases_pptanswer"
OWING = ("new", "received", "assigned", "not_now")
RANK = models.Case(
    models.When(state__in=OWING, then=0), models.When(state="help_offered", then=1), default=2
)
OF_ALERT = f"EXISTS (SELECT 1 FROM cases_pptalert t WHERE t.id = {TABLE}.alert_id)"
OF_OWN_CASE = f"EXISTS (SELECT 1 FROM cases_case c WHERE c.alert_id = {TABLE}.alert_id)"
BY_OFFICE = (
    f"given_by_id = scope_person() AND EXISTS (SELECT 1 FROM cases_pptalert t "
    f"WHERE t.id = {TABLE}.alert_id AND t.office_id = ANY ((SELECT scope_offices())::uuid[]))"
)

# Who is excluded from the case of an alert cannot be given it. Asked at the office of the alert
# alone, by one who is not excluded; it says whom and nothing else.
BARRED = """
CREATE FUNCTION cases_barred_from_alert(asked uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.person_id FROM cases_caseaccess a
    JOIN cases_case c ON c.id = a.case_id
    JOIN cases_pptalert t ON t.id = c.alert_id
    WHERE t.id = asked AND t.office_id = ANY (scope_offices())
      AND NOT t.id = ANY (scope_blocked()) AND a.kind = 'excluded' AND a.ended_at IS NULL
$$;
REVOKE ALL ON FUNCTION cases_barred_from_alert(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_barred_from_alert(uuid) TO app;
"""

# What has ended before alerts could end.
END = """
UPDATE cases_pptalert t SET state = 'ended', ended_at = now(), ended_reason = 'case_ended'
FROM cases_case c WHERE c.alert_id = t.id AND c.state IN ('closed', 'void')
"""


def number_each(apps, _schema):
    alerts, taken = apps.get_model("cases", "PptAlert").objects, set()
    for pk in alerts.values_list("pk", flat=True):
        while (number := cases.rules.dates.alert_number()) in taken:
            pass
        taken.add(number)
        alerts.filter(pk=pk).update(number=number)


def _person(**more) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0020_change_out_of_sight"),
    ]

    operations = [
        migrations.AlterField(
            "pptalert",
            "state",
            models.CharField(
                choices=[
                    ("new", "New"),
                    ("received", "Received"),
                    ("assigned", "Assigned"),
                    ("help_offered", "Help offered"),
                    ("not_now", "Not now"),
                    ("ended", "Ended"),
                ],
                default="new",
                max_length=14,
            ),
        ),
        migrations.AddField("pptalert", "ended_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "pptalert",
            "ended_reason",
            models.CharField(
                blank=True,
                choices=[
                    ("done", "The help is finished"),
                    ("not_needed", "No help is needed now"),
                    ("elsewhere", "Others than PPT help"),
                    ("case_ended", "The case has ended"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "pptalert", "number", models.CharField(default="", editable=False, max_length=8)
        ),
        migrations.RunPython(number_each, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            "pptalert",
            "number",
            models.CharField(
                default=cases.rules.dates.alert_number,
                editable=False,
                max_length=8,
                unique=True,
            ),
        ),
        migrations.RemoveConstraint("pptalert", "alert_received_goes_with_state"),
        migrations.RunSQL(END, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "pptalert",
            models.CheckConstraint(
                condition=Q(state__in=["new", "ended"], received_at=None, received_by=None)
                | ~Q(state="new") & Q(received_at__isnull=False, received_by__isnull=False),
                name="alert_received_goes_with_state",
            ),
        ),
        migrations.AddConstraint(
            "pptalert",
            models.CheckConstraint(
                condition=Q(state__in=["new", "received"], assigned_to=None)
                | Q(state="assigned", assigned_to__isnull=False)
                | Q(state__in=["help_offered", "not_now", "ended"]),
                name="alert_assigned_goes_with_state",
            ),
        ),
        migrations.AddConstraint(
            "pptalert",
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(ended_reason="")
                | ~Q(state="ended") & Q(ended_at=None, ended_reason=""),
                name="alert_ended_with_a_reason",
            ),
        ),
        migrations.RemoveIndex("pptalert", "alert_inbox"),
        migrations.AddIndex(
            "pptalert",
            models.Index(
                F("office"), RANK, F("answer_by"), F("created_at"), F("id"), name="alert_inbox"
            ),
        ),
        migrations.AddIndex(
            "pptalert",
            models.Index(
                condition=Q(assigned_to__isnull=False) & ~Q(state="ended"),
                fields=["assigned_to"],
                name="alert_of_one",
            ),
        ),
        migrations.AddIndex(
            "pptalert",
            models.Index(condition=Q(state__in=OWING), fields=["answer_by"], name="alert_owing"),
        ),
        migrations.CreateModel(
            name="PptAnswer",
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
                            ("advice", "Advice"),
                            ("meeting", "A meeting"),
                            ("observation", "Observation"),
                            ("course", "A course for the staff"),
                            ("other", "Something else"),
                            ("not_now", "Not now"),
                            ("ended", "PPT ends its part"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=12)),
                ("text", models.TextField(blank=True, default="")),
                ("proposed", models.CharField(blank=True, default="", max_length=120)),
                ("answer_by", models.DateField(blank=True, null=True)),
                ("given_at", models.DateTimeField()),
                ("form_token", models.UUIDField(unique=True)),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.pptalert",
                    ),
                ),
                ("given_by", _person()),
                ("received_by", _person(blank=True, null=True)),
            ],
        ),
        migrations.AddIndex(
            "pptanswer", models.Index(fields=["alert", "-given_at"], name="ppt_answer_by_alert")
        ),
        migrations.AddIndex(
            "pptanswer",
            models.Index(
                condition=Q(received_at=None), fields=["given_at"], name="ppt_answer_unread"
            ),
        ),
        migrations.AddConstraint(
            "pptanswer",
            models.CheckConstraint(
                condition=Q(kind="not_now", answer_by__isnull=False) & ~Q(reason="")
                | Q(kind="ended", answer_by=None) & ~Q(reason="")
                | ~Q(kind__in=["not_now", "ended"]) & Q(reason="", answer_by=None) & ~Q(text=""),
                name="ppt_answer_says_what_its_kind_asks",
            ),
        ),
        migrations.AddConstraint(
            "pptanswer",
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="ppt_answer_received_by_somebody",
            ),
        ),
        policies.force(TABLE),
        # Read at the office of the alert and through the case; written at the office alone; and
        # the school notes that it was received.
        policies.allow(TABLE, "SELECT", OF_ALERT, name="of_visible_alert"),
        policies.allow(TABLE, "INSERT", BY_OFFICE, name="by_office"),
        policies.allow(TABLE, "UPDATE", OF_OWN_CASE, name="of_own_case"),
        policies.never("DELETE", TABLE),
        migrations.RunSQL(
            [
                f"REVOKE UPDATE ON {TABLE} FROM app",
                f"GRANT UPDATE (received_at, received_by_id) ON {TABLE} TO app",
                f"REVOKE ALL ON {TABLE} FROM worker",
                # Whom to tell; not what PPT writes.
                f"GRANT SELECT (id, alert_id, given_at, received_at) ON {TABLE} TO worker",
            ],
            migrations.RunSQL.noop,
        ),
        *policies.allow_worker(TABLE, command="SELECT"),
        migrations.RunSQL(BARRED, "DROP FUNCTION cases_barred_from_alert(uuid)"),
    ]
