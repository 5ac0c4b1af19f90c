"""What leaves the system: the private calendar, and what has been told in it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.querysets import FeedEventQuerySet, FeedQuerySet


class Feed(models.Model):
    """One person's private calendar, on as long as the row stands. Whoever has the link reads it:
    only the digest of its token is stored, and the link is shown once."""

    # Nobody is shown it: the ids of the events are made of it.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    # When the link that holds now was made.
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    counted_from = models.DateTimeField(null=True)
    fetches = models.PositiveSmallIntegerField(default=0)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex="^[0-9a-f]{64}$"), name="feed_keeps_no_token"
            ),
        ]

    def __str__(self):
        return f"calendar {self.made_at:%Y-%m-%d}"


class FeedEvent(models.Model):
    """What a calendar has told once: its day, and whether it is gone. Not what it was about: that
    is asked anew each time. Its id is the UID of the event."""

    id = models.UUIDField(primary_key=True, editable=False)
    feed = models.ForeignKey(Feed, models.CASCADE, related_name="events")
    day = models.DateField()
    # Grows with each change, as RFC 5545 asks.
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    objects = FeedEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gone_at=None) | Q(gone_at=models.F("changed_at")),
                name="feed_event_gone_when_it_changed",
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.sequence}"
