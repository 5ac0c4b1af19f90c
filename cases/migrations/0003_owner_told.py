import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common import policies


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_case_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="ownernotice",
            name="told_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.entry",
            ),
        ),
        migrations.AddField(
            model_name="caseaccess",
            name="answer_reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="caseaccess",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="caseaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_by__isnull", False), ("kind", "takes_part"), _connector="OR"
                ),
                name="case_access_given_by_somebody",
            ),
        ),
        # No row can be there yet: the table came with the migration before, and nothing wrote it.
        migrations.AddField(
            model_name="staffconcerned",
            name="form_token",
            field=models.UUIDField(default=uuid.uuid4, unique=True),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="caseaccess", name="case_access_lifted_is_ended"),
        migrations.AddConstraint(
            model_name="caseaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "lifted"), _negated=True),
                    models.Q(
                        ("ended_at__isnull", False),
                        models.Q(("answer_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_access_lifted_is_ended",
            ),
        ),
        # The entry that says how the owner was told stands in the same case.
        migrations.RunSQL(
            "ALTER TABLE cases_ownernotice ADD CONSTRAINT cases_ownernotice_told_in_same_case "
            "FOREIGN KEY (told_in_id, case_id) REFERENCES cases_entry (id, case_id) "
            "DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE cases_ownernotice DROP CONSTRAINT cases_ownernotice_told_in_same_case",
        ),
        # The daily round moves a case whose excluded person has come to lead the unit.
        migrations.RunSQL(
            [
                "GRANT INSERT ON cases_caseaccess TO worker",
                "GRANT UPDATE (unit_id, stage, kinds, contact_role) ON cases_pptalert TO worker",
            ],
            migrations.RunSQL.noop,
        ),
        policies.allow(
            "cases_caseaccess",
            "INSERT",
            "kind = 'takes_part'",
            name="parts_by_worker",
            to="worker",
        ),
        policies.allow("cases_pptalert", "UPDATE", "true", name="narrowed_by_worker", to="worker"),
    ]
