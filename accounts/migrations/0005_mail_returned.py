from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_start_password_ends"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="mail_returned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (mail_returned_at) ON accounts_person TO worker",
            "REVOKE UPDATE (mail_returned_at) ON accounts_person FROM worker",
        ),
    ]
