import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_owner_told")]

    operations = [
        migrations.AddField(
            model_name="guardiancontact",
            name="pupil_agreed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="hearing",
            name="rather_with",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="involvement",
            name="continues",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="cases.involvement",
            ),
        ),
        migrations.AddField(
            model_name="involvement",
            name="form_token",
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="trustedadult",
            name="talked_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="trustedadult",
            name="ended_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("changed", "Somebody else takes over"),
                    ("pupil_wished", "The pupil wished it"),
                    ("left", "The adult does not work here any more"),
                    ("over", "The pupil is no longer part of the case"),
                ],
                default="",
                max_length=14,
            ),
        ),
        migrations.AddConstraint(
            model_name="hearing",
            constraint=models.CheckConstraint(
                condition=models.Q(("rather_with", ""), ("declined", True), _connector="OR"),
                name="hearing_rather_with_is_of_who_declined",
            ),
        ),
        # Whoever goes on in another role goes on in the same case.
        migrations.RunSQL(
            "ALTER TABLE cases_involvement ADD CONSTRAINT cases_involvement_continues_same_case "
            "FOREIGN KEY (continues_id, case_id) REFERENCES cases_involvement (id, case_id) "
            "DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE cases_involvement DROP CONSTRAINT cases_involvement_continues_same_case",
        ),
    ]
