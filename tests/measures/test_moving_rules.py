"""What moves along when a measure is moved, and what never does. Pure: no database."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from measures.rules import Part, around_closed, moved, placed
from organisations.calendar import Calendar, Kind, Span, Year
from tests.measures.plans import BEGIN, any_plans, calendars, lawful_plans

MONDAY = date(2026, 11, 16)
CALENDAR = Calendar((Year(2026, date(2026, 8, 18), date(2027, 6, 18)),))
shifts = st.integers(-90, 90)
todays = st.integers(0, 500).map(lambda days: BEGIN + timedelta(days=days))


def week(number, *, weeks=1, id="a", after=()):
    """From the Monday of the nth week of the plan to a Friday."""
    first = MONDAY + timedelta(weeks=number)
    return Part(id, id.upper(), first, first + timedelta(weeks=weeks, days=-3), frozenset(after))


def dates_of(plan, move):
    """All dates as they stand after the move."""
    return {part.id: move.dates.get(part.id, (part.starts_on, part.ends_on)) for part in plan}


def length(calendar, starts_on, ends_on):
    return max(1, calendar.open_days_between(starts_on - timedelta(days=1), ends_on))


def put(calendar, plan, part, by, *, today, fixed=frozenset()):
    """Move by so many open days, as far as the action lets it: not before what it follows."""
    first = calendar.next_open_day(part.starts_on).date
    to = placed(calendar, part, calendar.add_open_days(first, by).date)
    ends = [other.ends_on for other in plan if other.id in part.after]
    kept = to.after if all(end < to.starts_on for end in ends) else frozenset()
    to = replace(to, after=kept)
    plan = [replace(part, after=kept) if other.id == part.id else other for other in plan]
    return plan, moved(calendar, plan, to, today=today, fixed=fixed)


@given(lawful_plans(), calendars(), shifts, todays, st.data())
def test_a_move_keeps_every_pair_serial(plan, calendar, by, today, data):
    """Later or earlier, whatever stands fast: who came after somebody still does."""
    part = data.draw(st.sampled_from(plan))
    fast = data.draw(st.sets(st.sampled_from([one.id for one in plan]))) - {part.id}
    plan, move = put(calendar, plan, part, by, today=today, fixed=fast)
    stands = dates_of(plan, move)
    for one in plan:
        starts_on, ends_on = stands[one.id]
        assert ends_on is None or starts_on <= ends_on
        if one.id not in fast:
            assert all(stands[before][1] < starts_on for before in one.after)


@given(lawful_plans(), calendars(), shifts, todays, st.data())
def test_what_moves_lasts_as_many_open_days_as_it_did(plan, calendar, by, today, data):
    plan, move = put(calendar, plan, data.draw(st.sampled_from(plan)), by, today=today)
    for part in plan:
        if part.id in move.dates and part.ends_on:
            stood = length(calendar, part.starts_on, part.ends_on)
            assert length(calendar, *move.dates[part.id]) == stood
        elif part.id in move.dates:
            assert move.dates[part.id][1] is None


@given(lawful_plans(), calendars(), shifts, todays, st.data())
def test_a_follower_comes_never_further_than_what_it_follows(plan, calendar, by, today, data):
    """Moved earlier it comes at the most as far as the moved one, never before today, and never
    goes later; moved later it goes at least as far."""
    part = data.draw(st.sampled_from(plan))
    plan, move = put(calendar, plan, part, by, today=today)
    stood = {one.id: one for one in plan}
    for pk, days in move.along.items():
        starts_on = move.dates[pk][0]
        if by < 0:
            assert by <= days <= 0
            assert starts_on >= min(today, stood[pk].starts_on)
        if by > 0:
            assert days >= by


@given(lawful_plans(), calendars(), shifts, todays, st.data())
def test_what_follows_nothing_that_moves_stays(plan, calendar, by, today, data):
    part = data.draw(st.sampled_from(plan))
    fast = data.draw(st.sets(st.sampled_from([one.id for one in plan]))) - {part.id}
    plan, move = put(calendar, plan, part, by, today=today, fixed=fast)
    behind = {part.id}
    while more := {one.id for one in plan if one.after & behind and one.id not in fast} - behind:
        behind |= more
    assert set(move.dates) <= behind


@given(lawful_plans(), calendars(), st.integers(1, 60), todays, st.data())
def test_there_and_back_again_is_where_it_was(plan, calendar, by, today, data):
    """What begins on open days comes back to its days, also through a break."""
    part = data.draw(st.sampled_from(plan))
    part = placed(calendar, part, part.starts_on)
    plan = [part if one.id == part.id else one for one in plan]
    _plan, there = put(calendar, plan, replace(part, after=frozenset()), by, today=today)
    assert placed(calendar, there.to, part.starts_on) == replace(part, after=there.to.after)


@given(any_plans(), calendars(), shifts, st.data())
def test_whatever_a_database_could_hold_is_moved_without_a_fault(plan, calendar, by, data):
    if not plan:
        return
    part = data.draw(st.sampled_from(plan))
    to = placed(calendar, part, part.starts_on + timedelta(days=by))
    assert moved(calendar, plan, to, today=BEGIN).dates[part.id] == (to.starts_on, to.ends_on)


def test_only_what_comes_after_moves():
    a, b = week(0, weeks=2), week(0, weeks=2, id="b")
    c, d = week(2, id="c", after="a"), week(3, id="d", after="c")
    to = placed(CALENDAR, a, MONDAY + timedelta(weeks=1))
    move = moved(CALENDAR, [a, b, c, d, week(2, id="e")], to, today=MONDAY)
    assert move.dates == {
        "a": (date(2026, 11, 23), date(2026, 12, 4)),
        "c": (date(2026, 12, 7), date(2026, 12, 11)),
        "d": (date(2026, 12, 14), date(2026, 12, 18)),
    }
    assert move.along == {"c": 5, "d": 5}


def test_another_one_before_it_holds_a_follower_back():
    """A comes two weeks earlier; C also comes after B, and so only one."""
    a, b = week(2), week(0, id="b")
    c, d = week(3, id="c", after="ab"), week(5, id="d", after="c")
    b = replace(b, ends_on=b.ends_on + timedelta(weeks=1))
    to = placed(CALENDAR, a, MONDAY)
    move = moved(CALENDAR, [a, b, c, d], to, today=MONDAY)
    assert move.dates["c"] == (date(2026, 11, 30), date(2026, 12, 4))
    # D keeps its distance to C.
    assert move.along == {"c": -5, "d": -5}


def test_a_follower_never_comes_before_today():
    a, b = week(1), week(2, id="b", after="a")
    thursday = date(2026, 11, 26)
    to = placed(CALENDAR, a, MONDAY)
    move = moved(CALENDAR, [a, b], to, today=thursday)
    assert move.dates["b"][0] == thursday


def test_what_runs_stays_and_so_does_what_comes_after_that_alone():
    a, b, c = week(0), week(1, id="b", after="a"), week(2, id="c", after="b")
    to = placed(CALENDAR, a, MONDAY + timedelta(weeks=1))
    assert moved(CALENDAR, [a, b, c], to, today=MONDAY, fixed="b").along == {}


# ---------------------------------------------------------------- days that a calendar has closed
def closing(first, last):
    span = Span(first, last, Kind.BREAK)
    return Calendar((Year(2026, date(2026, 8, 18), date(2027, 6, 18), (span,)),))


def test_a_week_that_is_closed_moves_all_of_it_and_what_comes_after():
    a, b, c = week(0), week(1, id="b", after="a"), week(4, id="c", after="b")
    calendar = closing(MONDAY, MONDAY + timedelta(days=4))
    assert around_closed(calendar, [a, b, c], {"a"}) == {
        "a": (date(2026, 11, 23), date(2026, 11, 27)),
        "b": (date(2026, 11, 30), date(2026, 12, 4)),
    }


def test_some_days_that_are_closed_are_added_at_the_end():
    a, b = week(0), week(0, id="b")
    calendar = closing(MONDAY, MONDAY + timedelta(days=1))
    moved_on = (date(2026, 11, 18), date(2026, 11, 24))
    assert around_closed(calendar, [a, b], {"a", "b"}, fixed="b") == {"a": moved_on}


@given(lawful_plans(), calendars())
def test_around_closed_days_what_was_serial_stays_serial(plan, calendar):
    closed = {part.id for part in plan if not calendar.is_open(part.starts_on)}
    new = around_closed(calendar, plan, closed)
    stands = {part.id: new.get(part.id, (part.starts_on, part.ends_on)) for part in plan}
    assert closed <= new.keys()
    for part in plan:
        starts_on, ends_on = stands[part.id]
        assert ends_on is None or starts_on <= ends_on
        assert calendar.is_open(starts_on)
        if any(before in new for before in part.after):
            assert all(stands[before][1] < starts_on for before in part.after)
        assert starts_on >= part.starts_on
