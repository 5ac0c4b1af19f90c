"""Who is safe, since when, and when the look is. The tables are written by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import rules
from cases.rules import Answer
from organisations.calendar import Calendar, Kind, Span, Year
from organisations.law import law_for

DAY = date(2026, 9, 7)  # a Monday
CALENDAR = Calendar(
    (
        Year(
            2026,
            date(2026, 8, 17),
            date(2027, 6, 18),
            (Span(date(2026, 9, 28), date(2026, 10, 2), Kind.BREAK),),
        ),
    )
)


def own(weeks, value):
    return Answer(DAY + timedelta(weeks=weeks), value)


def seen(weeks, value):
    return Answer(DAY + timedelta(weeks=weeks), value, is_own=False)


def declined(weeks):
    return Answer(DAY + timedelta(weeks=weeks), None, declined=True)


def not_asked(weeks):
    return Answer(DAY + timedelta(weeks=weeks), None)


@pytest.mark.parametrize(
    ("answers", "unsafe"),
    [
        ([], False),
        ([own(0, 1)], True),
        ([own(0, 2)], True),
        ([own(0, 3)], False),
        ([own(0, 2), own(1, 4)], False),
        ([own(0, 4), own(1, 2)], True),
        ([own(0, 2), not_asked(1)], True),
        ([own(0, 2), declined(1)], True),
        ([own(0, 2), seen(1, 5)], True),  # an adult does not outweigh what the pupil said
        ([own(0, 4), seen(1, 2)], True),
        ([seen(0, 2), own(1, 4)], False),
        ([declined(1), seen(0, 2)], True),
        ([declined(0), seen(1, 1)], True),
        ([declined(0), seen(1, 4)], False),
        ([declined(0)], False),
    ],
)
def test_who_is_unsafe(answers, unsafe):
    assert rules.is_unsafe(answers) is unsafe
    assert rules.is_unsafe(reversed(answers)) is unsafe


@pytest.mark.parametrize(
    ("answers", "safe", "by_observation"),
    [
        ([], False, False),
        ([own(0, 4)], True, True),
        ([own(0, 3)], False, False),
        ([own(0, 4), own(1, 3)], False, False),
        ([own(0, 5), not_asked(1)], True, True),
        ([own(0, 5), declined(1)], False, False),  # has stopped saying so, and nobody has seen it
        ([own(0, 5), declined(1), seen(2, 4)], True, True),
        ([declined(0), seen(1, 3)], False, False),
        ([seen(0, 5)], False, True),
        ([seen(0, 3)], False, False),
        ([not_asked(0), seen(1, 5)], False, True),
        ([own(0, 5), seen(1, 2)], False, False),
    ],
)
def test_who_says_that_it_is_safe(answers, safe, by_observation):
    assert rules.says_safe(answers) is safe
    assert rules.says_safe(answers, by_observation=True) is by_observation


@pytest.mark.parametrize(
    ("answers", "weeks"),
    [
        ([own(0, 4), own(4, 5), own(8, 4)], (0, 8)),
        ([own(0, 4), own(4, 5)], None),
        ([own(0, 2), own(1, 4), own(4, 5), own(8, 4)], (1, 8)),
        ([own(0, 4), own(4, 3), own(8, 4)], None),
        ([own(0, 4), not_asked(1), own(4, 5), declined(5), own(8, 4)], (0, 8)),
        ([own(0, 4), seen(4, 5), own(8, 4)], None),
        ([own(0, 4), own(4, 5), own(8, 4), seen(9, 2)], None),
        ([own(0, 4), own(4, 5), own(8, 4), own(9, 2)], None),
    ],
)
def test_since_when_it_is_safe(answers, weeks):
    expected = weeks and tuple(DAY + timedelta(weeks=week) for week in weeks)
    assert rules.safe_since(answers) == expected


@pytest.mark.parametrize(
    ("first", "last", "enough"),
    [
        (DAY, DAY + timedelta(weeks=8), False),  # the autumn break is no open week
        (DAY, DAY + timedelta(weeks=9), True),
        (DAY + timedelta(days=4), DAY + timedelta(weeks=9), True),  # Friday to Monday
        (DAY, DAY + timedelta(weeks=8, days=6), False),
        (date(2026, 10, 5), date(2026, 11, 30), True),
        (date(2026, 10, 5), date(2026, 11, 29), False),
    ],
)
def test_eight_open_weeks_are_counted_from_week_to_week(first, last, enough):
    assert rules.is_safe_long_enough((first, last), CALENDAR) is enough


def test_the_look_comes_six_open_weeks_after():
    law = law_for("education_act", DAY)
    assert rules.look_on(DAY, law, CALENDAR) == DAY + timedelta(weeks=7)
    assert rules.look_on(date(2026, 10, 5), law, CALENDAR) == date(2026, 11, 16)
    assert not law.deadlines["look"].is_law


@pytest.mark.parametrize(
    ("day", "can"),
    [(DAY - timedelta(days=1), False), (DAY, True), (DAY + timedelta(days=732), True),
     (DAY + timedelta(days=733), False)],
)  # fmt: skip
def test_nothing_is_due_before_it_began_or_more_than_two_years_ahead(day, can):
    assert rules.can_be_due(day, DAY, DAY) is can


ANSWERS = st.lists(
    st.builds(
        Answer,
        st.dates(DAY, DAY + timedelta(days=400)),
        st.one_of(st.none(), st.integers(1, 5)),
        is_own=st.booleans(),
        declined=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.day,
)


@given(ANSWERS, st.booleans())
def test_nobody_is_both_safe_and_unsafe(answers, by_observation):
    if rules.is_unsafe(answers):
        assert not rules.says_safe(answers, by_observation=by_observation)
        assert rules.safe_since(answers) is None


@given(ANSWERS)
def test_a_new_own_low_answer_always_makes_unsafe(answers):
    later = Answer(DAY + timedelta(days=500), 2)
    assert rules.is_unsafe([*answers, later])
