"""Parts of a case are opened to the PPT office. The rows stand behind the wall of their case; what
PPT reads of them is given out by one function, which writes who has read."""

import uuid

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT

from common import policies

TABLE = "cases_pptopening"

# Past the walls: nothing of the case but the content, and only to the office that has the alert and
# serves the unit, while it stands. What names somebody who has got a protected identity is shown no
# more. No reading, no content: both are one statement.
GIVE_OUT = """
CREATE FUNCTION cases_opened_to_ppt(asked uuid, today date, moment timestamptz, on_page text)
RETURNS TABLE (ground text, opened_at timestamptz, until date, content jsonb,
               ended_at timestamptz, ending text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    newest record;
    why text;
BEGIN
    SELECT o.*, c.state,
           (SELECT s.office_id FROM organisations_pptservice s
            WHERE s.serves_id IN (u.id, u.parent_id)
            ORDER BY s.serves_id = u.id DESC LIMIT 1) AS serving,
           EXISTS (
               SELECT 1 FROM cases_involvement i
               JOIN pupils_pupil p ON p.id = i.pupil_id AND p.protected
               CROSS JOIN unnest(string_to_array(p.name, ' ')) AS word
               WHERE i.case_id = c.id AND length(word) > 1
                 AND position(lower(word) IN lower(o.content ->> 'names')) > 0) AS names_protected
    INTO newest
    FROM cases_pptopening o
    JOIN cases_case c ON c.id = o.case_id
    JOIN cases_pptalert a ON a.id = c.alert_id AND a.office_id = o.office_id
    JOIN organisations_organisation u ON u.id = c.unit_id
    WHERE a.id = asked AND a.office_id = ANY (scope_offices()) AND NOT a.id = ANY (scope_blocked())
    ORDER BY o.opened_at DESC, o.id DESC LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    why := CASE
        WHEN newest.ended_at IS NOT NULL THEN newest.ending
        WHEN newest.state IN ('closed', 'void') THEN 'ended'
        WHEN newest.serving IS DISTINCT FROM newest.office_id THEN 'moved'
        WHEN newest.names_protected THEN 'protected'
        WHEN newest.until < today THEN 'over'
        ELSE '' END;
    IF why = '' THEN
        INSERT INTO audit_reading (id, at, person_id, case_id, page)
        VALUES (gen_random_uuid(), moment, scope_person(), newest.case_id, on_page);
    END IF;
    RETURN QUERY SELECT newest.ground::text, newest.opened_at, newest.until,
        CASE WHEN why = '' THEN newest.content END, newest.ended_at, why;
END $$;
"""


def _person(**more) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+", **more)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cases", "0021_ppt_desk"),
        ("organisations", "0004_absence"),
        ("pupils", "0003_protected"),
    ]

    operations = [
        migrations.CreateModel(
            name="PptOpening",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
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
                ("consent_from", models.CharField(blank=True, default="", max_length=120)),
                ("consent_on", models.DateField(blank=True, null=True)),
                ("consent_scope", models.TextField(blank=True, default="")),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("place", "Which school or kindergarten it is"),
                                ("names", "Names"),
                                ("problem", "The problem"),
                                ("plan", "How the plan stands"),
                                ("coverage", "Toward whom the measures go"),
                                ("tried", "What has been tried, and what effect it had"),
                                ("curve", "How safe it has been, over time"),
                            ],
                            max_length=8,
                        ),
                        size=None,
                    ),
                ),
                ("content", models.JSONField()),
                ("until", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced by a newer one"),
                            ("ended", "The case has ended"),
                            ("moved", "Another place answers for the case"),
                        ],
                        default="",
                        max_length=9,
                    ),
                ),
                ("ended_reason", models.TextField(blank=True, default="")),
                ("form_token", models.UUIDField(unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="ppt_openings", to="cases.case"
                    ),
                ),
                ("ended_by", _person(blank=True, null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                ("opened_by", _person()),
            ],
        ),
        migrations.AddConstraint(
            "pptopening",
            models.UniqueConstraint(
                fields=("case",), condition=Q(ended_at=None), name="ppt_opening_one_open"
            ),
        ),
        migrations.AddConstraint(
            "pptopening",
            models.CheckConstraint(
                condition=~Q(reason="") & Q(parts__len__gte=1), name="ppt_opening_has_why_and_what"
            ),
        ),
        migrations.AddConstraint(
            "pptopening",
            models.CheckConstraint(
                condition=Q(ground="consent", consent_on__isnull=False)
                & ~Q(consent_from="")
                & ~Q(consent_scope="")
                | Q(ground="needed", consent_on=None, consent_from="", consent_scope=""),
                name="ppt_opening_consent_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            "pptopening",
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="", ended_by=None, ended_reason="")
                | Q(ended_at__isnull=False, ending="withdrawn", ended_by__isnull=False)
                & ~Q(ended_reason="")
                | Q(ended_at__isnull=False, ended_by=None, ended_reason="")
                & Q(ending__in=["replaced", "ended", "moved"]),
                name="ppt_opening_ends_in_one_way",
            ),
        ),
        policies.force(TABLE),
        *policies.allow_parts_of_case(TABLE),
        policies.never("DELETE", TABLE),
        # What was opened is never changed, only ended; by the daily round where it hands the case
        # to the owner, which reads nothing of it.
        migrations.RunSQL(
            [
                f"REVOKE UPDATE ON {TABLE} FROM app",
                f"GRANT UPDATE (ended_at, ending, ended_by_id, ended_reason) ON {TABLE} TO app",
                f"REVOKE ALL ON {TABLE} FROM worker",
                f"GRANT SELECT (id, case_id, ended_at), UPDATE (ended_at, ending) ON {TABLE} "
                "TO worker",
            ],
            migrations.RunSQL.noop,
        ),
        *policies.allow_worker(TABLE),
        migrations.RunSQL(
            GIVE_OUT, "DROP FUNCTION cases_opened_to_ppt(uuid, date, timestamptz, text)"
        ),
    ]
