import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

# A talk is about somebody in the same case.
SAME_CASE = """
ALTER TABLE cases_entry ADD CONSTRAINT cases_entry_about_id_same_case
FOREIGN KEY (about_id, case_id) REFERENCES cases_involvement (id, case_id)
DEFERRABLE INITIALLY DEFERRED;
"""
ANY_CASE = "ALTER TABLE cases_entry DROP CONSTRAINT cases_entry_about_id_same_case"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_ppt_takes_part"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="needs_done_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="needs_done_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="needs_today",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="entry",
            name="about",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="cases.involvement",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(("needs_done_at", None), ("needs_done_by", None)),
                    Q(
                        ("needs_done_at__isnull", False),
                        ("needs_done_by__isnull", False),
                        Q(("needs_today", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_need_done_by_somebody",
            ),
        ),
        migrations.RunSQL(SAME_CASE, ANY_CASE),
        migrations.AlterField(
            model_name="guardiancontact",
            name="guardian",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pupils.guardian",
            ),
        ),
        migrations.AddField(
            model_name="guardiancontact",
            name="who",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddConstraint(
            model_name="guardiancontact",
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(("guardian__isnull", False), ("who", "")),
                    Q(("guardian", None), Q(("who", ""), _negated=True)),
                    _connector="OR",
                ),
                name="guardian_is_registered_or_described",
            ),
        ),
    ]
