"""The handover of June, left undone: the owner is told on the last open day of the school year.

What comes due later than ten open days before it is never long overdue in its school year (design,
4.7: open days); the first talk of August takes its place, and reaches the owner by itself."""

from datetime import date, timedelta

import pytest

from cases.actions import tell_due_handovers
from cases.models import Handover
from cases.notices import HandoverLate
from evaluations.notices import LateAtUnit
from evaluations.telling import tell_owner
from measures.actions import prepare_handovers
from notifications.models import Message
from tests.evaluations.test_reviews import at, run
from tests.factories.cases import CaseFactory
from tests.factories.handovers import enter_years

JUNE, LAST = date(2027, 6, 4), date(2027, 6, 18)
DAY = timedelta(days=1)


def opened(unit, day=date(2026, 9, 1)):
    return CaseFactory(unit=unit, state="follow_up", created_at=at(day))


def days_pass(first, last):
    """Each day's round, from one day to another."""
    for number in range((last - first).days + 1):
        for step in (prepare_handovers, tell_due_handovers, tell_owner):
            run(step, first + number * DAY)


def told_of(kind):
    """Of which date somebody was told, and on which day."""
    rows = Message.objects.filter(kind=kind.name, channel="inbox").order_by("created_at")
    return [(row.due_on, row.created_at.date()) for row in rows]


def until_20_july(owner):
    """As a kindergarten is open; 20 June stands for its summer."""
    enter_years(owner)
    owner.school_years.filter(starts=2026).update(last_day=date(2027, 7, 20))


@pytest.mark.parametrize(
    ("unit", "entered"),
    [("school", enter_years), ("school", None), ("kindergarten", until_20_july)],
)
def test_the_owner_is_told_of_june_on_the_last_open_day_before_the_summer(fjellet, unit, entered):
    if entered:
        entered(fjellet.owner)
    opened(getattr(fjellet, unit))
    days_pass(date(2027, 5, 31), date(2027, 7, 31))
    assert [row.due_on for row in Handover.objects.filter(kind="june")] == [JUNE]
    assert told_of(HandoverLate) == [(JUNE, date(2027, 6, 9))]
    assert told_of(LateAtUnit) == [(JUNE, LAST)]


def test_a_round_that_was_away_on_that_day_tells_of_it_in_the_summer(fjellet):
    enter_years(fjellet.owner)
    opened(fjellet.school)
    days_pass(date(2027, 6, 3), LAST - DAY)
    days_pass(date(2027, 7, 12), date(2027, 7, 13))
    assert told_of(LateAtUnit) == [(JUNE, date(2027, 7, 12))]


def test_what_came_due_later_is_taken_over_by_august_which_reaches_the_owner(fjellet):
    enter_years(fjellet.owner)
    opened(fjellet.school, date(2027, 6, 9))
    days_pass(date(2027, 6, 9), date(2027, 9, 10))
    june, august = date(2027, 6, 9), date(2027, 8, 20)
    steps = Handover.objects.order_by("due_on").values_list("kind", "due_on")
    assert list(steps) == [("june", june), ("august", august)]
    assert told_of(HandoverLate) == [(june, date(2027, 6, 14)), (august, date(2027, 8, 25))]
    assert told_of(LateAtUnit) == [(august, date(2027, 9, 3))]
