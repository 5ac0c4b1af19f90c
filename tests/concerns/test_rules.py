"""By when, where, and what may not be declined. Pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concerns.models import Concern
from concerns.rules import Place, answer_by, may_answer, permission_at, places_of
from organisations.calendar import is_working_day, working_days_between
from organisations.law import law_for
from organisations.roles import Permission

DAYS = st.dates(date(2021, 1, 1), date(2060, 12, 31))
REGIMES = st.sampled_from(["education_act", "independent_schools_act", "kindergarten_act"])


@pytest.mark.parametrize(
    ("told_on", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),  # a Monday
        (date(2026, 11, 27), date(2026, 11, 27)),  # a Friday
        (date(2026, 11, 28), date(2026, 11, 30)),  # a Saturday
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas Day, a Friday
        (date(2027, 3, 25), date(2027, 3, 30)),  # Maundy Thursday: the Tuesday after Easter
    ],
)
def test_it_is_due_the_same_working_day(told_on, due):
    assert answer_by(told_on, law_for("education_act", told_on)) == due


@given(DAYS, REGIMES)
def test_it_is_due_on_the_first_working_day_there_is(told_on, regime):
    due = answer_by(told_on, law_for(regime, told_on))
    assert due >= told_on
    assert is_working_day(due)
    assert working_days_between(told_on - timedelta(days=1), due) == 1


@given(DAYS, REGIMES, st.sampled_from(Concern.Teller.values))
def test_what_the_child_says_is_always_taken_on(day, regime, told_by):
    """In a kindergarten also what the guardians say; nobody else's word is left out by it."""
    must_act = {"pupil", "guardian"} if regime == "kindergarten_act" else {"pupil"}
    assert may_answer(told_by, law_for(regime, day)) is (told_by not in must_act)


@pytest.mark.parametrize(
    ("route", "sent_on", "places"),
    [
        ("leader", False, {Place.UNIT}),
        ("staff", False, {Place.UNIT, Place.OWNER}),
        ("owner", False, {Place.OWNER}),
        ("leader", True, {Place.OWNER}),
        ("staff", True, {Place.OWNER}),
    ],
)
def test_where_it_waits(route, sent_on, places):
    assert set(places_of(route, sent_on=sent_on)) == places


@given(st.sampled_from(Concern.Route.values), st.booleans())
def test_it_always_waits_somewhere(route, sent_on):
    assert places_of(route, sent_on=sent_on)


def test_of_somebody_who_works_there_fewer_are_told():
    assert permission_at(Place.UNIT, "leader") == Permission.ANSWER_CONCERNS
    assert {
        permission_at(place, route)
        for place in Place
        for route in Concern.Route.values
        if (place, route) != (Place.UNIT, "leader")
    } == {Permission.ANSWER_STAFF_CONCERNS}
