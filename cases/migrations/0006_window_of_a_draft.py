from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_concerns_of_cases")]

    operations = [
        migrations.AddField(
            model_name="casedraft",
            name="window",
            field=models.UUIDField(blank=True, null=True),
        ),
    ]
