"""May this person do this here, today? Asked in every action, inside its transaction."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Person
from accounts.system import System
from organisations.models import Absence, Membership, Organisation
from organisations.roles import Permission
from organisations.viewers import FOR_NOBODY, StandsIn


def allowed(person: Person, permission: Permission, *, at: Organisation, today: date) -> bool:
    """Does a role that the person holds at this very place, on this day, grant the permission?"""
    return person.is_active and (
        person.memberships.current(today).granting(permission).at(at).exists()
    )


def require(
    person: Person | System, permission: Permission, *, at: Organisation, today: date
) -> None:
    """Raise PermissionDenied unless allowed. SYSTEM may do all that it is made to do."""
    if isinstance(person, System):
        return
    if not allowed(person, permission, at=at, today=today):
        raise PermissionDenied(permission)


def people_with(permission: Permission, *, at: Organisation, today: date):
    """Everybody active whose role at this place grants the permission on the day."""
    memberships = Membership.objects.current(today).granting(permission).at(at)
    return Person.objects.filter(is_active=True, pk__in=memberships.values("person"))


def stood_in_by(person: Person | System, now: datetime) -> StandsIn:
    """For whom the person stands in today, each with the place. One query."""
    if isinstance(person, System):
        return FOR_NOBODY
    return Absence.objects.stood_in_by(person, timezone.localdate(now))
