from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.rules import Link, Part, find_cycle, steps
from tests.measures.plans import any_plans, lawful_plans

MONDAY = date(2026, 11, 16)


def week(number, *, weeks=1, id="a", after=()):
    """A measure that runs from the Monday of the nth week of the plan, for so many weeks."""
    first = MONDAY + timedelta(weeks=number)
    last = first + timedelta(weeks=weeks, days=-3)
    return Part(id, id.upper(), first, last, frozenset(after))


def always(id="d", number=0):
    return Part(id, id.upper(), MONDAY + timedelta(weeks=number))


def shape(parts):
    order = steps(parts)
    found = [(step.link.value, "".join(part.id for part in step.parts)) for step in order.steps]
    return found, "".join(part.id for part in order.always)


A, B = week(0, weeks=2, id="a"), week(0, weeks=2, id="b")


@pytest.mark.parametrize(
    ("parts", "result"),
    [
        ([], ([], "")),
        ([A], ([("only", "a")], "")),
        ([A, B], ([("only", "ab")], "")),
        ([A, week(2, id="c")], ([("first", "a"), ("then", "c")], "")),
        ([A, B, week(2, id="c", after="ab")], ([("first", "ab"), ("then", "c")], "")),
        ([A, always()], ([("only", "a")], "d")),
        ([always("e", 3), always()], ([], "de")),
        # B is not over when C starts, and C follows neither of them.
        (
            [A, week(0, weeks=6, id="b"), week(3, id="c")],
            ([("first", "ab"), ("meanwhile", "c")], ""),
        ),
        # The same dates, but C comes after A.
        (
            [A, week(0, weeks=6, id="b"), week(3, id="c", after="a")],
            ([("first", "ab"), ("then", "c")], ""),
        ),
        # Without an end and after others, it is serial and does not run all the time.
        (
            [A, Part("c", "C", MONDAY + timedelta(weeks=2), None, frozenset("a"))],
            ([("first", "a"), ("then", "c")], ""),
        ),
        # A chain of overlaps is not one step: A is over when C starts.
        (
            [A, week(1, weeks=3, id="b"), week(2, weeks=3, id="c")],
            ([("first", "ab"), ("meanwhile", "c")], ""),
        ),
        # The same day, but one after the other: as it is said, not as it is dated.
        ([A, week(0, id="c", after="a")], ([("first", "a"), ("then", "c")], "")),
    ],
)
def test_steps_are_worked_out_from_dates_and_order(parts, result):
    assert shape(parts) == result


@given(any_plans())
def test_steps_give_every_measure_back_once_with_its_dates(plan):
    order = steps(plan)
    found = [part for step in order.steps for part in step.parts] + list(order.always)
    assert sorted(found, key=lambda part: part.id) == plan


@given(any_plans())
def test_measures_of_one_step_share_a_day_and_do_not_follow_each_other(plan):
    for step in steps(plan).steps:
        ids = {part.id for part in step.parts}
        assert max(part.starts_on for part in step.parts) <= min(part.last for part in step.parts)
        assert not any(part.after & ids for part in step.parts)


@given(lawful_plans())
def test_a_follower_stands_in_a_later_step(plan):
    numbers = {part.id: step.number for step in steps(plan).steps for part in step.parts}
    for part in plan:
        assert all(numbers[before] < numbers[part.id] for before in part.after)


@given(lawful_plans())
def test_steps_begin_in_the_order_of_time(plan):
    firsts = [step.first for step in steps(plan).steps]
    assert firsts == sorted(firsts)


@given(lawful_plans())
def test_all_the_time_means_without_an_end_and_after_nothing(plan):
    expected = {part.id for part in plan if part.ends_on is None and not part.after}
    assert {part.id for part in steps(plan).always} == expected


@given(lawful_plans())
def test_then_is_said_only_when_what_came_before_is_over_or_followed(plan):
    order = steps(plan)
    for place, step in enumerate(order.steps[1:], 1):
        before = [part for earlier in order.steps[:place] for part in earlier.parts]
        over = all(part.last < step.first for part in before)
        follows = any(part.after for part in step.parts)
        assert (step.link is Link.THEN) == (over or follows)


# ---------------------------------------------------------------- rings
def reaches_itself(after, start):
    """Walk every way from a measure; the slow answer to whether it stands in a ring."""
    seen, waiting = set(), list(after.get(start, ()))
    while waiting:
        found = waiting.pop()
        if found == start:
            return True
        if found not in seen:
            seen.add(found)
            waiting.extend(after.get(found, ()))
    return False


orders = st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=4), max_size=8)


@given(orders)
def test_a_ring_is_found_exactly_where_there_is_one(after):
    known = {pk: {other for other in before if other in after} for pk, before in after.items()}
    assert bool(find_cycle(known)) == any(reaches_itself(known, pk) for pk in known)


@given(orders)
def test_the_ring_that_is_found_is_one(after):
    ring = find_cycle(after)
    for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
        assert there in after[here]


def test_a_ring_of_three_is_found_behind_a_tail():
    assert sorted(find_cycle({0: {1}, 1: {2}, 2: {3}, 3: {1}, 4: set()})) == [1, 2, 3]
