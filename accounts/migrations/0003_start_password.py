from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_keptform"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="has_start_password",
            field=models.BooleanField(default=False),
        ),
    ]
