from django.conf import settings
from django.db import migrations, models

# Once the address of somebody is corrected, what was given up on its way to the one before is sent
# to the new one. Only for whoever has just corrected it, as the log says.
RETRY_CORRECTED = """
CREATE FUNCTION mail_retry_corrected(corrected uuid) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE notifications_message m
    SET state = 'ready', way = 'at_once', digest_id = NULL, attempts = 0, next_at = e.at,
        retried_at = e.at, looked_at = NULL
    FROM audit_event e
    WHERE e.id = corrected AND e.name = 'person.address_corrected'
      AND e.person_id = scope_person()
      AND m.person_id = e.target_id AND m.channel = 'email' AND m.state = 'dead'
      AND m.address = ''
    RETURNING m.id
$$;
REVOKE ALL ON FUNCTION mail_retry_corrected(uuid) FROM PUBLIC, app, worker;
GRANT EXECUTE ON FUNCTION mail_retry_corrected(uuid) TO app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_number_in_the_log"),
        ("notifications", "0002_ways"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="address",
            field=models.EmailField(blank=True, db_default="", default="", max_length=254),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("address", ""),
                    models.Q(("channel", "email"), ("state__in", ["ready", "leased", "dead"])),
                    _connector="OR",
                ),
                name="message_address_only_until_sent",
            ),
        ),
        migrations.RunSQL([RETRY_CORRECTED], "DROP FUNCTION mail_retry_corrected(uuid)"),
    ]
