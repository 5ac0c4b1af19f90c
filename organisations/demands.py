"""What actions on roles demand. Refusals are sentences for the one who typed."""

import uuid
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import System
from common.dates import short_day
from common.demands import text
from common.errors import ActionError
from organisations.models import Membership, Organisation
from organisations.roles import Role

DAY = timedelta(days=1)
# Nobody plans people's work so far ahead: a day beyond is a slip of the pen.
AHEAD = timedelta(days=50 * 365)
LONGEST_NAME = 120
LONGEST_ADDRESS = 254


class HasLeft(ActionError):
    """Refused until it is said that the person came back: the form then asks."""


def days(starts_on: date, ends_on: date | None, today: date, by: Person | System) -> None:
    """The system sets up what was so before; a person cannot give access back in time."""
    if isinstance(by, Person) and starts_on < today:
        raise ActionError(_("Write a first day that is today or later."))
    if ends_on is not None and ends_on < starts_on:
        raise ActionError(_("Write a last day that is not before the first day."))
    _near(ends_on or starts_on, today)


def last_day(last: date, membership: Membership, today: date) -> None:
    """Yesterday at the earliest; for a role that has not begun, the day before its first."""
    if membership.starts_on > today and last < membership.starts_on - DAY:
        raise ActionError(_("To take the role back, write the day before its first day."))
    if membership.starts_on <= today and last < today - DAY:
        raise ActionError(
            _("Write yesterday or a later day. What the role opened until now cannot be undone.")
        )
    _near(last, today)
    same = membership.person.memberships.at(membership.organisation).filter(role=membership.role)
    free(same.exclude(pk=membership.pk), membership.starts_on, last)


def free(held, starts_on: date, ends_on: date | None) -> None:
    """None of these roles is held on one of the days. What was taken back is in nobody's way."""
    held = held.not_over(starts_on)
    other = held.filter(starts_on__lte=ends_on or date.max).order_by("starts_on").first()
    if other is None:
        return
    if other.ends_on is None:
        said = _("The person has this role here already, from %(first)s.")
    else:
        said = _("The person has this role here already, from %(first)s to %(last)s.")
    raise ActionError(
        said % {"first": short_day(other.starts_on), "last": short_day(other.ends_on)}
    )


def may_begin(
    person: Person, organisation: Organisation, by: Person | System, today: date, *, came_back: bool
) -> None:
    """Not oneself, not a closed account, and nobody who has left without a second thought."""
    if person == by:
        raise ActionError(_("You cannot give yourself a role. Ask another administrator."))
    if not person.is_active:
        _open_it_first(person, organisation)
    here = Q(organisation=organisation.owner_id) | Q(organisation__parent=organisation.owner_id)
    held = person.memberships.filter(here).exclude(ends_on__lt=F("starts_on"))
    ends = list(held.values_list("ends_on", flat=True))
    last = max((day for day in ends if day is not None), default=today)
    if None not in ends and last < today and not came_back:
        said = _(
            "%(name)s has left: the last role here ended on %(day)s. If it is right that the "
            "person works here again, tick the box below and send the form once more."
        )
        raise HasLeft(said % {"name": person.name, "day": short_day(last)})


def _open_it_first(person: Person, organisation: Organisation) -> None:
    """How, is said to those who can. Who works under another owner is not named."""
    if belongs_to(person, organisation):
        raise ActionError(
            _(
                "The account of %(name)s is closed, and gets no role. It can be opened again in "
                "the list of roles, where ended roles are shown too."
            )
            % {"name": person.name}
        )
    raise ActionError(_("The account with this address is closed. No role can be given to it."))


def belongs_to(person: Person, organisation: Organisation) -> bool:
    """Has the person, or had the person, a role under the owner of this place?"""
    owner = organisation.owner_id
    here = Q(organisation=owner) | Q(organisation__parent=owner)
    return person.memberships.filter(here).exclude(ends_on__lt=F("starts_on")).exists()


def not_made_elsewhere(
    person: Person, organisation: Organisation, by: Person | System, today: date
) -> None:
    """An account that somebody else may have the password of opens nothing here (docs/adr/0015)."""
    if isinstance(by, System) or belongs_to(person, organisation):
        return
    has_signed_in = person.last_login is not None
    if has_signed_in or has_role_elsewhere(person, organisation.owner_id, today):
        raise ActionError(
            _(
                "The account with this address was made at another owner, so it gets no role "
                "here. Write the address that the person has at work with you."
            )
        )


def has_role_elsewhere(person: Person, owner_id: uuid.UUID, today: date) -> bool:
    """Does the account open something at another owner? Then no administrator here makes a password
    for it."""
    here = Q(organisation=owner_id) | Q(organisation__parent=owner_id)
    return person.memberships.not_over(today).exclude(here).exists()


def of_one_owner(person: Person, owner_id: uuid.UUID, today: date) -> None:
    """Nobody decides alone over an account that opens something at another owner."""
    if has_role_elsewhere(person, owner_id, today):
        raise ActionError(
            _("This person has a role at another owner too. Ask the administrator there.")
        )


def another_administrator(membership: Membership, last: date) -> None:
    """An owner is never left without somebody who can give roles."""
    if membership.role != Role.OWNER_ADMINISTRATOR:
        return
    others = Membership.objects.at(membership.organisation).filter(
        role=Role.OWNER_ADMINISTRATOR,
        ends_on=None,
        starts_on__lte=last + DAY,
        person__is_active=True,
    )
    if not others.exclude(pk=membership.pk).exists():
        raise ActionError(
            _(
                "Nobody else is administrator of the owner without a last day. "
                "Give somebody that role first."
            )
        )


def email(typed: str) -> str:
    typed = typed.strip()
    if len(typed) > LONGEST_ADDRESS:
        raise ActionError(_("The text is too long. Make it shorter."))
    try:
        validate_email(typed)
    except ValidationError as error:
        raise ActionError(_("Write the whole e-mail address, with @.")) from error
    return typed


def name(typed: str) -> str:
    missing = _("Nobody has this e-mail address yet. Write the name too, and an account is made.")
    return text(typed, missing=missing, longest=LONGEST_NAME, lines=False)


def _near(day: date, today: date) -> None:
    if day > today + AHEAD:
        raise ActionError(_("The date is too far ahead. Look at the year."))
