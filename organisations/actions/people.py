"""Roles: given and ended, never changed or deleted."""

import uuid
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import System
from audit.record import record
from common.errors import ActionError
from organisations.models import Membership, Organisation
from organisations.permissions import allowed
from organisations.roles import ROLES_AT, Permission, Role


@transaction.atomic
def give_role(
    *,
    person: Person,
    organisation: Organisation,
    role: str,
    starts_on: date,
    by: Person | System,
    now: datetime,
) -> Membership:
    """Give a person a role at a place from a day on.

    Raises ActionError when the role does not exist at such a place, or is held there already.
    """
    _require(by, organisation, now)
    if Role(role) not in ROLES_AT[organisation.kind]:
        raise ActionError(_("This role does not exist at such a place."))
    if Membership.objects.filter(
        person=person, organisation=organisation, role=role, ends_on=None
    ).exists():
        raise ActionError(_("The person has this role here already."))
    membership = Membership.objects.create(
        id=uuid.uuid4(), person=person, organisation=organisation, role=role, starts_on=starts_on
    )
    record("role.given", by=by, now=now, target=membership, role=role, person=str(person.pk))
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: Person | System, now: datetime) -> Membership:
    """End a role with today as its last day. Raises ActionError when it has ended already."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    _require(by, membership.organisation, now)
    today = timezone.localdate(now)
    if membership.ends_on is not None:
        raise ActionError(_("This role has ended already."))
    membership.ends_on = max(today, membership.starts_on)
    membership.save(update_fields=["ends_on"])
    record("role.ended", by=by, now=now, target=membership, ends_on=str(membership.ends_on))
    return membership


def _require(by: Person | System, organisation: Organisation, now: datetime) -> None:
    """Who keeps the list of people at the place itself, or at its owner."""
    if isinstance(by, System):
        return
    today = timezone.localdate(now)
    places = {organisation, organisation.parent or organisation}
    if not any(allowed(by, Permission.EDIT_PEOPLE, at=place, today=today) for place in places):
        raise PermissionDenied(Permission.EDIT_PEOPLE)
