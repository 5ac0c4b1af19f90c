"""A drafted school year: what keeps its week, what follows Easter, what stays on its date."""

from datetime import date

import pytest

from organisations.calendar import Kind, Span, Year, moved_to_next_year


def moved(starts, *spans, first=None, last=None):
    return moved_to_next_year(Year(starts, first, last, tuple(spans)))


def span(first, last, kind=Kind.BREAK, name=""):
    return Span(first, last, kind, name)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # autumn break: week 41 after a year of 53 weeks, and before one
        ((2026, date(2026, 10, 5), date(2026, 10, 9)), (date(2027, 10, 11), date(2027, 10, 15))),
        ((2031, date(2031, 10, 6), date(2031, 10, 10)), (date(2032, 10, 4), date(2032, 10, 8))),
        # winter break: week 8, with and without 29 February
        ((2026, date(2027, 2, 22), date(2027, 2, 26)), (date(2028, 2, 21), date(2028, 2, 25))),
        ((2027, date(2028, 2, 28), date(2028, 2, 29)), (date(2029, 2, 26), date(2029, 2, 27))),
        # Christmas keeps its place around the 25th, week 53 or not
        ((2026, date(2026, 12, 21), date(2027, 1, 1)), (date(2027, 12, 20), date(2027, 12, 31))),
        ((2025, date(2025, 12, 22), date(2026, 1, 2)), (date(2026, 12, 21), date(2027, 1, 1))),
        # a planning day after Christmas in week 53: the last week of a year without it
        ((2026, date(2026, 12, 28), date(2026, 12, 28)), (date(2027, 12, 27), date(2027, 12, 27))),
        # Easter, the Friday after Ascension, the Tuesday after Pentecost
        ((2026, date(2027, 3, 22), date(2027, 3, 30)), (date(2028, 4, 10), date(2028, 4, 18))),
        ((2026, date(2027, 5, 7), date(2027, 5, 7)), (date(2028, 5, 26), date(2028, 5, 26))),
        ((2026, date(2027, 5, 18), date(2027, 5, 18)), (date(2028, 6, 6), date(2028, 6, 6))),
        # the summer ends when the school year does
        ((2026, date(2027, 6, 21), date(2027, 7, 31)), (date(2028, 6, 19), date(2028, 7, 31))),
        ((2026, date(2026, 8, 1), date(2026, 8, 16)), (date(2027, 8, 1), date(2027, 8, 22))),
    ],
)
def test_where_a_period_goes(old, new):
    starts, first, last = old
    year, left_out = moved(starts, span(first, last, name="Fri"))

    assert [(one.first, one.last, one.name) for one in year.spans] == [(*new, "Fri")]
    assert left_out == ()


def test_first_and_last_day_keep_their_weeks():
    year, _left_out = moved(2026, first=date(2026, 8, 17), last=date(2027, 6, 18))

    assert (year.starts, year.first_day, year.last_day) == (
        2027,
        date(2027, 8, 23),
        date(2028, 6, 16),
    )


def test_a_kindergartens_year_stays_whole():
    year, _left_out = moved(2026, first=date(2026, 8, 1), last=date(2027, 7, 31))

    assert (year.first_day, year.last_day) == (date(2027, 8, 1), date(2028, 7, 31))


def test_a_unit_that_enters_neither_day_still_enters_neither():
    year, _left_out = moved(2026, span(date(2026, 11, 20), date(2026, 11, 20), Kind.PLANNING))

    assert (year.first_day, year.last_day) == (None, None)
    assert year.spans == (span(date(2027, 11, 26), date(2027, 11, 26), Kind.PLANNING),)


def test_a_period_that_would_overlap_another_is_left_out_and_named():
    easter = span(date(2027, 3, 22), date(2027, 3, 30))
    planning = span(date(2027, 4, 14), date(2027, 4, 14), Kind.PLANNING)  # week 15, as Easter then

    year, left_out = moved(2026, easter, planning)

    assert [one.kind for one in year.spans] == [Kind.BREAK]
    assert left_out == (planning,)
