from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations import rules
from organisations.calendar import Calendar, Kind, Span, Year

MONDAY = date(2026, 11, 23)
CHRISTMAS = Span(date(2026, 12, 21), date(2027, 1, 1), Kind.BREAK, "Jul")
CALENDAR = Calendar((Year(2026, date(2026, 8, 17), date(2027, 6, 18), (CHRISTMAS,)),))


@pytest.mark.parametrize(
    ("answer", "on"), [("continue", True), ("adjust", True), ("replace", False), ("stop", False)]
)
def test_a_measure_that_is_continued_or_adjusted_goes_on(answer, on):
    assert rules.goes_on(answer) is on


@pytest.mark.parametrize("value", [None, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("answer", ["continue", "adjust", "replace", "stop"])
def test_only_stopping_while_the_pupil_is_unsafe_is_asked_about(value, answer):
    asked = rules.must_confirm(value=value, next=answer)
    assert asked is (answer == "stop" and value in (1, 2))


@pytest.mark.parametrize(
    ("effects", "twice"),
    [
        ([], False),
        (["no"], False),
        (["no", "no"], True),
        (["no", "no", "yes"], True),
        (["yes", "no", "no"], False),
        (["no", "partly", "no"], False),
        (["no", "too_early", "no"], False),
    ],
)
def test_two_answers_without_effect_in_a_row_are_seen(effects, twice):
    assert rules.twice_without_effect(effects) is twice


def test_an_open_day_ahead_is_taken_as_it_is():
    wanted = date(2026, 11, 30)
    found = rules.next_day(CALENDAR, wanted=wanted, today=MONDAY, due_on=MONDAY)
    assert found == ((wanted, False), False)


@pytest.mark.parametrize(
    ("wanted", "becomes"),
    [
        (date(2026, 11, 28), date(2026, 11, 30)),  # a Saturday
        (date(2026, 12, 23), date(2027, 1, 4)),  # in the Christmas break
        (date(2026, 11, 23), date(2026, 11, 24)),  # today
        (date(2026, 10, 1), date(2026, 11, 24)),  # in the past
    ],
)
def test_a_closed_or_past_day_becomes_the_next_open_one(wanted, becomes):
    found = rules.next_day(CALENDAR, wanted=wanted, today=MONDAY, due_on=MONDAY)
    assert (found.day.date, found.moved) == (becomes, True)


def test_an_early_answer_leaves_the_date_it_answered_behind():
    due_on = date(2026, 11, 27)
    found = rules.next_day(CALENDAR, wanted=due_on, today=MONDAY, due_on=due_on)
    assert found.day.date == date(2026, 11, 30)


def test_a_day_in_a_year_without_a_calendar_is_provisional():
    found = rules.next_day(CALENDAR, wanted=date(2027, 9, 1), today=MONDAY, due_on=MONDAY)
    assert found.day.provisional is True


def test_more_than_a_year_ahead_is_refused():
    with pytest.raises(ValueError, match="a year ahead"):
        rules.next_day(CALENDAR, wanted=date(2028, 11, 23), today=MONDAY, due_on=MONDAY)


@given(
    today=st.dates(date(2024, 1, 1), date(2036, 12, 31)),
    wanted=st.integers(-400, 366),
    due=st.integers(-60, 30),
)
def test_the_next_day_is_always_open_and_later_than_all_that_was_answered(today, wanted, due):
    due_on = today + timedelta(days=due)
    found = rules.next_day(
        CALENDAR, wanted=today + timedelta(days=wanted), today=today, due_on=due_on
    )
    assert CALENDAR.is_open(found.day.date)
    assert found.day.date > max(today, due_on)
