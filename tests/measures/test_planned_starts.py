"""A changed calendar moves what was to start on days that it has closed, and says so."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from measures.actions import change_measure, move_measure, recompute_planned_starts
from measures.models import Measure
from organisations.models import Period, SchoolYear
from tests.clock import NOW, TODAY
from tests.measures.pages import page_of, text
from tests.measures.scene import (
    WEEK_48,
    WEEK_49,
    WEEK_50,
    chain,
    do,
    fields,
    measure_in,
    plan_at,
)
from tests.plugin_database import as_worker

FRIDAY_49 = date(2026, 12, 4)
AFTER = NOW + timedelta(hours=1)


def close(first, last):
    """As the calendar's own actions do, an hour after the measures were put up."""
    year = SchoolYear.objects.get()
    Period.objects.create(
        school_year=year, starts=2026, first_day=first, last_day=last, kind="closed"
    )
    SchoolYear.objects.update(changed_at=AFTER)


def recompute(on=TODAY, **asked):
    with as_worker():
        return recompute_planned_starts(now=AFTER + (on - TODAY), **asked)


def dates(*measures):
    return [(one.starts_on, one.ends_on) for one in map(refreshed, measures)]


def refreshed(measure):
    measure.refresh_from_db()
    return measure


def test_recompute_planned_starts_moves_them_and_what_follows_where_it_must(fjellet, calendar):
    plan = plan_at(fjellet, state="follow_up", complete=True)
    _a, b, c = chain(plan, fjellet)
    late = measure_in(plan, fjellet, starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 5))
    close(WEEK_49["starts_on"], FRIDAY_49)
    assert recompute() == 2
    # The 11th is a planning day: both last five and four school days, as they were to.
    assert dates(b, c, late) == [
        (date(2026, 12, 7), date(2026, 12, 14)),
        (date(2026, 12, 15), date(2026, 12, 18)),
        (date(2027, 2, 1), date(2027, 2, 5)),
    ]
    told = Event.objects.get(name="measure.moved_by_calendar", target_id=b.pk)
    assert (told.person_id, told.data) == (
        None,
        {"starts_on": "2026-12-07", "instead_of_on": "2026-11-30"},
    )
    assert recompute() == 0


def test_recompute_planned_starts_lets_weekends_and_knowing_choices_be(fjellet, calendar):
    plan = plan_at(fjellet)
    saturday = measure_in(plan, fjellet, starts_on=date(2026, 12, 5), ends_on=None)
    close(WEEK_50["starts_on"], WEEK_50["starts_on"])
    chosen = measure_in(plan, fjellet, created_at=AFTER + timedelta(minutes=1), **WEEK_50)
    assert recompute() == 0
    assert dates(saturday, chosen) == [(date(2026, 12, 5), None), tuple(WEEK_50.values())]


def test_recompute_planned_starts_lets_a_day_be_that_was_written_after_it_was_closed(
    fjellet, calendar
):
    plan = plan_at(fjellet)
    known, moved = measure_in(plan, fjellet, **WEEK_49), measure_in(plan, fjellet, **WEEK_49)
    close(WEEK_50["starts_on"], WEEK_50["starts_on"])
    later = AFTER + timedelta(minutes=1)
    given = fields(fjellet, **WEEK_50, revision=1)
    do(change_measure, fjellet.principal, measure=known, now=later, **given)
    do(move_measure, fjellet.principal, measure=moved, now=later, starts_on=WEEK_50["starts_on"])
    assert refreshed(moved).starts_on == date(2026, 12, 8)
    assert recompute() == 0
    assert refreshed(known).starts_on == WEEK_50["starts_on"]
    # Closed once more, it is another day than the one that was chosen.
    SchoolYear.objects.update(changed_at=later + timedelta(minutes=1))
    assert recompute() == 1


def test_recompute_planned_starts_asks_as_often_however_many_are_closed(fjellet, calendar):
    counts = []
    close(date(2027, 1, 4), date(2027, 1, 4))
    for number in (1, 3):
        plan = plan_at(fjellet)
        for _each in range(number):
            made = measure_in(plan, fjellet, created_at=AFTER + timedelta(minutes=1))
            Measure.objects.filter(pk=made.pk).update(starts_on=date(2027, 1, 4))
        with CaptureQueriesContext(connection) as asked:
            assert recompute() == 0
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_recompute_planned_starts_looks_where_a_calendar_has_changed(fjellet, calendar):
    measure = measure_in(plan_at(fjellet), fjellet, created_at=NOW - timedelta(days=90), **WEEK_49)
    close(WEEK_49["starts_on"], WEEK_49["starts_on"])
    SchoolYear.objects.update(changed_at=NOW - timedelta(days=60))
    assert recompute() == 0
    assert recompute(unit=fjellet.school) == 1
    assert dates(measure) == [(date(2026, 12, 1), date(2026, 12, 7))]


@pytest.mark.parametrize(
    ("case", "state"), [("closed", "planned"), ("follow_up", "running"), ("follow_up", "stopped")]
)
def test_recompute_planned_starts_refused_by_state(fjellet, calendar, case, state):
    running = {"evaluate_on": TODAY} if state == "running" else {}
    measure = measure_in(plan_at(fjellet, state=case), fjellet, state=state, **running, **WEEK_49)
    close(WEEK_49["starts_on"], FRIDAY_49)
    assert recompute() == 0
    assert dates(measure) == [tuple(WEEK_49.values())]


def test_recompute_planned_starts_lets_be_what_should_have_started(fjellet, calendar):
    measure = measure_in(plan_at(fjellet), fjellet, **WEEK_48)
    close(WEEK_48["starts_on"], WEEK_48["starts_on"])
    assert recompute(on=date(2026, 11, 24)) == 0
    assert dates(measure) == [tuple(WEEK_48.values())]


def test_the_plan_says_what_the_calendar_has_moved_until_it_is_moved_again(
    fjellet, signed_in, calendar
):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, title="Klassemøte", **WEEK_49)
    client = signed_in(fjellet.principal)
    said = "“Klassemøte” starts Monday 7 December 2026, week 50, not Monday 30 November 2026"
    assert said not in text(client.get(page_of(plan)))
    close(WEEK_49["starts_on"], FRIDAY_49)
    recompute()
    assert said in text(client.get(page_of(plan)))
    Measure.objects.filter(pk=measure.pk).update(starts_on=date(2026, 12, 8))
    assert said not in text(client.get(page_of(plan)))
