"""A start password holds for some days. Those that were made before begin to count now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_start_password")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="start_password_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(
            "UPDATE accounts_person SET start_password_at = now() WHERE has_start_password",
            migrations.RunSQL.noop,
        ),
    ]
