"""Where the bars stand on the weeks of a school year. Pure."""

from datetime import date, timedelta

from django.utils.translation import override
from hypothesis import given

from measures.axis import Mark, lay_out
from measures.rules import Part, steps
from organisations.calendar import Calendar, Kind, Span, Year
from tests.measures.plans import calendars, lawful_plans, part

BREAK = Span(date(2026, 12, 21), date(2027, 1, 1), Kind.BREAK)
YEAR = Year(2026, date(2026, 8, 17), date(2027, 6, 18), (BREAK,))
CALENDAR = Calendar((YEAR,))
TODAY = date(2026, 11, 23)
# From the week of 17 August to that of 18 June there are 44 weeks.
WEEKS = 44


def measure(id, starts_on, ends_on=None, after=()):
    return Part(id, id.upper(), starts_on, ends_on, frozenset(after))


def laid(*parts, calendar=CALENDAR, today=TODAY, marks=None):
    with override("en"):
        return lay_out(steps(parts), calendar, today, marks or {})


def percent(weeks):
    return f"{100 * weeks / WEEKS:.2f}%"


def test_a_plan_without_measures_has_no_axis():
    assert laid() == []


def test_a_bar_stands_on_its_weeks():
    a = measure("a", date(2026, 8, 24), date(2026, 9, 6))
    mark = Mark("running", "Running", date(2026, 8, 31))
    (axis,) = laid(a, marks={"a": mark})
    (bar,) = axis.bars
    assert (axis.name, bar.title, bar.weeks) == ("2026/2027", "A", "weeks 35–36")
    assert (bar.x, bar.width, bar.evaluated_x) == (percent(1), percent(2), percent(2))
    assert (bar.mark, axis.today_x) == (mark, percent(14))


def test_the_axis_shows_the_whole_school_year_with_its_closed_weeks():
    (axis,) = laid(measure("a", date(2026, 11, 23), date(2026, 11, 27)))
    assert [tick.label for tick in axis.weeks[:4]] == ["34", "36", "38", "40"]
    assert [tick.wide_only for tick in axis.weeks[:4]] == [False, True, False, True]
    assert [tick.label for tick in axis.months] == [
        "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    ]  # fmt: skip
    (christmas,) = axis.closed
    assert (christmas.x, christmas.width) == (percent(18), percent(2))


def test_what_runs_all_the_time_goes_to_the_end_of_the_year_and_stands_last():
    a, d = measure("a", date(2027, 5, 3), date(2027, 5, 7)), measure("d", date(2026, 11, 23))
    (axis,) = laid(d, a)
    assert [bar.title for bar in axis.bars] == ["A", "D"]
    assert axis.bars[1].width == percent(WEEKS - 14)


def test_a_plan_over_two_school_years_has_two_axes():
    next_year = Calendar((YEAR, Year(2027, date(2027, 8, 16), date(2028, 6, 16))))
    a, b = measure("a", TODAY, date(2026, 12, 4)), measure("b", TODAY, date(2027, 9, 10))
    first, second = laid(a, b, measure("d", TODAY), calendar=next_year)
    assert [axis.name for axis in (first, second)] == ["2026/2027", "2027/2028"]
    assert [bar.title for bar in second.bars] == ["B", "D"]
    assert (second.bars[0].x, second.today_x) == ("0.00%", "")


def test_measures_in_the_summer_and_without_a_calendar_are_on_the_axis():
    (axis,) = laid(measure("a", date(2027, 7, 12), date(2027, 7, 16)))
    assert axis.bars[0].title == "A"
    (axis,) = laid(measure("a", date(2027, 7, 12), date(2027, 7, 16)), calendar=Calendar())
    assert axis.weeks[0].label == "31"


def test_a_long_title_is_shortened_in_the_picture_and_whole_in_the_table():
    a = part(1, TODAY, 4)
    long = Part(1, "x" * 120, a.starts_on, a.ends_on)
    (axis,) = laid(long)
    assert (len(axis.bars[0].short), axis.bars[0].title) == (44, "x" * 120)


@given(lawful_plans(), calendars())
def test_every_measure_stands_on_some_axis_and_inside_it(plan, calendar):
    axes = lay_out(steps(plan), calendar, plan[0].starts_on, {})
    assert {bar.title for axis in axes for bar in axis.bars} == {one.title for one in plan}
    for bar in (bar for axis in axes for bar in axis.bars):
        x, width = float(bar.x[:-1]), float(bar.width[:-1])
        assert 0 <= x < 100
        assert 0 < width <= 100.01 - x
    names = [axis.name for axis in axes]
    assert names == sorted(set(names))


@given(lawful_plans(), calendars())
def test_no_axis_is_taller_than_its_measures(plan, calendar):
    today = plan[0].starts_on + timedelta(days=30)
    for axis in lay_out(steps(plan), calendar, today, {}):
        assert all(bar.y + 12 < axis.height for bar in axis.bars)
