"""The one message of this app's own: the e-mail that rings for several others."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.models import Message
from notifications.rules import Topic, Urgency


class Digest(Kind):
    """What waited for 07.00. ``thing_id`` is the person, and ``due_on`` the day. It is never shown
    in the service: what it rings for stands there already."""

    name = "notifications.Digest"
    title = _("Your tasks")
    urgency = Urgency.CAN_WAIT
    topic = Topic.DEADLINES

    def url(self, message: Message) -> str:
        return reverse("notifications:inbox")

    def still_due(self, message: Message, now: datetime) -> bool:
        """While something stands in it. Each thing is asked about by itself when it is sent."""
        return message.parts.held().exists()

    def may_receive(self, message: Message, today: date) -> bool:
        return True
