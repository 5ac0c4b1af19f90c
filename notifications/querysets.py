"""Questions about messages: which wait, which are somebody's own."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class MessageQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """A person's own messages, and nobody else's."""
        return self.filter(person=viewer.person)

    def inbox(self):
        """What is shown in the product itself, newest first."""
        return self.filter(channel="inbox").order_by("-created_at", "-id")

    def unread(self):
        return self.filter(read_at=None)

    def due(self, now: datetime):
        """E-mails that are to be sent now: ready, or leased to somebody whose lease has run out."""
        return self.filter(channel="email", next_at__lte=now).filter(
            Q(state="ready") | Q(state="leased", lease_until__lt=now)
        )

    def dead(self):
        return self.filter(state="dead")
