"""Roles are given and ended, by the owner's administrator and by nobody else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from organisations.actions.people import end_role, give_role
from organisations.models import Membership
from organisations.permissions import allowed, people_with
from organisations.roles import GRANTS, Permission, Role
from tests.clock import NOW, TODAY
from tests.factories.accounts import CLOSED, PersonFactory
from tests.factories.organisations import MembershipFactory, member
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")

DAY = timedelta(days=1)
YESTERDAY, TOMORROW = TODAY - DAY, TODAY + DAY
NOT_ADMINISTRATORS = [
    "principal", "deputy", "teacher", "school_administrator", "ppt_leader", "owner_adviser",
    "data_protection_officer",
]  # fmt: skip


def give(place, by, role=Role.STAFF, person=None, **asked):
    asked = {"starts_on": TODAY} | asked
    if by is SYSTEM:
        return give_role(person=person, organisation=place, role=role, by=by, now=NOW, **asked)
    with acting(by, TODAY):
        return give_role(person=person, organisation=place, role=role, by=by, now=NOW, **asked)


def end(membership, by, **asked):
    with acting(by, TODAY):
        return end_role(membership=membership, by=by, now=NOW, **asked)


def role_of(person):
    return Membership.objects.get(person=person)


def may_take_part(person, place, day):
    return allowed(person, Permission.TAKE_PART, at=place, today=day)


def test_every_role_has_its_grants():
    assert set(GRANTS) == set(Role)


def test_give_role_holds_from_its_first_day(fjellet):
    new = PersonFactory()
    made = give(fjellet.school, fjellet.owner_administrator, person=new)
    assert may_take_part(new, fjellet.school, TODAY)
    assert not may_take_part(new, fjellet.school, YESTERDAY)
    event = Event.objects.get()
    assert (event.name, event.person_id, event.target_id) == (
        "role.given",
        fjellet.owner_administrator.pk,
        made.pk,
    )
    assert event.data == {
        "role": "staff",
        "person": str(new.pk),
        "starts_on": "2026-11-23",
        "ends_on": None,
    }


def test_give_role_between_two_days_at_each_kind_of_place(fjellet):
    new, last = PersonFactory(), TODAY + 7 * DAY
    for place, role in (
        (fjellet.school, Role.PRINCIPAL),
        (fjellet.kindergarten, Role.STAFF),
        (fjellet.office, Role.PPT_ADVISER),
        (fjellet.owner, Role.OWNER_ADVISER),
    ):
        made = give(place, fjellet.owner_administrator, role, new, starts_on=TOMORROW, ends_on=last)
        assert (made.starts_on, made.ends_on) == (TOMORROW, last)
    assert may_take_part(new, fjellet.school, last)
    assert not may_take_part(new, fjellet.school, last + DAY)


def test_give_role_by_the_system_may_begin_earlier(fjellet):
    made = give(fjellet.school, SYSTEM, person=PersonFactory(), starts_on=date(2024, 8, 1))
    assert made.starts_on == date(2024, 8, 1)


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.PPT_ADVISER, "school"),
        (Role.PRINCIPAL, "office"),
        (Role.STAFF, "owner"),
        ("king", "school"),
    ],
)
def test_give_role_refused_by_state_of_the_place(fjellet, role, place):
    with pytest.raises(ActionError, match="does not exist"):
        give(getattr(fjellet, place), SYSTEM, role, PersonFactory())


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ((TODAY, None), (TODAY, None)),
        ((TODAY - 900 * DAY, None), (TOMORROW, TOMORROW)),
        ((TODAY, TODAY + 9 * DAY), (TODAY + 9 * DAY, None)),
        ((TODAY + 5 * DAY, TODAY + 9 * DAY), (TODAY, TODAY + 5 * DAY)),
        ((TODAY + 5 * DAY, None), (TODAY, None)),
    ],
)
def test_give_role_refused_by_state_when_it_is_held_on_one_of_the_days(fjellet, held, wanted):
    new = PersonFactory()
    MembershipFactory(person=new, organisation=fjellet.school, starts_on=held[0], ends_on=held[1])
    with pytest.raises(ActionError, match="has this role here already"):
        give(
            fjellet.school,
            fjellet.owner_administrator,
            person=new,
            starts_on=wanted[0],
            ends_on=wanted[1],
        )
    assert Membership.objects.filter(person=new).count() == 1


def test_give_role_after_another_has_ended_and_beside_other_roles(fjellet):
    new = PersonFactory()
    give(fjellet.school, SYSTEM, person=new, starts_on=TODAY, ends_on=TOMORROW)
    give(fjellet.school, SYSTEM, person=new, starts_on=TOMORROW + DAY)
    give(fjellet.school, SYSTEM, Role.DEPUTY, new)
    give(fjellet.other_school, SYSTEM, person=new)
    assert Membership.objects.filter(person=new).count() == 4


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "said"),
    [
        (YESTERDAY, None, "today or later"),
        (TOMORROW, TODAY, "not before the first day"),
        (date(2126, 11, 23), None, "too far ahead"),
        (TODAY, date.max, "too far ahead"),
    ],
)
def test_give_role_refused_by_state_of_the_dates(fjellet, starts_on, ends_on, said):
    with pytest.raises(ActionError, match=said):
        give(
            fjellet.school,
            fjellet.owner_administrator,
            person=PersonFactory(),
            starts_on=starts_on,
            ends_on=ends_on,
        )


def test_give_role_refused_by_state_of_a_closed_account(fjellet):
    with pytest.raises(ActionError, match="is closed"):
        give(fjellet.school, fjellet.owner_administrator, person=PersonFactory(is_active=False))


def test_give_role_refused_by_state_for_somebody_who_has_left_until_said_to_be_back(fjellet):
    left = fjellet.teacher
    Membership.objects.filter(person=left).update(ends_on=date(2026, 6, 30))
    for place in (fjellet.school, fjellet.other_school):
        with pytest.raises(ActionError, match="has left: the last role here ended on 30 June 2026"):
            give(place, fjellet.owner_administrator, person=left)
    give(fjellet.other_school, fjellet.owner_administrator, person=left, came_back=True)
    give(fjellet.school, fjellet.owner_administrator, person=left)  # works here again


def test_give_role_asks_nothing_of_somebody_who_has_left_another_owner(fjellet, strand):
    """And never signed in there."""
    Membership.objects.filter(person=strand.teacher).update(ends_on=date(2026, 6, 30))
    give(fjellet.school, fjellet.owner_administrator, person=strand.teacher)
    assert may_take_part(strand.teacher, fjellet.school, TODAY)


@pytest.mark.parametrize("giver", NOT_ADMINISTRATORS)
def test_give_role_refused_by_role(fjellet, giver):
    with pytest.raises(PermissionDenied):
        give(fjellet.school, getattr(fjellet, giver), person=PersonFactory())


def test_give_role_refused_by_role_at_another_owner_and_to_oneself(fjellet, strand):
    by = fjellet.owner_administrator
    with pytest.raises(PermissionDenied):
        give(strand.school, by, person=PersonFactory())
    with pytest.raises(ActionError, match="cannot give yourself"):
        give(fjellet.school, by, Role.PRINCIPAL, by)


def test_end_role_has_today_as_its_last_day(fjellet):
    end(role_of(fjellet.teacher), fjellet.owner_administrator)
    assert may_take_part(fjellet.teacher, fjellet.school, TODAY)
    assert not may_take_part(fjellet.teacher, fjellet.school, TOMORROW)
    event = Event.objects.get()
    assert (event.name, event.data["ends_on"]) == ("role.ended", "2026-11-23")


@pytest.mark.parametrize("day", [YESTERDAY, TODAY + 30 * DAY])
def test_end_role_on_a_day_or_at_once(fjellet, day):
    end(role_of(fjellet.teacher), fjellet.owner_administrator, ends_on=day)
    assert may_take_part(fjellet.teacher, fjellet.school, TODAY) == (day >= TODAY)
    assert not may_take_part(fjellet.teacher, fjellet.school, day + DAY)


def test_end_role_moves_a_last_day_that_has_not_come(fjellet):
    by, role = fjellet.owner_administrator, role_of(fjellet.teacher)
    for day in (TODAY + 30 * DAY, TODAY + 60 * DAY, TOMORROW):
        assert end(role, by, ends_on=day).ends_on == day


def test_end_role_takes_back_what_has_not_begun_and_it_never_holds(fjellet):
    by, new = fjellet.owner_administrator, PersonFactory()
    made = give(fjellet.school, by, person=new, starts_on=TODAY + 9 * DAY)
    end(made, by, ends_on=TODAY + 8 * DAY)
    days = (TODAY + n * DAY for n in range(20))
    assert not any(may_take_part(new, fjellet.school, day) for day in days)
    assert list(Membership.objects.filter(person=new).not_over(TODAY)) == []
    with pytest.raises(ActionError, match="ended already"):
        end(made, by, ends_on=TODAY + 40 * DAY)
    give(fjellet.school, by, person=new)  # and is in nobody's way, and nobody has left


@pytest.mark.parametrize(
    ("starts_on", "last", "said"),
    [
        (TODAY - 9 * DAY, TODAY - 2 * DAY, "Write yesterday or a later day"),
        (TODAY + 9 * DAY, TODAY + 7 * DAY, "the day before its first day"),
        (TODAY - 9 * DAY, date.max, "too far ahead"),
    ],
)
def test_end_role_refused_by_state_of_the_day(fjellet, starts_on, last, said):
    role = MembershipFactory(organisation=fjellet.school, starts_on=starts_on)
    with pytest.raises(ActionError, match=said):
        end(role, fjellet.owner_administrator, ends_on=last)


def test_end_role_refused_by_state_when_it_has_ended_or_ends_so_already(fjellet):
    by, role = fjellet.owner_administrator, role_of(fjellet.teacher)
    end(role, by)
    with pytest.raises(ActionError, match="last day of the role already"):
        end(role, by)
    Membership.objects.filter(pk=role.pk).update(ends_on=YESTERDAY)
    with pytest.raises(ActionError, match="ended already"):
        end(role, by)


def test_end_role_refused_by_state_when_it_would_meet_the_next_one(fjellet):
    by, new = fjellet.owner_administrator, PersonFactory()
    first = give(fjellet.school, by, person=new, ends_on=TOMORROW)
    give(fjellet.school, by, person=new, starts_on=TODAY + 9 * DAY)
    with pytest.raises(ActionError, match="has this role here already"):
        end(first, by, ends_on=TODAY + 9 * DAY)
    assert end(first, by, ends_on=TODAY + 8 * DAY).ends_on == TODAY + 8 * DAY


def test_end_role_refused_by_state_of_ones_own_and_of_the_last_administrator(fjellet):
    by = fjellet.owner_administrator
    with pytest.raises(ActionError, match="your own role"):
        end(role_of(by), by)
    other = member(Role.OWNER_ADMINISTRATOR, fjellet.owner)
    Membership.objects.filter(person=other).update(ends_on=TODAY + 30 * DAY)
    with pytest.raises(ActionError, match="Nobody else is administrator"):
        end(role_of(by), other)
    third = member(Role.OWNER_ADMINISTRATOR, fjellet.owner)
    assert end(role_of(by), third).ends_on == TODAY


def test_end_role_refused_by_role(fjellet, strand):
    role = role_of(fjellet.teacher)
    for name in NOT_ADMINISTRATORS:
        with pytest.raises(PermissionDenied):
            end(role, getattr(fjellet, name))
    with pytest.raises(PermissionDenied):
        end(role, strand.owner_administrator)


def test_the_database_refuses_the_same_role_twice_on_one_day(fjellet):
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(
            person=fjellet.teacher, organisation=fjellet.school, ends_on=date(2025, 1, 1)
        )


def test_people_with_a_permission_are_active_and_of_the_place(fjellet, strand):
    type(fjellet.ppt_leader).objects.filter(pk=fjellet.ppt_leader.pk).update(**CLOSED)
    fjellet.ppt_leader.refresh_from_db()
    people = people_with(Permission.READ_ALERTS, at=fjellet.office, today=TODAY)
    assert list(people) == [fjellet.ppt_adviser]
