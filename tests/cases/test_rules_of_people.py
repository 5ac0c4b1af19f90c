"""Pure rules about those involved: who is to be heard, who may be told, when the two talk next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules import (
    Obstacle,
    Part,
    can_be_talked_on,
    is_away,
    is_of_age,
    next_talk,
    obstacle,
    to_hear,
)
from organisations.calendar import Calendar, Kind, Span, Year
from organisations.law import law_for
from tests.clock import TODAY

# Open from 17 August to 18 June, with one break in week 50.
CALENDAR = Calendar(
    (
        Year(
            2026,
            date(2026, 8, 17),
            date(2027, 6, 18),
            (Span(date(2026, 12, 7), date(2026, 12, 11), Kind.BREAK),),
        ),
    )
)
DEADLINE = law_for("education_act", TODAY).deadlines["talk"]
DAYS = st.dates(date(2026, 8, 17), date(2027, 5, 1))


# ---------------------------------------------------------------- who is to be heard
@pytest.mark.parametrize(
    ("role", "has_name", "is_current", "heard"),
    [
        ("exposed", True, True, True),
        ("violating", True, True, True),
        ("unclear", True, True, True),
        ("bystander", True, True, False),
        ("exposed", False, True, False),
        ("exposed", True, False, False),
    ],
)
def test_those_directly_affected_by_name_and_now_are_heard(role, has_name, is_current, heard):
    assert to_hear([Part(1, has_name, role, is_current)], []) == ([1] if heard else [])


def test_whoever_was_heard_declined_or_has_a_reason_is_left_in_peace():
    parts = [Part(who, True, "unclear", True) for who in (1, 2, 3)]
    assert to_hear(parts, [2]) == [1, 3]


@given(
    st.lists(
        st.builds(
            Part,
            st.integers(1, 5),
            st.booleans(),
            st.sampled_from(["exposed", "violating", "bystander", "unclear"]),
            st.booleans(),
        )
    ),
    st.sets(st.integers(1, 5)),
)
def test_nobody_is_asked_twice_and_everybody_left_out_has_a_cause(parts, answered):
    found = to_hear(parts, answered)
    assert len(found) == len(set(found))
    assert not set(found) & answered
    left_out = [part for part in parts if part.person not in found]
    assert all(
        part.person in answered
        or not part.has_name
        or not part.is_current
        or part.role == "bystander"
        for part in left_out
    )


# ---------------------------------------------------------------- of age
@pytest.mark.parametrize(
    ("born", "on", "of_age"),
    [
        (date(2008, 11, 23), date(2026, 11, 22), False),
        (date(2008, 11, 23), date(2026, 11, 23), True),
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (date(2008, 2, 29), date(2026, 3, 1), True),
        (date(2016, 1, 1), date(2026, 11, 23), False),
        (None, date(2026, 11, 23), False),
    ],
)
def test_of_age_from_the_eighteenth_birthday(born, on, of_age):
    assert is_of_age(born, on) is of_age


@given(st.dates(date(1990, 1, 1), date(2020, 1, 1)), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_nobody_grows_younger(born, on):
    assert is_of_age(born, on) <= is_of_age(born, on + timedelta(days=1))


# ---------------------------------------------------------------- who may be told
@pytest.mark.parametrize(
    ("information", "of_age", "asked", "agreed", "stands_in_the_way"),
    [
        ("kept_informed", False, False, False, None),
        ("kept_informed", True, False, False, Obstacle.NOT_AGREED),
        ("kept_informed", True, True, False, Obstacle.NOT_AGREED),
        ("kept_informed", True, False, True, None),
        ("on_request", False, False, False, Obstacle.NOT_ASKED_FOR),
        ("on_request", False, True, False, None),
        ("on_request", True, True, False, Obstacle.NOT_AGREED),
        ("on_request", True, False, True, Obstacle.NOT_ASKED_FOR),
        ("on_request", True, True, True, None),
    ],
)
def test_what_stands_in_the_way(information, of_age, asked, agreed, stands_in_the_way):
    found = obstacle(information, of_age=of_age, asked_for=asked, pupil_agreed=agreed)
    assert found == stands_in_the_way


@given(st.booleans(), st.booleans(), st.booleans())
def test_one_who_is_not_to_be_informed_never_is(of_age, asked, agreed):
    found = obstacle("refused", of_age=of_age, asked_for=asked, pupil_agreed=agreed)
    assert found == Obstacle.REFUSED


# ---------------------------------------------------------------- talks
@pytest.mark.parametrize(
    ("talked_on", "today", "next_on"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), date(2026, 12, 14)),  # week 50 is closed
        (date(2026, 11, 11), date(2026, 11, 13), date(2026, 11, 25)),
        (date(2026, 11, 2), date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 11, 21), date(2026, 11, 23), date(2026, 12, 14)),  # a Saturday: from Monday
    ],
)
def test_two_open_weeks_after_the_talk(talked_on, today, next_on):
    assert next_talk(CALENDAR, DEADLINE, talked_on, today) == next_on


@given(DAYS, st.integers(0, 60))
def test_the_next_talk_is_ahead_and_on_an_open_day(talked_on, late):
    today = talked_on + timedelta(days=late)
    found = next_talk(CALENDAR, DEADLINE, talked_on, today)
    assert found > today
    assert CALENDAR.is_open(found)


@given(DAYS)
def test_a_later_talk_never_has_an_earlier_next_one(day):
    following = day + timedelta(days=1)
    assert next_talk(CALENDAR, DEADLINE, day, day) <= next_talk(
        CALENDAR, DEADLINE, following, following
    )


@pytest.mark.parametrize(
    ("days", "can"), [(-1, False), (0, True), (366, True), (367, False), (4_000, False)]
)
def test_a_talk_lies_between_today_and_a_year_ahead(days, can):
    assert can_be_talked_on(TODAY + timedelta(days=days), TODAY) is can


@pytest.mark.parametrize(("days", "away"), [(-1, False), (0, True), (3, True), (4, False)])
def test_away_on_both_days_included(days, away):
    on = TODAY + timedelta(days=days)
    assert is_away(TODAY, TODAY + timedelta(days=3), on) is away
    assert not is_away(None, None, on)
    assert not is_away(TODAY, TODAY, None)
