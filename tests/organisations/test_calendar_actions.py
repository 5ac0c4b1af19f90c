"""What changes about calendars: who may, what is refused, and what is left behind as a fact."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit.models import Event
from common.errors import ActionError
from organisations.actions import calendar as actions
from organisations.calendar import Day
from organisations.calendars import calendar_for, calendars_for, units_changed_since
from organisations.models import Period, SchoolYear
from tests.clock import NOW, TODAY
from tests.factories.organisations import SchoolFactory
from tests.scope import acting

LATER = NOW + timedelta(hours=1)
AUTUMN = {"first_day": date(2026, 10, 5), "last_day": date(2026, 10, 9)}
PLANNING = {"first_day": date(2026, 11, 20), "last_day": date(2026, 11, 20)}


def do(action, by, now=NOW, **asked):
    with acting(by, TODAY):
        return action(**asked, by=by, now=now)


def at(place, starts=2026, kind="school"):
    return {"place": place, "kind": kind, "starts": starts}


def enter(place, by, *, first=(2026, 8, 18), last=(2027, 6, 18), now=NOW, **more):
    days = {"first_day": first and date(*first), "last_day": last and date(*last)}
    return do(actions.enter_calendar, by, now, **at(place, **more), **days)


def add(place, by, what="break", *, now=NOW, name="", days=None, **more):
    return do(
        actions.add_period, by, now, **at(place, **more), what=what, name=name, **(days or AUTUMN)
    )


@pytest.fixture
def entered(fjellet):
    """The owner's calendar for schools in 2026/2027, with an autumn break."""
    enter(fjellet.owner, fjellet.owner_administrator)
    add(fjellet.owner, fjellet.owner_administrator, name="Høstferie")
    return fjellet


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


def test_add_period_closes_days_and_tells_when(entered):
    add(entered.owner, entered.owner_administrator, "planning", days=PLANNING, now=LATER)

    year = SchoolYear.objects.get()
    event = Event.objects.get(name="calendar.period_added", at=LATER)
    assert year.changed_at == LATER
    assert event.data["kind"] == "planning"
    assert "name" not in event.data
    assert calendar_for(entered.school).next_open_day(date(2026, 11, 20)).date == TODAY


def test_add_period_twice_is_one(entered):
    again = add(entered.owner, entered.owner_administrator, name="Høstferie", now=LATER)

    assert again == Period.objects.get()
    assert SchoolYear.objects.get().changed_at == NOW


def test_add_period_at_a_unit_closes_one_day_and_opens_another(entered):
    open_days = {"first_day": date(2026, 10, 8), "last_day": date(2026, 10, 11)}
    add(entered.school, entered.school_administrator, "open", days=open_days)
    add(entered.school, entered.principal, "closed", days=PLANNING)

    here, there = calendar_for(entered.school), calendar_for(entered.other_school)
    assert [here.is_open(date(2026, 10, day)) for day in range(7, 12)] == [
        *(False, True, True),
        *(False, False),
    ]
    assert not here.is_open(date(2026, 11, 20))
    assert not there.is_open(date(2026, 10, 8))
    assert there.is_open(date(2026, 11, 20))


def test_add_period_before_the_year_is_entered_is_kept(fjellet):
    add(fjellet.school, fjellet.principal, days=PLANNING)

    assert calendar_for(fjellet.school).next_open_day(date(2026, 11, 20)) == Day(TODAY, True)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 10, 9), date(2026, 10, 12)),
        (date(2026, 10, 1), date(2026, 10, 31)),
        (date(2026, 12, 24), date(2026, 12, 23)),
        (date(2026, 7, 31), date(2026, 8, 1)),
        (date(2027, 7, 31), date(2027, 8, 1)),
        (date.min, date.max),
    ],
)
def test_add_period_refused_by_state_of_its_days(entered, first, last):
    with pytest.raises(ActionError):
        add(
            entered.owner,
            entered.owner_administrator,
            days={"first_day": first, "last_day": last},
        )

    assert Period.objects.count() == 1


@pytest.mark.parametrize(
    "days", [(date(2026, 11, 21), date(2026, 11, 22)), (date(2026, 8, 3), date(2026, 8, 17))]
)
def test_add_period_refused_by_state_where_no_day_can_be_open(entered, days):
    with pytest.raises(ActionError):
        add(
            entered.school,
            entered.principal,
            "open",
            days=dict(zip(AUTUMN, days, strict=True)),
        )


