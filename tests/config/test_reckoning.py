"""The dates that the product counts, against a second calculator that was written differently: no
difference in ten thousand cases."""

import random
from datetime import date, timedelta
from functools import partial
from types import SimpleNamespace

import pytest

from cases import rules as cases
from cases.notices.in_sets import last_day_late
from concerns import rules as concerns
from config.simulation import reckoning
from evaluations import rules as evaluations
from measures import rules as measures
from measures.actions.work import WEEKS_TO_LOOK
from organisations.calendar import Calendar, Kind, Span, Year, is_working_day
from organisations.law import advice_on, law_for

CALENDARS, CASES_OF_EACH = 500, 20
FIRST = date(2024, 8, 1)
LAW = partial(law_for, "education_act")
DAY = timedelta(days=1)


def random_calendars(rng):
    """Three school years with breaks, some of them not entered, as both calculators know them."""
    years, days = [], reckoning.OpenDays()
    for starts in (2024, 2025, 2026):
        if rng.random() < 0.15:
            continue
        first = date(starts, 8, rng.randrange(1, 25))
        last = date(starts + 1, 6, rng.randrange(10, 30))
        spans = [random_span(rng, starts) for _number in range(rng.randrange(8))]
        years.append(Year(starts, first, last, tuple(spans)))
        days.years[starts] = (first, last)
        for span in spans:
            into = days.opened if span.kind == Kind.OPEN else days.closed
            into.update(span.first + DAY * n for n in range((span.last - span.first).days + 1))
    return Calendar(tuple(years)), days


def random_span(rng, starts):
    first = date(starts, 8, 1) + DAY * rng.randrange(340)
    last = first + DAY * rng.choice((0, 0, 4, 9, 13))
    kind = rng.choice((Kind.BREAK, Kind.PLANNING, Kind.CLOSED, Kind.OPEN))
    return Span(first, min(last, date(starts + 1, 7, 31)), kind)


def compared(rng, calendar, days):
    """Pairs of what the product says and what was counted here, of one case on one day."""
    since = FIRST + DAY * rng.randrange(950)
    today = since + DAY * rng.choice((0, 0, 1, 5, 40))
    found = evaluations_of(rng, calendar, days, since, today)
    return (
        found
        | closing_of(rng, calendar, days, since)
        | {
            "plan": (cases.plan_due_on(since, LAW(since)), reckoning.plan_due(since)),
            "PPT": (cases.answer_by(since, LAW(since)), reckoning.ppt_answer_due(since)),
            "change of school": (
                calendar.add_open_days(since, concerns.DAYS_FOR_A_CHANGE).date,
                reckoning.change_due(days, since),
            ),
            "exclusion": (
                LAW(since).deadlines["exclusion_answer"].due_on(since),
                reckoning.exclusion_due(since),
            ),
            "concern": (concerns.answer_by(since, LAW(since)), reckoning.concern_due(since)),
            "talk": (
                cases.next_talk(calendar, LAW(since).deadlines["talk"], since, today),
                reckoning.talk_after(days, since, today),
            ),
            "look at a case": (
                cases.look_on(since, LAW(since), calendar),
                reckoning.look_after(days, since),
            ),
            "look at a measure": (
                calendar.add_open_weeks(since, WEEKS_TO_LOOK).date,
                reckoning.look_after(days, since),
            ),
            "provisional": (
                calendar.is_provisional(since, today),
                not days.is_entered(since, today),
            ),
        }
    )


def closing_of(rng, calendar, days, since):
    """Some answers, one a fortnight or so, most of them safe."""
    given = [
        (since + DAY * (14 * number + rng.randrange(14)), rng.choice((3, 4, 4, 5, 5, 5)))
        for number in range(rng.randrange(9))
    ]
    span = cases.safe_since(cases.Answer(*one) for one in given)
    product = span is not None and cases.is_safe_long_enough(span, calendar)
    return {"safe long enough": (product, reckoning.is_safe_long_enough(days, given))}


