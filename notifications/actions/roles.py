"""A role that is given: told to those who give roles there, so that nobody opens a place alone."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from accounts.system import System
from notifications.models import Message
from notifications.notices import RoleGiven
from organisations.actions import people
from organisations.actions.people import Given
from organisations.models import Organisation
from organisations.permissions import people_with
from organisations.roles import Permission


@transaction.atomic
def give_access(
    *,
    email: str,
    organisation: Organisation,
    role: str,
    starts_on: date,
    by: Person | System,
    now: datetime,
    name: str = "",
    ends_on: date | None = None,
    came_back: bool = False,
) -> Given:
    """Give a role to whoever has the e-mail address, and tell the owner's other administrators:
    not whoever gave it, and not whoever became one by it. Refuses as
    ``organisations.actions.people`` does."""
    owner, today = Organisation(pk=organisation.owner_id), timezone.localdate(now)
    others = people_with(Permission.EDIT_PEOPLE, at=owner, today=today).exclude(pk=by.pk)
    told = list(others)
    given = people.give_access(
        email=email,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        by=by,
        now=now,
        name=name,
        ends_on=ends_on,
        came_back=came_back,
    )
    rows = [
        row
        for person in told
        for row in Message.in_both_channels(
            now=now, kind=RoleGiven.name, thing_id=given.membership.pk, person=person
        )
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return given
