import datetime

from django.db import migrations, models

# The same role at the same place is never held twice on one day. What was taken back before it
# began is an empty range, which meets no other.
NEVER_TWICE = """
ALTER TABLE organisations_membership
    ADD CONSTRAINT memberships_never_overlap EXCLUDE USING gist
        (person_id WITH =, organisation_id WITH =, role WITH =,
         daterange(starts_on, ends_on + 1, '[)') WITH &&);
"""
OVERLAP = "ALTER TABLE organisations_membership DROP CONSTRAINT memberships_never_overlap"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_calendar"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_ends_after_it_starts",
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None),
                    (
                        "ends_on__gte",
                        models.expressions.CombinedExpression(
                            models.F("starts_on"), "-", models.Value(datetime.timedelta(days=1))
                        ),
                    ),
                    _connector="OR",
                ),
                name="membership_ends_after_it_starts",
            ),
        ),
        migrations.RunSQL(NEVER_TWICE, OVERLAP),
    ]
