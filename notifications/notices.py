"""This app's own messages: the e-mail that rings for several others, a corrected address, and
a role that was given."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.models import Message
from notifications.rules import Topic, Urgency
from organisations.models import Membership, Organisation
from organisations.permissions import people_with
from organisations.roles import Permission
from organisations.viewers import Viewer


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


class RoleGiven(Kind):
    """Another administrator of the owner has given somebody a role. ``thing_id`` is the role."""

    name = "notifications.RoleGiven"
    title = _("Somebody has been given a role at one of your places. Look whether it is right")
    urgency = Urgency.AT_ONCE
    topic = Topic.NEW
    has_deadline = False

    def url(self, message: Message) -> str:
        role = _role(message)
        if role is None:
            return reverse("organisations:people")
        page = reverse("organisations:people_at", args=[role.organisation_id])
        return f"{page}?show=all#role-{role.pk}"

    def still_due(self, message: Message, now: datetime) -> bool:
        """While the role holds, or is to begin."""
        role = _role(message)
        return role is not None and not role.is_over(timezone.localdate(now))

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever gives roles there today."""
        role = _role(message)
        if role is None:
            return False
        owner = Organisation(pk=role.organisation.owner_id)
        mine = people_with(Permission.EDIT_PEOPLE, at=owner, today=today)
        return mine.filter(pk=message.person_id).exists()

    @staticmethod
    def marks(things: Collection[UUID], viewer: Viewer) -> dict[UUID, str]:
        """By who gave it, to those who may give roles there."""
        own = viewer.places_where(Permission.EDIT_PEOPLE)
        there = Q(organisation__in=own) | Q(organisation__parent__in=own)
        given = Membership.objects.filter(there, pk__in=things).exclude(given_by=None)
        said = gettext("Given by %(name)s")
        return {pk: said % {"name": name} for pk, name in given.values_list("pk", "given_by__name")}


def _role(message: Message) -> Membership | None:
    return Membership.objects.select_related("organisation").filter(pk=message.thing_id).first()
