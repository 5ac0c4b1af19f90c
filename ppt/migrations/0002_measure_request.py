"""A unit asks PPT to take on a measure. The rows stand behind the wall of their case; what the
office reads of one that waits is given out by a function, which writes who has read."""

import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT

from common import policies

TABLE = "ppt_measurerequest"

# Past the walls, for the two functions below alone: what waits at the office that has the alert
# and serves the unit, of a measure that has not ended in an open case, asked by the place that
# answers for the case still. Nothing where the alert is closed to the person.
WAITING = """
CREATE FUNCTION ppt_waiting(asked uuid) RETURNS SETOF ppt_measurerequest
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.* FROM ppt_measurerequest r
    JOIN cases_case c ON c.id = r.case_id AND c.state NOT IN ('closed', 'void')
    JOIN measures_measure m ON m.id = r.measure_id AND m.state IN ('planned', 'running')
    JOIN cases_pptalert a ON a.id = c.alert_id AND a.office_id = r.office_id
    JOIN organisations_organisation u ON u.id = c.unit_id
    WHERE a.id = asked AND r.ended_at IS NULL AND r.held_by_id = c.held_by_id
      AND a.office_id = ANY (scope_offices())
      AND NOT a.id = ANY (scope_blocked()) AND NOT c.id = ANY (scope_blocked())
      AND r.office_id = (
          SELECT s.office_id FROM organisations_pptservice s
          WHERE s.serves_id IN (u.id, u.parent_id) ORDER BY s.serves_id = u.id DESC LIMIT 1)
$$;
REVOKE ALL ON FUNCTION ppt_waiting(uuid) FROM PUBLIC;
"""

# No reading, no text: both are one statement.
READ = """
CREATE FUNCTION ppt_read_requests(asked uuid, moment timestamptz, on_page text)
RETURNS TABLE (id uuid, part text, title text, body text, starts_on date, ends_on date,
               evaluate_on date, asked_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO audit_reading (id, at, person_id, case_id, page)
    SELECT gen_random_uuid(), moment, scope_person(), w.case_id, on_page
    FROM ppt_waiting(asked) w LIMIT 1;
    RETURN QUERY SELECT w.id, w.part::text, w.title::text, w.text, m.starts_on, m.ends_on,
        m.evaluate_on, w.asked_at
    FROM ppt_waiting(asked) w JOIN measures_measure m ON m.id = w.measure_id
    ORDER BY w.asked_at, w.id;
END $$;
REVOKE ALL ON FUNCTION ppt_read_requests(uuid, timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ppt_read_requests(uuid, timestamptz, text) TO app;
"""

# For the action that answers one: of which case it is. It lets nobody see anything of it.
CASE_OF = """
CREATE FUNCTION ppt_case_of_request(asked uuid, request uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.case_id FROM ppt_waiting(asked) w WHERE w.id = request
$$;
REVOKE ALL ON FUNCTION ppt_case_of_request(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ppt_case_of_request(uuid, uuid) TO app;
"""


def _to(model: str, **more) -> models.ForeignKey:
    return models.ForeignKey(model, on_delete=PROTECT, **{"related_name": "+"} | more)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0023_why_closed_to_ppt"),
        ("measures", "0006_own_library_alone"),
        ("organisations", "0005_absence_again"),
        ("ppt", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeasureRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("responsible", "Carry out the measure"),
                            ("deputy", "Be the deputy of the one who carries it out"),
                        ],
                        max_length=11,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("consent", "The family has agreed"),
                            ("needed", "PPT must know it, for the work with the case to be done"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken", "PPT has taken it on"),
                            ("declined", "PPT cannot"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Asked anew"),
                        ],
                        default="",
                        max_length=9,
                    ),
                ),
                ("answer", models.TextField(blank=True, default="")),
                ("form_token", models.UUIDField(unique=True)),
                ("asked_by", _to(settings.AUTH_USER_MODEL)),
                ("case", _to("cases.case", related_name="ppt_requests")),
                ("ended_by", _to(settings.AUTH_USER_MODEL, blank=True, null=True)),
                ("held_by", _to("organisations.organisation")),
                ("measure", _to("measures.measure", related_name="ppt_requests")),
                ("office", _to("organisations.organisation")),
            ],
            options={"abstract": False},
        ),
        migrations.AddConstraint(
            "measurerequest",
            models.UniqueConstraint(
                fields=("measure",), condition=Q(ended_at=None), name="ppt_request_one_waiting"
            ),
        ),
        migrations.AddConstraint(
            "measurerequest",
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text="") & ~Q(reason=""), name="ppt_request_has_words"
            ),
        ),
        migrations.AddConstraint(
            "measurerequest",
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="", ended_by=None, answer="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, answer="")
                & Q(ending__in=["taken", "replaced"])
                | Q(ended_at__isnull=False, ended_by__isnull=False)
                & Q(ending__in=["declined", "withdrawn"])
                & ~Q(answer=""),
                name="ppt_request_ends_in_one_way",
            ),
        ),
        policies.force(TABLE),
        *policies.allow_parts_of_case(TABLE),
        policies.never("DELETE", TABLE),
        # What was asked is never changed, only answered or taken back.
        migrations.RunSQL(
            [
                f"REVOKE UPDATE ON {TABLE} FROM app",
                f"GRANT UPDATE (ended_at, ending, ended_by_id, answer) ON {TABLE} TO app",
                f"REVOKE ALL ON {TABLE} FROM worker",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(WAITING, "DROP FUNCTION ppt_waiting(uuid)"),
        migrations.RunSQL(READ, "DROP FUNCTION ppt_read_requests(uuid, timestamptz, text)"),
        migrations.RunSQL(CASE_OF, "DROP FUNCTION ppt_case_of_request(uuid, uuid)"),
    ]
