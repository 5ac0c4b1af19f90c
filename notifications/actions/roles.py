"""A role that is given: told to those who give roles there, so that nobody opens a place alone."""

from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from accounts.system import System
from notifications.models import Message
from notifications.notices import RoleGiven
from organisations.actions import people
from organisations.actions.people import Given, Wanted
from organisations.models import Organisation
from organisations.permissions import people_with
from organisations.roles import Permission


@transaction.atomic
def give_access(
    *, email: str, by: Person | System, now: datetime, name: str = "", **wanted: Unpack[Wanted]
) -> Given:
    """Give a role to whoever has the e-mail address, and tell the owner's other administrators:
    not whoever gave it, and not whoever became one by it. Refuses as
    ``organisations.actions.people`` does."""
    owner = Organisation(pk=wanted["organisation"].owner_id)
    today = timezone.localdate(now)
    others = people_with(Permission.EDIT_PEOPLE, at=owner, today=today).exclude(pk=by.pk)
    told = list(others)
    given = people.give_access(email=email, name=name, by=by, now=now, **wanted)
    rows = [
        row
        for person in told
        for row in Message.in_both_channels(
            now=now, kind=RoleGiven.name, thing_id=given.membership.pk, person=person
        )
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return given
