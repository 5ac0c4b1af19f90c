"""The outbox: one row per person and channel, written in the same transaction as the fact."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.querysets import MessageQuerySet, PreferenceQuerySet
from notifications.rules import Topic, Way


class Message(models.Model):
    """Something that one person must be told. Holds ids and a kind: its words are made when shown.

    An inbox row is delivered when it is committed. An e-mail row is the bell for it and waits here
    until a worker has handed it to the mail server. One that is held back waits for a digest,
    which is a row of its own: one e-mail that rings for several.
    """

    class Channel(models.TextChoices):
        INBOX = "inbox", _("In the service")
        EMAIL = "email", _("E-mail")

    class State(models.TextChoices):
        READY = "ready", _("Waiting")
        HELD = "held", _("Waiting for the digest")
        LEASED = "leased", _("Being sent")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Could not be sent")
        CANCELLED = "cancelled", _("No longer needed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    thing_id = models.UUIDField()
    due_on = models.DateField(null=True)
    level = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=8, choices=Channel)
    # Where an e-mail goes that does not go to the person's own address: to the one before it was
    # corrected. Empty again once the letter has gone or was given up.
    address = models.EmailField(blank=True, default="", db_default="")
    # Which case it is about, if any, so that somebody excluded from the case loses it too.
    case_id = models.UUIDField(null=True)

    state = models.CharField(max_length=10, choices=State, default=State.READY)
    # Empty until the sender has looked at what the person has chosen.
    way = models.CharField(max_length=8, choices=Way, blank=True, default="", db_default="")
    # The digest that has taken it up; one that did not come through lets it go again.
    digest = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_by = models.UUIDField(null=True)
    last_error = models.CharField(max_length=60, blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    # When somebody who runs the service had looked at an e-mail that could not be sent.
    looked_at = models.DateTimeField(null=True)
    # When it was sent once more after it had been given up: it waits from then.
    retried_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing_id", "due_on", "level", "person", "channel"],
                nulls_distinct=False,
                name="message_told_once",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | ~Q(state="sent") & Q(sent_at=None),
                name="message_sent_at_goes_with_state",
            ),
            models.CheckConstraint(
                condition=Q(state="leased", lease_until__isnull=False, lease_by__isnull=False)
                | ~Q(state="leased"),
                name="message_leased_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(channel="email", way="digest"),
                name="message_held_waits_for_digest",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["", *Way.values]), name="message_way_known"
            ),
            models.CheckConstraint(
                condition=Q(address="") | Q(channel="email", state__in=["ready", "leased", "dead"]),
                name="message_address_only_until_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                condition=Q(channel="email", state__in=["ready", "leased"]),
                name="message_waiting",
            ),
            models.Index(
                fields=["person", "-created_at"],
                condition=Q(channel="inbox"),
                name="message_inbox",
            ),
            models.Index(
                fields=["person"],
                condition=Q(channel="email", state="ready", way=""),
                name="message_unsorted",
            ),
            models.Index(
                fields=["person"],
                condition=Q(channel="email", state="held"),
                name="message_held",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(channel="email", looked_at=None, state="dead"),
                name="message_dead_letters",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.channel} {self.state}"

    @classmethod
    def in_both_channels(cls, *, now: datetime, **told: Any) -> list["Message"]:
        """Shown in the service at once, and an e-mail that rings for it."""
        told |= {"created_at": now, "next_at": now}
        shown = cls(**told, channel=cls.Channel.INBOX, state=cls.State.SENT, sent_at=now)
        return [shown, cls(**told, channel=cls.Channel.EMAIL)]

    @property
    def to(self) -> str:
        """The one address that the e-mail goes to."""
        return self.address or self.person.email


class Preference(models.Model):
    """Which way somebody wants to be told of one topic. Without a row it is the kind's own way."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="preferences")
    topic = models.CharField(max_length=10, choices=Topic)
    way = models.CharField(max_length=8, choices=Way)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="preference_once"),
            models.CheckConstraint(
                condition=Q(topic__in=Topic.values), name="preference_topic_known"
            ),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="preference_way_known"),
        ]

    def __str__(self):
        return f"{self.topic} {self.way}"


class Heartbeat(models.Model):
    """When a loop last did its round. The health page goes red when one is late."""

    loop = models.CharField(primary_key=True, max_length=40)
    started_at = models.DateTimeField()
    succeeded_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    def __str__(self):
        return self.loop
