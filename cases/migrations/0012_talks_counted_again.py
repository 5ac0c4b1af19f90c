"""The daily round moves talks off days that a calendar has closed."""

from django.db import migrations

from common import policies


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_needs_and_whose_talk")]

    operations = [
        migrations.RunSQL(
            "GRANT UPDATE (talk_on) ON cases_trustedadult TO worker",
            "REVOKE UPDATE (talk_on) ON cases_trustedadult FROM worker",
        ),
        policies.allow("cases_trustedadult", "UPDATE", "true", name="moved_by_worker", to="worker"),
    ]
