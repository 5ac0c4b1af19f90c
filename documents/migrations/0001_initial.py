"""The private calendar of a person, and what it has told."""

import uuid

from django.conf import settings
from django.db import migrations, models
from django.db.models import CASCADE, F, Q

from common import policies

FEED, EVENT = "documents_feed", "documents_feedevent"
OWN = "person_id = (SELECT scope_person())"
OF_OWN = f"EXISTS (SELECT 1 FROM {FEED} f WHERE f.id = {EVENT}.feed_id)"

# Calendar programs sign in to nothing. Whoever has the token is let in as its person; of what is
# stored nobody gets to a token.
PERSON_OF_CALENDAR = """
CREATE FUNCTION person_of_calendar(asked text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.person_id FROM documents_feed f WHERE f.digest = asked
$$;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("fetched_at", models.DateTimeField(null=True)),
                ("counted_from", models.DateTimeField(null=True)),
                ("fetches", models.PositiveSmallIntegerField(default=0)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(digest__regex="^[0-9a-f]{64}$"), name="feed_keeps_no_token"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedEvent",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "feed",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="events", to="documents.feed"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(gone_at=None) | Q(gone_at=F("changed_at")),
                        name="feed_event_gone_when_it_changed",
                    )
                ],
            },
        ),
        policies.force(FEED, EVENT),
        policies.allow(FEED, "ALL", OWN, name="own"),
        policies.allow(EVENT, "ALL", OF_OWN, name="of_own"),
        # Sweeps and delivery have no business with it.
        migrations.RunSQL(f"REVOKE ALL ON {FEED}, {EVENT} FROM worker", migrations.RunSQL.noop),
        migrations.RunSQL(
            [
                PERSON_OF_CALENDAR,
                "REVOKE ALL ON FUNCTION person_of_calendar(text) FROM PUBLIC, worker",
                "GRANT EXECUTE ON FUNCTION person_of_calendar(text) TO app",
            ],
            "DROP FUNCTION person_of_calendar(text)",
        ),
    ]
