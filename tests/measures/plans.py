"""Examples of plans for property tests: any dates, any order, and lawful ones."""

from datetime import date, timedelta

from hypothesis import strategies as st

from measures.rules import Part
from organisations.calendar import Calendar, Kind, Span, Year

BEGIN = date(2026, 8, 1)
starts = st.integers(0, 500).map(lambda days: BEGIN + timedelta(days=days))
lengths = st.one_of(st.none(), st.integers(0, 120))


def name_of(number):
    """Titles of which none is part of another."""
    return f"Tiltak {number:02d}"


def part(number, starts_on, length, after=()):
    ends_on = None if length is None else starts_on + timedelta(days=length)
    return Part(number, name_of(number), starts_on, ends_on, frozenset(after))


@st.composite
def any_plans(draw, most=8):
    """Whatever a database could hold: ``after`` may contradict the dates, and go in rings."""
    count = draw(st.integers(0, most))
    numbers = st.sets(st.integers(0, most), max_size=3)
    return [
        part(number, draw(starts), draw(lengths), draw(numbers) - {number})
        for number in range(count)
    ]


@st.composite
def lawful_plans(draw, most=8):
    """What the actions let through: who is followed has an end, and the follower starts later."""
    plan = []
    for number in range(draw(st.integers(1, most))):
        starts_on, length = draw(starts), draw(lengths)
        possible = [other.id for other in plan if other.ends_on and other.ends_on < starts_on]
        after = draw(st.sets(st.sampled_from(possible), max_size=2)) if possible else set()
        plan.append(part(number, starts_on, length, after))
    return plan


@st.composite
def calendars(draw):
    """A school's years with a few weeks closed."""
    years = []
    for starts in (2026, 2027, 2028):
        first = date(starts, 9, 7) + timedelta(weeks=draw(st.integers(0, 30)))
        spans = (Span(first, first + timedelta(days=draw(st.integers(0, 20))), Kind.BREAK),)
        years.append(Year(starts, date(starts, 8, 18), date(starts + 1, 6, 18), spans))
    return Calendar(tuple(years))
