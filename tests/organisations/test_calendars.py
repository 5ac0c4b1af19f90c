"""Calendars as they are loaded, and what the database refuses whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from organisations.calendars import calendars_for, units_changed_since
from organisations.models import Period, SchoolYear
from tests.clock import NOW
from tests.factories.organisations import SchoolFactory
from tests.organisations.calendar_steps import LATER, PLANNING, add, enter_with_autumn


@pytest.fixture
def entered(fjellet):
    return enter_with_autumn(fjellet)


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
