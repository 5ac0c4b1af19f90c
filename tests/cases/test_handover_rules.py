"""On which days a case is handed on over the summer."""

from datetime import date

import pytest

from cases.rules import handover_steps, summer
from organisations.calendar import Calendar, Kind, Span, Year
from organisations.law import advice_on
from pupils.rules import class_next_year, names_class, with_class_renamed

ADVICE = advice_on("handover", date(2027, 1, 1))
SCHOOL = Calendar(
    (
        Year(2026, date(2026, 8, 17), date(2027, 6, 18)),
        Year(2027, date(2027, 8, 16), date(2028, 6, 16)),
    )
)
WHOLE_YEAR = Calendar((Year(2026, date(2026, 8, 3), date(2027, 7, 30)),))


def due(calendar, starts=2026, **more):
    return {one.kind: one.due_on for one in handover_steps(calendar, starts, ADVICE, **more)}


def test_the_days_are_counted_in_open_days():
    assert due(SCHOOL) == {
        "may": date(2027, 5, 14),  # 15 May is a Saturday
        "june": date(2027, 6, 4),  # ten open days before Friday 18 June
        "august": date(2026, 8, 21),  # the fifth open day
        "plan": date(2026, 8, 21),
    }


def test_15_may_itself_when_it_is_open_and_the_open_day_before_otherwise():
    assert due(Calendar(), 2028)["may"] == date(2029, 5, 15)
    closed = Span(date(2029, 5, 14), date(2029, 5, 16), Kind.BREAK)
    one_more = Year(2028, date(2028, 8, 14), date(2029, 6, 15), (closed,))
    assert due(Calendar((one_more,)), 2028)["may"] == date(2029, 5, 11)


def test_a_kindergarten_that_is_open_in_july_hands_over_before_the_summer():
    assert due(WHOLE_YEAR, small_children=True)["june"] == date(2027, 6, 4)
    assert due(WHOLE_YEAR)["june"] == date(2027, 7, 16)


def test_where_no_calendar_is_entered_the_days_are_provisional():
    found = handover_steps(Calendar(), 2026, ADVICE)
    assert {one.provisional for one in found} == {True}
    assert due(Calendar())["august"] == date(2026, 8, 21)
    assert {one.provisional for one in handover_steps(SCHOOL, 2026, ADVICE)} == {False}


def test_a_year_without_open_days_still_has_its_steps_inside():
    closed = Span(date(2026, 8, 1), date(2027, 7, 31), Kind.CLOSED)
    never = Calendar((Year(2026, date(2026, 8, 17), date(2027, 6, 18), (closed,)),))
    inside = [date(2026, 8, 1) <= one.due_on <= date(2027, 7, 31)
              for one in handover_steps(never, 2026, ADVICE)]  # fmt: skip
    assert inside == [True] * 4


def test_each_step_opens_before_its_day_and_closes_after_it():
    for one in handover_steps(SCHOOL, 2026, ADVICE):
        assert one.opens_on < one.due_on < one.closes_on


def test_the_summer_lies_between_the_two_school_years():
    assert summer(SCHOOL, 2026, ADVICE) == (date(2027, 6, 19), date(2027, 8, 15))
    assert summer(Calendar(), 2026, ADVICE) == (date(2027, 6, 19), date(2027, 8, 16))


@pytest.mark.parametrize(
    ("name", "later"), [("7B", "8B"), ("10 A", "11 A"), ("Maurtua", "Maurtua"), ("9", "10")]
)
def test_class_next_year(name, later):
    assert class_next_year(name) == later


@pytest.mark.parametrize(
    ("text", "named"),
    [("Flere i 7B", True), ("7b, jentene", True), ("17B", False), ("7Bc", False), ("", False)],
)
def test_a_class_is_named_as_a_word_of_its_own(text, named):
    assert names_class(text, "7B") is named


def test_the_name_of_a_class_is_no_pattern():
    assert with_class_renamed("Alle i 7.B (ute)", "7.B", r"8.B\1") == r"Alle i 8.B\1 (ute)"
    assert not names_class("7xB", "7.B")
