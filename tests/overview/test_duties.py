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
    [(-300, "overdue"), (-1, "overdue"), (0, "today"), (1, "week"), (6, "week"), (7, "later")],
)
def test_how_urgent_a_day_is_on_a_monday(days, key):
    assert duties.urgency(MONDAY + timedelta(days=days), MONDAY) == key


def test_on_a_sunday_the_week_is_over():
    sunday = date(2026, 11, 29)
    assert duties.urgency(date(2026, 11, 30), sunday) == "later"


def test_the_week_goes_across_the_turn_of_the_year():
    thursday = date(2026, 12, 31)
    assert duties.urgency(date(2027, 1, 3), thursday) == "week"
    assert duties.urgency(date(2027, 1, 4), thursday) == "later"


def test_heaps_come_in_order_of_urgency_and_only_those_that_hold_something():
    found = duties.heaps([duty(20), duty(0), duty(-3), duty(-1), duty(8)], MONDAY)
    assert [(heap.key, len(heap.duties)) for heap in found] == [
        ("overdue", 2),
        ("today", 1),
        ("later", 2),
    ]
    assert [one.days_over for one in found[0].duties] == [3, 1]


def test_no_duties_make_no_heaps():
    assert duties.heaps([], MONDAY) == []
