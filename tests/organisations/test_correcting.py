"""Whose e-mail address an administrator corrects, and whose not."""

from datetime import timedelta

import pytest

from accounts.models import Person
from accounts.system import SYSTEM
from common.errors import ActionError
from organisations.actions.people import correct_address, renew_start_password
from organisations.models import Membership
from organisations.roles import Role
from tests.clock import NOW, TODAY
from tests.factories.accounts import CLOSED
from tests.factories.organisations import MembershipFactory
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")
NEW = "rett.adresse@tryggspor.example"


def role_of(person):
    return Membership.objects.get(person=person)


def correct(by, person, email=NEW, membership=None):
    asked = {"membership": membership or role_of(person), "email": email, "by": by, "now": NOW}
    if by is SYSTEM:
        return correct_address(**asked)
    with acting(by, TODAY):
        return correct_address(**asked)


@pytest.mark.parametrize("name", ["principal", "teacher", "ppt_adviser", "owner_adviser"])
def test_correct_address_of_anybody_under_the_owner(fjellet, name):
    person = getattr(fjellet, name)
    correct(fjellet.owner_administrator, person, f" {NEW} ")
    person.refresh_from_db()
    assert person.email == NEW


def test_correct_address_of_oneself_and_by_the_system(fjellet):
    """There may be one administrator alone; and it opens nothing."""
    correct(fjellet.owner_administrator, fjellet.owner_administrator)
    correct(SYSTEM, fjellet.teacher, "laerer@tryggspor.example")
    fjellet.owner_administrator.refresh_from_db()
    assert fjellet.owner_administrator.email == NEW


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write the whole e-mail address"),
        ("rett@", "Write the whole e-mail address"),
        ("x" * 260 + "@tryggspor.example", "too long"),
        ("{theirs}", "cannot be used"),
        ("{own}", "registered already"),
    ],
)
def test_correct_address_refused_by_state(fjellet, strand, typed, said):
    typed = typed.format(theirs=strand.teacher.email.upper(), own=fjellet.teacher.email)
    with pytest.raises(ActionError, match=said) as refused:
        correct(fjellet.owner_administrator, fjellet.teacher, typed)
    assert strand.teacher.name not in str(refused.value)


def test_correct_address_refused_by_state_for_who_has_left_or_is_closed(fjellet):
    ended = role_of(fjellet.teacher)
    Membership.objects.filter(pk=ended.pk).update(ends_on=TODAY - timedelta(days=1))
    Person.objects.filter(pk=fjellet.deputy.pk).update(**CLOSED)
    for person in (fjellet.teacher, fjellet.deputy):
        with pytest.raises(ActionError, match="has a role here"):
            correct(fjellet.owner_administrator, person)


def test_correct_address_refused_by_state_for_who_works_at_two_owners(fjellet, strand):
    """Neither owner's administrator decides alone over what opens the other's cases."""
    MembershipFactory(person=strand.principal, organisation=fjellet.school, role=Role.STAFF)
    for place in (fjellet, strand):
        here = Membership.objects.get(
            person=strand.principal, organisation__parent=place.school.parent
        )
        with pytest.raises(ActionError, match="at another owner too"):
            correct(place.owner_administrator, strand.principal, membership=here)


def test_correct_address_refused_by_role(fjellet, strand):
    refused_to(
        (
            fjellet.principal, fjellet.school_administrator, fjellet.owner_adviser,
            fjellet.data_protection_officer, fjellet.teacher, strand.owner_administrator,
        ),
        lambda by: correct(by, fjellet.teacher),
    )  # fmt: skip


def test_whoever_corrects_an_address_gets_no_way_in(fjellet):
    Person.objects.filter(pk=fjellet.principal.pk).update(last_login=NOW)
    password = Person.objects.get(pk=fjellet.principal.pk).password
    correct(fjellet.owner_administrator, fjellet.principal, "egen@tryggspor.example")
    with acting(fjellet.owner_administrator, TODAY), pytest.raises(ActionError):
        renew_start_password(
            membership=role_of(fjellet.principal), by=fjellet.owner_administrator, now=NOW
        )
    assert Person.objects.get(pk=fjellet.principal.pk).password == password
