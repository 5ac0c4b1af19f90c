"""When an account was closed, and when it was opened again. Those that were closed by hand count as
closed now."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_mail_returned")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="reopened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(
            "UPDATE accounts_person SET closed_at = now() WHERE NOT is_active",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=Q(is_active=True, closed_at=None)
                | Q(is_active=False, closed_at__isnull=False),
                name="person_is_active_until_closed",
            ),
        ),
    ]
