"""Closing days and opening them: who may, what is refused, what is left behind as a fact."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.errors import ActionError
from organisations.actions import calendar as actions
from organisations.calendar import Day
from organisations.calendars import calendar_for
from organisations.models import Period, SchoolYear
from tests.clock import NOW, TODAY
from tests.organisations.calendar_steps import (
    AUTUMN,
    LATER,
    PLANNING,
    add,
    do,
    enter_with_autumn,
)


@pytest.fixture
def entered(fjellet):
    return enter_with_autumn(fjellet)


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


def test_add_period_refused_by_state_when_no_day_would_be_open(entered, english):
    before = {"first_day": date(2026, 8, 1), "last_day": date(2026, 10, 4)}
    after = {"first_day": date(2026, 10, 10), "last_day": date(2027, 7, 31)}
    add(entered.owner, entered.owner_administrator, "closed", days=before)
    with pytest.raises(ActionError, match="No day of this school year would be open"):
        add(entered.owner, entered.owner_administrator, "closed", days=after)

    assert Period.objects.count() == 2
    assert calendar_for(entered.school).is_open(date(2026, 10, 12))


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


def test_change_period_refused_by_state_when_no_day_would_be_open(entered, english):
    whole_year = {"first_day": date(2026, 8, 1), "last_day": date(2027, 7, 31)}
    with pytest.raises(ActionError, match="No day of this school year would be open"):
        do(
            actions.change_period, entered.owner_administrator, period=Period.objects.get(),
            what="closed", **whole_year,
        )  # fmt: skip

    assert Period.objects.get().first_day == AUTUMN["first_day"]
