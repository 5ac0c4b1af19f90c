"""Entering and copying a school year: who may, what is refused, what is left behind as a fact."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.errors import ActionError
from organisations.actions import calendar as actions
from organisations.calendar import Day
from organisations.calendars import calendar_for
from organisations.models import Period, SchoolYear
from tests.clock import NOW, TODAY
from tests.organisations.calendar_steps import LATER, at, do, enter, enter_with_autumn


@pytest.fixture
def entered(fjellet):
    return enter_with_autumn(fjellet)


def test_enter_calendar_makes_the_year_count(fjellet):
    enter(fjellet.owner, fjellet.owner_administrator)

    year = SchoolYear.objects.get()
    event = Event.objects.get(name="calendar.entered")
    reached = calendar_for(fjellet.school).add_open_weeks(date(2026, 11, 23), 4)
    assert (year.first_day, year.last_day) == (date(2026, 8, 18), date(2027, 6, 18))
    assert year.changed_at == NOW
    assert reached == Day(date(2026, 12, 21), False)
    assert event.person_id == fjellet.owner_administrator.pk
    assert event.data == {"starts": 2026, "first_day": "2026-08-18", "last_day": "2027-06-18"}


def test_enter_calendar_again_changes_it_and_the_same_again_changes_nothing(fjellet):
    enter(fjellet.owner, fjellet.owner_administrator)
    enter(fjellet.owner, fjellet.owner_administrator, first=(2026, 8, 19), now=LATER)
    enter(
        fjellet.owner,
        fjellet.owner_administrator,
        first=(2026, 8, 19),
        now=LATER + timedelta(hours=1),
    )

    year = SchoolYear.objects.get()
    assert (year.first_day, year.changed_at) == (date(2026, 8, 19), LATER)
    assert Event.objects.filter(name="calendar.entered").count() == 2


def test_enter_calendar_of_kindergartens_leaves_schools_alone(fjellet):
    august, july = (2026, 8, 1), (2027, 7, 31)
    enter(fjellet.owner, fjellet.owner_administrator, kind="kindergarten", first=august, last=july)

    assert not calendar_for(fjellet.kindergarten).is_provisional(TODAY)
    assert calendar_for(fjellet.school).is_provisional(TODAY)


def test_enter_calendar_at_a_unit_replaces_only_what_differs(entered):
    enter(entered.school, entered.principal, first=(2026, 8, 20), last=None)

    here, there = calendar_for(entered.school), calendar_for(entered.other_school)
    assert here.next_open_day(date(2026, 8, 10)) == Day(date(2026, 8, 20), False)
    assert there.next_open_day(date(2026, 8, 10)) == Day(date(2026, 8, 18), False)
    assert not here.is_open(date(2026, 10, 7))


def test_enter_calendar_refused_by_state_when_no_day_would_be_open(entered, english):
    """Only the break is left of the year, or a weekend."""
    for first, last in (((2026, 10, 5), (2026, 10, 9)), ((2026, 10, 17), (2026, 10, 18))):
        with pytest.raises(ActionError, match="No day of this school year would be open"):
            enter(entered.owner, entered.owner_administrator, first=first, last=last)

    assert SchoolYear.objects.get().last_day == date(2027, 6, 18)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (None, (2027, 6, 18)),
        ((2026, 8, 18), None),
        ((2027, 6, 18), (2026, 8, 18)),
        ((2026, 7, 31), (2027, 6, 18)),
        ((2026, 8, 18), (2027, 8, 1)),
        ((1, 1, 1), (9999, 12, 31)),
    ],
)
def test_enter_calendar_refused_by_state_of_its_days(fjellet, first, last):
    with pytest.raises(ActionError):
        enter(fjellet.owner, fjellet.owner_administrator, first=first, last=last)

    assert SchoolYear.objects.count() == 0


@pytest.mark.parametrize(("kind", "starts"), [("school", 1999), ("school", 9999), ("x", 2026)])
def test_enter_calendar_refused_by_state_of_the_year(fjellet, kind, starts):
    with pytest.raises(ActionError):
        enter(fjellet.owner, fjellet.owner_administrator, kind=kind, starts=starts)


def test_enter_calendar_refused_by_state_of_the_place(entered):
    with pytest.raises(ActionError):  # a school has no calendar for kindergartens
        enter(entered.school, entered.principal, kind="kindergarten")
    with pytest.raises(ActionError):  # ends before its owner's first day
        enter(entered.school, entered.principal, first=None, last=(2026, 8, 10))


@pytest.mark.parametrize(
    "role",
    ["principal", "school_administrator", "owner_adviser", "teacher", "ppt_leader", "deputy"],
)
def test_enter_calendar_refused_by_role_at_the_owner(fjellet, role):
    with pytest.raises(PermissionDenied):
        enter(fjellet.owner, getattr(fjellet, role))


@pytest.mark.parametrize(
    "role", ["deputy", "teacher", "case_worker", "other_principal", "owner_administrator"]
)
def test_enter_calendar_refused_by_role_at_a_unit(fjellet, role):
    with pytest.raises(PermissionDenied):
        enter(fjellet.school, getattr(fjellet, role))


def test_enter_calendar_refused_by_role_of_another_owner(fjellet, strand):
    with pytest.raises(PermissionDenied):
        enter(fjellet.owner, strand.owner_administrator)


def test_copy_from_last_year_keeps_the_weeks(entered):
    left = do(actions.copy_from_last_year, entered.owner_administrator, **at(entered.owner, 2027))

    year = SchoolYear.objects.get(starts=2027)
    period = year.periods.get()
    assert left == 0
    assert (year.first_day, year.last_day) == (date(2027, 8, 24), date(2028, 6, 16))
    assert (period.first_day, period.last_day) == (date(2027, 10, 11), date(2027, 10, 15))
    assert (period.kind, period.name) == ("break", "Høstferie")
    assert not calendar_for(entered.school).is_provisional(date(2027, 9, 1))


def test_copy_from_last_year_refused_by_state(entered):
    administrator = entered.owner_administrator
    with pytest.raises(ActionError):  # nothing to copy
        do(actions.copy_from_last_year, administrator, **at(entered.owner, 2026))
    with pytest.raises(ActionError):
        do(actions.copy_from_last_year, administrator, **at(entered.owner, 2031))
    do(actions.copy_from_last_year, administrator, **at(entered.owner, 2027))
    with pytest.raises(ActionError):  # a double click
        do(actions.copy_from_last_year, administrator, **at(entered.owner, 2027))

    assert SchoolYear.objects.filter(starts=2027).count() == 1
    assert Period.objects.count() == 2


def test_copy_from_last_year_refused_by_role(entered):
    with pytest.raises(PermissionDenied):
        do(actions.copy_from_last_year, entered.owner_adviser, **at(entered.owner, 2027))
