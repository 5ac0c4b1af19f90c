"""Who gave a role. For those given before, the log has it."""

from django.conf import settings
from django.db import migrations, models

FROM_THE_LOG = """
UPDATE organisations_membership m SET given_by_id = e.person_id
FROM audit_event e JOIN accounts_person p ON p.id = e.person_id
WHERE e.name = 'role.given' AND e.target_id = m.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0006_ppt_answer_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(FROM_THE_LOG, migrations.RunSQL.noop),
    ]
