"""Roles are given and ended."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.system import SYSTEM
from common.errors import ActionError
from organisations.actions.people import end_role, give_role
from organisations.models import Membership
from organisations.permissions import allowed, people_with
from organisations.roles import GRANTS, Permission, Role
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.scope import acting


def test_every_role_has_its_grants():
    assert set(GRANTS) == set(Role)


@pytest.mark.parametrize("giver", ["owner_administrator", "school_administrator"])
def test_give_role(fjellet, giver):
    new = PersonFactory()
    with acting(getattr(fjellet, giver), TODAY) as viewer:
        give_role(
            person=new,
            organisation=fjellet.school,
            role=Role.STAFF,
            starts_on=TODAY,
            by=viewer.person,
            now=NOW,
        )
    assert allowed(new, Permission.TAKE_PART, at=fjellet.school, today=TODAY)
    before = TODAY - timedelta(days=1)
    assert not allowed(new, Permission.TAKE_PART, at=fjellet.school, today=before)


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.PPT_ADVISER, "school"), (Role.PRINCIPAL, "office"), (Role.STAFF, "owner")],
)
def test_give_role_refused_by_state_of_the_place(fjellet, role, place):
    with pytest.raises(ActionError):
        give_role(
            person=PersonFactory(),
            organisation=getattr(fjellet, place),
            role=role,
            starts_on=TODAY,
            by=SYSTEM,
            now=NOW,
        )


def test_give_role_refused_by_state_when_it_is_held(fjellet):
    with pytest.raises(ActionError):
        give_role(
            person=fjellet.teacher,
            organisation=fjellet.school,
            role=Role.STAFF,
            starts_on=TODAY,
            by=SYSTEM,
            now=NOW,
        )


@pytest.mark.parametrize("giver", ["principal", "teacher", "ppt_leader", "owner_adviser"])
def test_give_role_refused_by_role(fjellet, giver):
    person = getattr(fjellet, giver)
    with acting(person, TODAY), pytest.raises(PermissionDenied):
        give_role(
            person=person,
            organisation=fjellet.school,
            role=Role.SCHOOL_ADMINISTRATOR,
            starts_on=TODAY,
            by=person,
            now=NOW,
        )


def test_end_role_has_today_as_its_last_day(fjellet):
    membership = Membership.objects.get(person=fjellet.teacher)
    end_role(membership=membership, by=SYSTEM, now=NOW)
    tomorrow = TODAY + timedelta(days=1)
    assert allowed(fjellet.teacher, Permission.TAKE_PART, at=fjellet.school, today=TODAY)
    assert not allowed(fjellet.teacher, Permission.TAKE_PART, at=fjellet.school, today=tomorrow)


def test_end_role_refused_by_state(fjellet):
    membership = Membership.objects.get(person=fjellet.teacher)
    end_role(membership=membership, by=SYSTEM, now=NOW)
    with pytest.raises(ActionError):
        end_role(membership=membership, by=SYSTEM, now=NOW)


def test_end_role_refused_by_role(fjellet, strand):
    membership = Membership.objects.get(person=fjellet.teacher)
    for person in (fjellet.principal, strand.school_administrator):
        with acting(person, TODAY), pytest.raises(PermissionDenied):
            end_role(membership=membership, by=person, now=NOW)


def test_people_with_a_permission_are_active_and_of_the_place(fjellet, strand):
    fjellet.ppt_leader.is_active = False
    fjellet.ppt_leader.save()
    people = people_with(Permission.READ_ALERTS, at=fjellet.office, today=TODAY)
    assert list(people) == [fjellet.ppt_adviser]