def test_add_period_refused_by_state_when_an_owner_opens_days(entered):
    with pytest.raises(ActionError):
        add(entered.owner, entered.owner_administrator, "open", days=PLANNING)


def test_add_period_refused_by_role(entered):
    with pytest.raises(PermissionDenied):
        add(entered.owner, entered.principal, days=PLANNING)


def test_change_period_moves_it(entered):
    period = Period.objects.get()
    do(
        actions.change_period,
        entered.owner_administrator,
        LATER,
        period=period,
        what="closed",
        first_day=date(2026, 10, 6),
        last_day=date(2026, 10, 9),
        name="Stengt",
    )

    period.refresh_from_db()
    assert (period.kind, period.first_day, period.name) == ("closed", date(2026, 10, 6), "Stengt")
    assert SchoolYear.objects.get().changed_at == LATER
    assert Event.objects.filter(name="calendar.period_changed").count() == 1


def test_change_period_refused_by_state(entered):
    add(entered.owner, entered.owner_administrator, days=PLANNING)
    first, second = Period.objects.order_by("first_day")
    asked = {"what": "break", **AUTUMN}

    with pytest.raises(ActionError):  # onto another period
        do(actions.change_period, entered.owner_administrator, period=second, **asked)
    gone = Period.objects.get(pk=first.pk)
    first.delete()
    with pytest.raises(ActionError):  # somebody removed it meanwhile
        do(actions.change_period, entered.owner_administrator, period=gone, **asked)


def test_change_period_refused_by_role(entered):
    with pytest.raises(PermissionDenied):
        do(
            actions.change_period,
            entered.principal,
            period=Period.objects.get(),
            what="break",
            **PLANNING,
        )


def test_remove_period_opens_its_days_and_once_more_is_no_error(entered):
    period = Period.objects.get()
    for _ in range(2):
        do(actions.remove_period, entered.owner_administrator, LATER, period=period)

    assert Period.objects.count() == 0
    assert SchoolYear.objects.get().changed_at == LATER
    assert Event.objects.filter(name="calendar.period_removed").count() == 1
    assert calendar_for(entered.school).is_open(date(2026, 10, 7))


def test_remove_period_refused_by_role(entered):
    with pytest.raises(PermissionDenied):
        do(actions.remove_period, entered.school_administrator, period=Period.objects.get())


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


def test_units_changed_since_names_those_whose_dates_must_be_counted_again(entered, strand):
    def changed(since):
        return set(units_changed_since(since))

    assert changed(NOW) == {entered.school, entered.other_school}
    assert changed(LATER) == set()
    add(entered.school, entered.principal, days=PLANNING, now=LATER)
    assert changed(LATER) == {entered.school}


@pytest.mark.parametrize("schools", [1, 3])
def test_calendars_of_any_number_of_units_take_two_queries(
    entered, schools, django_assert_num_queries
):
    units = [SchoolFactory(parent=entered.owner) for _ in range(schools)]

    with django_assert_num_queries(2):
        found = calendars_for(units)

    assert [found[unit.pk].is_open(date(2026, 10, 7)) for unit in units] == [False] * schools


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_day": date(2026, 10, 9), "last_day": date(2026, 10, 12)},
        {"first_day": date(2026, 12, 2), "last_day": date(2026, 12, 1)},
        {"first_day": date(2027, 8, 2), "last_day": date(2027, 8, 3)},
        {"first_day": date(2027, 8, 2), "last_day": date(2027, 8, 3), "starts": 2027},
        {"kind": "holiday"},
    ],
)
def test_the_database_refuses_a_period_that_cannot_be(entered, wrong):
    right = {"school_year": SchoolYear.objects.get(), "starts": 2026, "kind": "break"} | PLANNING

    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.create(**right | wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_day": date(2026, 7, 31)},
        {"last_day": date(2027, 8, 1)},
        {"first_day": date(2027, 6, 19)},
        {"starts": 2027},
        {"starts": 9999},
        {"kind": "ppt"},
    ],
)
def test_the_database_refuses_a_year_that_cannot_be(entered, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolYear.objects.update(**wrong)
