"""This app's own messages: the e-mail that rings for several others, and a corrected address."""

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
    has_deadline = False
    may_be_turned_off = False

    def url(self, message: Message) -> str:
        return reverse("notifications:inbox")

    def still_due(self, message: Message, now: datetime) -> bool:
        """While something stands in it. Each thing is asked about by itself when it is sent."""
        return message.parts.held().exists()

    def may_receive(self, message: Message, today: date) -> bool:
        return True


class AddressCorrected(Kind):
    """Somebody has corrected the person's e-mail address. Told in the service, to the new address
    and, with the level BEFORE, to the one before. ``thing_id`` is the event in the log."""

    BEFORE = 1

    name = "notifications.AddressCorrected"
    title = _("The e-mail address of your account has been corrected")
    urgency = Urgency.SERIOUS
    topic = Topic.SERIOUS
    may_be_turned_off = False

    def url(self, message: Message) -> str:
        return reverse("account")

    def still_due(self, message: Message, now: datetime) -> bool:
        """Unless the address before is the person's own again."""
        is_back = message.address.casefold() == message.person.email.casefold()
        return message.level != self.BEFORE or bool(message.address) and not is_back

    def may_receive(self, message: Message, today: date) -> bool:
        return True
