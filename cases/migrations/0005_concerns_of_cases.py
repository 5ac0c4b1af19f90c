import django.db.models.deletion
from django.db import migrations, models

from common import policies

# Whoever sees the case reads what led to it, and what another place answered to what it was told;
# nobody who is kept out of the case does. The other place's case stays behind its own wall.
OF_OPEN_CASE = "EXISTS (SELECT 1 FROM cases_caseconcern k WHERE k.concern_id = concerns_concern.id)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_voices"), ("concerns", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="caseconcern",
            name="concern",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_concerns",
                to="concerns.concern",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseconcern",
            constraint=models.UniqueConstraint(
                fields=("concern", "direction"), name="case_concern_once_each_way"
            ),
        ),
        policies.allow("concerns_concern", "SELECT", OF_OPEN_CASE, name="of_open_case_read"),
    ]
