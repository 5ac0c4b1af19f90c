"""What is to be done, worked out from dates and states. No database."""

from datetime import date, timedelta

import pytest

from overview import duties
from overview.duties import Duty

MONDAY = date(2026, 11, 23)


def duty(days, reference="26-AAAA"):
    due_on = MONDAY + timedelta(days=days)
    return Duty(due_on=due_on, what="Evaluate", reference=reference, button="Evaluate", url="/x/")


@pytest.mark.parametrize(
    ("days", "key"),
    [
        (-300, "overdue"),
        (-1, "overdue"),
        (0, "today"),
        (1, "soon"),
        (3, "soon"),
        (4, "week"),
        (6, "week"),
        (7, "later"),
    ],  # fmt: skip
)
def test_how_urgent_a_day_is_on_a_monday(days, key):
    assert duties.urgency(MONDAY + timedelta(days=days), MONDAY) == key


def test_soon_is_three_working_days_also_across_a_weekend_and_the_turn_of_the_year():
    sunday = date(2026, 11, 29)
    assert duties.urgency(date(2026, 12, 2), sunday) == "soon"
    assert duties.urgency(date(2026, 12, 3), sunday) == "later"
    thursday = date(2026, 12, 31)
    assert duties.urgency(date(2027, 1, 6), thursday) == "soon"
    assert duties.urgency(date(2027, 1, 7), thursday) == "later"


def test_heaps_come_in_order_of_urgency_and_only_those_that_hold_something():
    found = duties.heaps([duty(20), duty(0), duty(-3), duty(-1), duty(8)], MONDAY)
    assert [(heap.key, len(heap.duties)) for heap in found] == [
        ("overdue", 2),
        ("today", 1),
        ("later", 2),
    ]
    assert [one.days_over for one in found[0].duties] == [3, 1]


def test_what_one_case_asks_stands_together_and_what_is_of_no_case_alone():
    given = [duty(-3), duty(-2, "26-BBBB"), duty(-1), duty(-1, ""), duty(-1, "")]
    (heap,) = duties.heaps(given, MONDAY)
    found = [[(one.reference, one.days_over) for one in same] for same in heap.by_case]
    assert found == [
        [("26-AAAA", 3), ("26-AAAA", 1)],
        [("26-BBBB", 2)],
        [("", 1)],
        [("", 1)],
    ]


def test_what_lies_ahead_is_by_date_and_together_only_where_it_follows_upon_each_other():
    given = [duty(10), duty(8), duty(9, "26-BBBB"), duty(7), duty(9, ""), duty(9, "")]
    (heap,) = duties.heaps(given, MONDAY)
    found = [[(one.reference, (one.due_on - MONDAY).days) for one in same] for same in heap.by_case]
    assert found == [
        [("26-AAAA", 7), ("26-AAAA", 8)],
        [("", 9)],
        [("", 9)],
        [("26-BBBB", 9)],
        [("26-AAAA", 10)],
    ]


def test_no_duties_make_no_heaps():
    assert duties.heaps([], MONDAY) == []
