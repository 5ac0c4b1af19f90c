"""Questions about messages: which wait, which are somebody's own."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from notifications.rules import MOST_TRIES


class MessageQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """A person's own messages, and never one about a case that the person is excluded from."""
        mine = self.filter(person=viewer.person)
        return mine.exclude(case_id__in=viewer.blocked).exclude(thing_id__in=viewer.blocked)

    def inbox(self):
        """What is shown in the product itself, newest first."""
        return self.filter(channel="inbox").order_by("-created_at", "-id")

    def unread(self):
        return self.filter(read_at=None)

    def emails(self):
        return self.filter(channel="email")

    def due(self, now: datetime):
        """E-mails to be sent now, the longest waiting first: ready, or held by one whose lease has
        run out. Leases go by the database's clock, dues by ``now``. None of which nobody has asked
        yet which way its receiver wants it."""
        free = Q(state="ready") | Q(state="leased", lease_until__lt=Now())
        known = self.emails().filter(free, next_at__lte=now).exclude(way="")
        return known.order_by("next_at", "id")

    def unsorted(self):
        """New e-mails, of which nobody has asked which way their receivers want them."""
        return self.emails().filter(state="ready", way="")

    def held(self):
        """E-mails that wait for a digest, or stand in one that has not gone."""
        return self.emails().filter(state="held")

    def worn_out(self):
        """E-mails tried as often as anything is tried, whose last sender never came back."""
        return self.emails().filter(state="leased", lease_until__lt=Now(), attempts__gte=MOST_TRIES)

    def same_as(self, message):
        """The inbox row and the e-mail that tell one person the same."""
        return self.filter(
            kind=message.kind,
            thing_id=message.thing_id,
            due_on=message.due_on,
            level=message.level,
            person=message.person_id,
        )

    def dead_letters(self):
        """E-mails that could not be sent, the oldest first."""
        return self.emails().filter(state="dead").order_by("created_at", "id")


class PreferenceQuerySet(models.QuerySet):
    def turn_off(self, person_id, topic) -> bool:
        """Has the person chosen that nothing of the topic comes by e-mail?"""
        return self.filter(person=person_id, topic=topic, way="app").exists()