def evaluations_of(rng, calendar, days, since, today):
    wanted = today + DAY * rng.randrange(-10, 60)
    value, before = rng.choice((None, 1, 2, 3, 4, 5)), rng.choice((None, 1, 3, 4, 5))
    done, interval = rng.randrange(5), rng.choice((None, None, 1, 3, 6))
    return {
        "first evaluation": (
            measures.first_evaluation(calendar, since, interval).date,
            reckoning.evaluation_after(days, since, 0, interval),
        ),
        "next evaluation": (
            measures.next_evaluation(calendar, since, done, interval).date,
            reckoning.evaluation_after(days, since, done, interval),
        ),
        "wanted evaluation": (
            evaluations.next_day(calendar, wanted=wanted, today=today, due_on=since).day.date,
            reckoning.evaluation_wanted(days, wanted, today=today, answered=since),
        ),
        "late": (
            since <= last_day_late(calendar, today, 3),
            days.passed(since, today) >= reckoning.LEADER_AFTER,
        ),
        "alarm": (cases.is_alarming(value, before), reckoning.is_alarming(value, before)),
    }


@pytest.mark.parametrize("part", range(4))
def test_two_calculators_agree_on_ten_thousand_cases(part):
    rng = random.Random(part)
    for _number in range(CALENDARS // 4):
        calendar, days = random_calendars(rng)
        for _case in range(CASES_OF_EACH):
            found = compared(rng, calendar, days)
            assert {name: one for name, one in found.items() if one[0] != one[1]} == {}


def rounds_compared(calendar, days, starts):
    """What is asked of every case in a school year, by either calculator."""
    asked, small = advice_on("handover", date(starts, 8, 1)), days.is_kindergarten
    steps = cases.handover_steps(calendar, starts, asked, small_children=small)
    product = [
        *(
            (*one[:4], one.due_on - timedelta(days=evaluations.YOUNG_DAYS))
            for one in evaluations.rounds_of(calendar, starts)
        ),
        *((one[0], *one[1:5]) for one in steps),
    ]
    counted = [*reckoning.reviews(days, starts), *reckoning.steps_over_summer(days, starts)]
    return sorted(product), sorted(map(tuple, counted))


@pytest.mark.parametrize("part", range(4))
def test_two_calculators_agree_on_the_rounds_of_a_school_year(part):
    rng = random.Random(part)
    for _number in range(CALENDARS // 4):
        calendar, days = random_calendars(rng)
        days.is_kindergarten = rng.random() < 0.5
        for starts in (2024, 2025, 2026):
            product, counted = rounds_compared(calendar, days, starts)
            assert product == counted


def test_two_calculators_know_the_same_working_days():
    day = date(2020, 8, 1)
    while day < date(2060, 8, 1):
        assert (day, is_working_day(day)) == (day, reckoning.is_working_day(day))
        day += DAY


def test_a_unit_that_is_never_open_has_no_day():
    days = reckoning.OpenDays()
    days.closed = {FIRST + DAY * number for number in range(2000)}
    with pytest.raises(reckoning.NoOpenDay):
        days.first_open(FIRST)
    with pytest.raises(reckoning.NoOpenDay):
        days.weeks_after(FIRST, 1)


@pytest.mark.parametrize("sender", ["school", "kindergarten"])
@pytest.mark.parametrize("receiver", ["school", "kindergarten"])
@pytest.mark.parametrize("owners", [("a", "a"), ("a", "b")])
def test_two_calculators_agree_on_the_ground_of_a_change_of_school(sender, receiver, owners):
    there, here = (
        SimpleNamespace(kind=kind, owner_id=owner)
        for kind, owner in zip((sender, receiver), owners, strict=True)
    )
    small = (sender == "kindergarten", receiver == "kindergarten")
    counted = reckoning.ground_for(*small, owners[0] == owners[1])
    assert concerns.ground_between(there, here) == counted
