"""A private calendar ends with the account of its person, however that was closed: opened again,
the account has none, and the link of before leads nowhere."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION documents_end_with_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM documents_feedevent e USING documents_feed f
    WHERE f.id = e.feed_id AND f.person_id = NEW.id;
    DELETE FROM documents_feed f WHERE f.person_id = NEW.id;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION documents_end_with_account() FROM PUBLIC, app, worker;
CREATE TRIGGER calendar_ends_with_account AFTER UPDATE OF closed_at ON accounts_person FOR EACH ROW
WHEN (NEW.closed_at IS NOT NULL) EXECUTE FUNCTION documents_end_with_account();
"""
UNDO = """
DROP TRIGGER calendar_ends_with_account ON accounts_person;
DROP FUNCTION documents_end_with_account();
"""
# Of accounts that were closed by hand.
CLOSED = """
DELETE FROM documents_feedevent e USING documents_feed f, accounts_person p
WHERE f.id = e.feed_id AND p.id = f.person_id AND p.closed_at IS NOT NULL;
DELETE FROM documents_feed f USING accounts_person p
WHERE p.id = f.person_id AND p.closed_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("accounts", "0006_closed"),
    ]

    operations = [
        # Before the trigger: a table with events that wait is not altered.
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGER, UNDO),
    ]
