"""A pupil of one's own unit is open without a look at cases: the cheap question goes first.

PostgreSQL asks the policies of a table in the reverse order of their names, one after another until
one opens the row. Searches and pickers ask for pupils of one's own unit alone.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_known_to_owner"),
        ("pupils", "0003_protected"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER POLICY of_visible_case ON pupils_pupil RENAME TO in_visible_case",
            "ALTER POLICY in_visible_case ON pupils_pupil RENAME TO of_visible_case",
        )
    ]
