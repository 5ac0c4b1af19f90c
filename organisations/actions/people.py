"""Roles: given and ended by the owner's administrator, never changed or deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.actions import Corrected, add_person, give_start_password
from accounts.models import Person
from accounts.system import System
from audit.record import record
from common.errors import ActionError
from common.sorting import sort_key
from organisations import demands
from organisations.models import Membership, Organisation
from organisations.permissions import require
from organisations.roles import ROLES_AT, Permission


@dataclass(frozen=True)
class Given:
    """The role, and for somebody new the start password: told once, and kept nowhere."""

    membership: Membership
    start_password: str = ""


class Wanted(TypedDict):
    """A role that is to be given, from a day on or between two, both included."""

    organisation: Organisation
    role: str
    starts_on: date
    ends_on: NotRequired[date | None]
    came_back: NotRequired[bool]


@transaction.atomic
def give_access(
    *, email: str, by: Person | System, now: datetime, name: str = "", **wanted: Unpack[Wanted]
) -> Given:
    """Give a role to whoever has the e-mail address; somebody new gets an account first.

    Raises ActionError as ``give_role`` does, when nobody has the address and no name is given, and
    when the name is another than the one that stands with the address.
    """
    organisation = wanted["organisation"]
    owner = _lock(organisation, by, now)
    person = _known(email, name, organisation) or _add_person(email, name, by, now)
    is_known_here = demands.belongs_to(person, organisation)
    membership = give_role(person=person, by=by, now=now, **wanted)
    # Somebody new, or who came with a list of those who work here and so has no way in yet; and
    # whoever was added at another owner: a start password made there opens nothing any more.
    elsewhere = demands.has_role_elsewhere(person, owner.pk, timezone.localdate(now))
    if elsewhere or (person.has_usable_password() and is_known_here):
        return Given(membership)
    return Given(membership, give_start_password(person=person, by=by, now=now))


@transaction.atomic
def give_role(
    *, person: Person, by: Person | System, now: datetime, **wanted: Unpack[Wanted]
) -> Membership:
    """Give a person a role at a place from a day on, or between two days, both included.

    Raises ActionError when the role does not exist at such a place, is held there already on one
    of these days, or is one's own; when the dates do not agree or have passed; for an account that
    is closed, or of another owner (adr 0015); and for who has left, unless he or she ``came_back``.
    """
    organisation, role = wanted["organisation"], wanted["role"]
    starts_on, ends_on = wanted["starts_on"], wanted.get("ends_on")
    _lock(organisation, by, now)
    today = timezone.localdate(now)
    if role not in ROLES_AT[organisation.kind]:
        raise ActionError(_("This role does not exist at such a place."))
    demands.days(starts_on, ends_on, today, by)
    # Two owners do not give the same account its first role at the same moment.
    person = Person.objects.select_for_update().get(pk=person.pk)
    demands.may_begin(person, organisation, by, today, came_back=wanted.get("came_back", False))
    demands.not_made_elsewhere(person, organisation, by, today)
    demands.free(person.memberships.at(organisation).filter(role=role), starts_on, ends_on)
    membership = Membership.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        given_by=by if isinstance(by, Person) else None,
    )
    record(
        "role.given", by=by, now=now, target=membership, role=role, person=person.pk,
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    return membership


@transaction.atomic
def end_role(
    *, membership: Membership, by: Person | System, now: datetime, ends_on: date | None = None
) -> Membership:
    """Give a role its last day: today unless another is said. Yesterday ends it at once; a role
    that has not begun is taken back with the day before its first.

    Raises ActionError when it is over already, when it is one's own, when the day lies further
    back, and when it would leave the owner without an administrator.
    """
    _lock(membership.organisation, by, now)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    today = timezone.localdate(now)
    if membership.person_id == by.pk:
        raise ActionError(_("You cannot end your own role. Ask another administrator."))
    if membership.is_over(today):
        raise ActionError(_("This role has ended already."))
    last = ends_on or max(today, membership.starts_on)
    if last == membership.ends_on:
        raise ActionError(_("This is the last day of the role already."))
    demands.last_day(last, membership, today)
    demands.another_administrator(membership, last)
    membership.ends_on = last
    membership.save(update_fields=["ends_on"])
    record(
        "role.ended", by=by, now=now, target=membership, role=membership.role,
        person=membership.person_id, ends_on=last,
    )  # fmt: skip
    return membership


@transaction.atomic
def renew_start_password(*, membership: Membership, by: Person | System, now: datetime) -> str:
    """Another start password for somebody who has a role here and has not chosen an own one. It
    takes the place of the one before. Raises ActionError for those who have chosen one, and for
    those who have a role at another owner too."""
    owner = _lock(membership.organisation, by, now)
    demands.of_one_owner(membership.person, owner.pk, timezone.localdate(now))
    return give_start_password(person=membership.person, by=by, now=now)


@transaction.atomic
def correct_address(
    *, membership: Membership, email: str, by: Person | System, now: datetime
) -> Corrected:
    """Correct the e-mail address of somebody who has a role here. It opens nothing to whoever does
    it (docs/adr/0026).

    Raises ActionError for a role that has ended, for a closed account, for those who have a role at
    another owner too, and as ``accounts.actions.correct_address`` does.
    """
    owner, today = _lock(membership.organisation, by, now), timezone.localdate(now)
    membership = Membership.objects.select_related("person").get(pk=membership.pk)
    if membership.is_over(today) or not membership.person.is_active:
        raise ActionError(_("Only the address of somebody who has a role here is corrected."))
    demands.of_one_owner(membership.person, owner.pk, today)
    return accounts.correct_address(
        person=membership.person, email=demands.email(email), by=by, now=now
    )


@transaction.atomic
def close_account(*, membership: Membership, by: Person | System, now: datetime) -> Person:
    """Close the account of somebody who has or had a role here, and end each role at once: what the
    person answers for is left as by everybody who leaves (docs/adr/0029).

    Raises ActionError for those who have a role at another owner too, when it would leave the owner
    without an administrator, and as ``accounts.actions.close_account`` does.
    """
    owner, today = _lock(membership.organisation, by, now), timezone.localdate(now)
    person = membership.person
    demands.of_one_owner(person, owner.pk, today)
    accounts.close_account(person=person, by=by, now=now)
    for held in person.memberships.not_over(today).select_related("organisation"):
        last = max(today, held.starts_on) - demands.DAY
        end_role(membership=held, ends_on=last, by=by, now=now)
    return person


@transaction.atomic
def reopen_account(*, membership: Membership, by: Person | System, now: datetime) -> None:
    """Open a closed account again. It opens nothing by itself: roles are given anew. Raises
    ActionError for one that is open, and for those who have a role at another owner."""
    owner = _lock(membership.organisation, by, now)
    demands.of_one_owner(membership.person, owner.pk, timezone.localdate(now))
    accounts.reopen_account(person=membership.person, by=by, now=now)


def _lock(organisation: Organisation, by: Person | System, now: datetime) -> Organisation:
    """One change of an owner's roles at a time: two administrators who end each other's role at
    the same moment must not both succeed. Asks permission: roles are the owner's to give."""
    owner = Organisation.objects.select_for_update().get(pk=organisation.owner_id)
    require(by, Permission.EDIT_PEOPLE, at=owner, today=timezone.localdate(now))
    return owner


def _known(email: str, name: str, organisation: Organisation) -> Person | None:
    """Whoever has the address. Refuses when a name is written and it is another. Who works under
    another owner is not named."""
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None or not name.strip() or sort_key(name.strip()) == sort_key(person.name):
        return person
    if not demands.belongs_to(person, organisation):
        raise ActionError(
            _("This e-mail address is registered with another name. Look at the address.")
        )
    raise ActionError(
        _(
            "This e-mail address belongs to %(name)s. Look at the address. "
            "If it is right, leave the name empty."
        )
        % {"name": person.name}
    )


def _add_person(email: str, name: str, by: Person | System, now: datetime) -> Person:
    asked = {"email": demands.email(email), "name": demands.name(name)}
    try:
        with transaction.atomic():
            return add_person(**asked, by=by, now=now)
    except IntegrityError as error:  # another owner added the same address at the same moment
        raise ActionError(_("Somebody with this e-mail address is already registered.")) from error
