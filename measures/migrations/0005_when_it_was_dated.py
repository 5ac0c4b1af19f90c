"""When the start of a measure was written last: a calendar that has changed since moves it, one
that had changed before does not."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("measures", "0004_decision")]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="dated_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sharedmeasure",
            name="dated_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sharedmeasure",
            name="instead_of_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="sharedmeasure",
            constraint=models.CheckConstraint(
                condition=Q(instead_of_on=None) | Q(dated_at__isnull=False),
                name="shared_measure_moved_at_a_time",
            ),
        ),
    ]
