"""What the owner is told: of a case, an exclusion, and what nobody there may answer."""

import uuid
from abc import abstractmethod
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.models import Case, CaseAccess, OwnerNotice
from notifications.kinds import Kind
from notifications.models import Message
from notifications.rules import Topic, Urgency
from organisations import permissions
from organisations.models import Membership, Organisation
from organisations.roles import Permission, roles_with


class _AtOwner(Kind):
    """To the owner's advisers. They see the row although not its case; nobody excluded gets it."""

    def url(self, message: Message) -> str:
        return reverse("overview:owner")

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever answers for such things at the owner today, and is not excluded."""
        row = self._row(message)
        if row is None or row.owner is None:
            return False
        readers = owners_readers(row.owner, today, case_id=row.case_id)
        return readers.filter(pk=message.person_id).exists()

    @abstractmethod
    def _row(self, message: Message) -> OwnerNotice | CaseAccess | None:
        """What it is about. The reason is not asked for: what is sent holds nothing of it."""


class OwnerTold(_AtOwner):
    """A case that the owner must know of. ``thing_id`` is the notice."""

    name = "cases.OwnerTold"
    title = _("The owner must know of a case")
    urgency = Urgency.SERIOUS
    topic = Topic.SERIOUS

    def still_due(self, message: Message, now: datetime) -> bool:
        """Until somebody at the owner has received it, here or in another way."""
        notice = self._row(message)
        return notice is not None and notice.received_at is None and notice.told_in_id is None

    def _row(self, message: Message) -> OwnerNotice | None:
        found = OwnerNotice.objects.defer("reason").select_related("owner")
        return found.filter(pk=message.thing_id).first()


class ExclusionToAnswer(_AtOwner):
    """Somebody was excluded from a case; the owner confirms or lifts it. ``thing_id`` is the
    exclusion."""

    name = "cases.ExclusionToAnswer"
    title = _("An exclusion from a case is waiting for your answer")
    urgency = Urgency.AT_ONCE
    topic = Topic.NEW

    def still_due(self, message: Message, now: datetime) -> bool:
        exclusion = self._row(message)
        return exclusion is not None and not exclusion.answer and exclusion.ended_at is None

    def _row(self, message: Message) -> CaseAccess | None:
        found = CaseAccess.objects.exclusions().defer("reason").select_related("owner")
        return found.filter(pk=message.thing_id).first()


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
        left = Case.objects.filter(pk__in=_left(owner.pk, today))
        return left.not_closed_to(person, today).exists()


def _left(owner: uuid.UUID, today: date) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id FROM cases_left_at_owner(%s, %s) WHERE owner = %s",
            [[str(role) for role in roles_with(Permission.READ_OWNER_NOTICES)], today, owner],
        )
        return [case for (case,) in cursor.fetchall()]


def owners_readers(
    owner: Organisation,
    today: date,
    *,
    case_id: uuid.UUID | None = None,
    but: Person | None = None,
    past: Organisation | None = None,
) -> QuerySet[Person]:
    """The owner's advisers who are told of such things: those not excluded from the case, nor at
    work where it passes the leaders by, without ``but``, who tells it. Without a case: one that is
    not opened yet, and that may go ``past`` the leaders of a unit."""
    at_owner = permissions.people_with(Permission.READ_OWNER_NOTICES, at=owner, today=today)
    if but is not None:
        at_owner = at_owner.exclude(pk=but.pk)
    if past is not None:
        there = Membership.objects.current(today).at(past)
        at_owner = at_owner.exclude(pk__in=there.values("person"))
    if case_id is None:
        return at_owner
    excluded = CaseAccess.objects.current().exclusions().filter(case=case_id).values("person")
    passed = Case.objects.filter(pk=case_id).memberships_passed_by(today).values("person")
    return at_owner.exclude(pk__in=excluded).exclude(pk__in=passed)
