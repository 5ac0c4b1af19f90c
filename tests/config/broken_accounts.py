"""What breaks a promise about accounts and administrators."""

from datetime import timedelta

from organisations.models import Membership
from organisations.roles import Role
from tests.clock import TODAY
from tests.factories.accounts import CLOSED, PersonFactory
from tests.factories.organisations import MembershipFactory, member

DAY = timedelta(days=1)


def with_a_role(place):
    """What has ended, or was taken back before it began, is as it should be."""
    closed = PersonFactory(**CLOSED)
    MembershipFactory(person=closed, organisation=place.school, ends_on=TODAY - DAY)
    back = {"starts_on": TODAY + 9 * DAY, "ends_on": TODAY + 8 * DAY}
    MembershipFactory(person=closed, organisation=place.kindergarten, **back)
    member(Role.STAFF, place.school, is_active=False)


def no_administrator(place):
    Membership.objects.filter(person=place.owner_administrator).update(ends_on=TODAY - DAY)


BROKEN = {
    "a closed account has no role": with_a_role,
    "every owner has somebody who can give and end roles": no_administrator,
}
