"""What waits at an owner where nobody is there who may answer it."""

import uuid
from datetime import date, datetime

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.models import Case, CaseAccess
from notifications.kinds import Kind
from notifications.models import Message
from notifications.rules import Topic, Urgency
from organisations import permissions
from organisations.models import Organisation
from organisations.roles import Permission, roles_with


class LeftAtOwner(Kind):
    """Once a week, to those who give roles at the owner: they see none of it, and can see to it
    that somebody does. ``thing_id`` is the owner."""

    name = "cases.LeftAtOwner"
    title = _("Something waits at the owner, and nobody there may answer it")
    has_deadline = False
    urgency = Urgency.AT_ONCE
    topic = Topic.NEW
    may_be_turned_off = False

    def url(self, message: Message) -> str:
        return reverse("overview:owner")

    def still_due(self, message: Message, now: datetime) -> bool:
        return bool(_left(message.thing_id, timezone.localdate(now)))

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever gives roles there, when some of it is of a case that is not closed to that
        person: excluded, or working at a unit whose leaders the case passes by."""
        owner = Organisation.objects.filter(pk=message.thing_id).first()
        person = Person.objects.get(pk=message.person_id)
        needed = Permission.EDIT_PEOPLE
        if owner is None or not permissions.allowed(person, needed, at=owner, today=today):
            return False
        excluding = CaseAccess.objects.excluding(person.pk).values("case")
        here = person.memberships.current(today).values("organisation")
        left = Case.objects.filter(pk__in=_left(owner.pk, today)).exclude(pk__in=excluding)
        passing = left.passing_leaders().filter(unit__in=here)
        return left.exclude(pk__in=passing.values("pk")).exists()


def _left(owner: uuid.UUID, today: date) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id FROM cases_left_at_owner(%s, %s) WHERE owner = %s",
            [[str(role) for role in roles_with(Permission.READ_OWNER_NOTICES)], today, owner],
        )
        return [case for (case,) in cursor.fetchall()]
