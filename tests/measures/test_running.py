from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from measures.actions import start_due_measures, start_measure
from measures.models import Measure
from tests.clock import NOW, TODAY
from tests.measures.scene import (
    OUTSIDERS,
    WEEK_48,
    WEEK_49,
    WEEK_50,
    chain,
    comes_after,
    do,
    measure_in,
    plan_at,
)
from tests.plugin_database import as_worker

FRIDAY, MONDAY_49 = date(2026, 11, 27), date(2026, 11, 30)


def start(place, measure, by=None, **more):
    return do(start_measure, by or place.principal, measure=measure, **more)


def sweep(on=TODAY):
    with as_worker():
        return start_due_measures(now=NOW + (on - TODAY))


def dates(*measures):
    found = []
    for measure in measures:
        measure.refresh_from_db()
        found.append((measure.starts_on, measure.ends_on))
    return found


# ---------------------------------------------------------------- start_measure
def test_start_measure_sets_it_running_with_an_evaluation_date(fjellet, calendar):
    measure = measure_in(plan_at(fjellet), fjellet, **WEEK_48)
    started = start(fjellet, measure)
    assert (started.state, started.started_on, started.starts_on) == ("running", TODAY, TODAY)
    assert (started.evaluate_on, started.evaluate_on_provisional) == (MONDAY_49, False)
    assert started.counted_from == TODAY
    assert Event.objects.get(name="measure.started").data == {
        "starts_on": "2026-11-23",
        "evaluate_on": "2026-11-30",
        "plan_complete": False,
        "moved": [],
    }


def test_start_measure_without_a_calendar_is_provisional(fjellet):
    started = start(fjellet, measure_in(plan_at(fjellet), fjellet))
    assert (started.evaluate_on, started.evaluate_on_provisional) == (MONDAY_49, True)


def test_start_measure_twice_is_once(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet)
    start(fjellet, measure)
    start(fjellet, measure)
    assert Event.objects.filter(name="measure.started").count() == 1


def test_start_measure_keeps_the_evaluation_that_somebody_chose(fjellet):
    chosen = date(2026, 12, 16)
    started = start(fjellet, measure_in(plan_at(fjellet), fjellet, first_evaluation_on=chosen))
    assert (started.evaluate_on, started.counted_from) == (chosen, None)


def test_start_measure_is_evaluated_on_its_first_day_where_somebody_chose_that(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet, first_evaluation_on=TODAY)
    started = do(start_measure, fjellet.principal, measure=measure)
    assert (started.evaluate_on, started.counted_from) == (TODAY, None)


def test_start_measure_uses_its_own_interval(fjellet):
    started = start(fjellet, measure_in(plan_at(fjellet), fjellet, interval_weeks=3))
    assert started.evaluate_on == date(2026, 12, 14)


def test_start_measure_that_is_urgent_begins_today(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet, **WEEK_50)
    started = start(fjellet, measure)
    assert (started.starts_on, started.ends_on) == (TODAY, WEEK_50["ends_on"])
    assert started.evaluate_on == MONDAY_49


def test_start_measure_that_is_urgent_no_longer_follows_what_still_runs(fjellet):
    a, b, c = chain(plan_at(fjellet), fjellet)
    start(fjellet, b)
    assert list(b.after.all()) == []
    assert list(c.after.all()) == [b]
    assert dates(a, c) == [tuple(WEEK_48.values()), tuple(WEEK_50.values())]


def test_start_measure_still_follows_what_has_ended(fjellet):
    plan = plan_at(fjellet)
    a = measure_in(plan, fjellet, state="stopped", ended_reason="Nok.", **WEEK_48)
    b = measure_in(plan, fjellet, **WEEK_49)
    comes_after(b, a)
    start(fjellet, b)
    assert list(b.after.all()) == [a]


def test_start_measure_late_lasts_as_long_and_moves_what_follows(fjellet, calendar):
    plan = plan_at(fjellet)
    a, b, c = chain(plan, fjellet)
    alone = measure_in(plan, fjellet, **WEEK_49)
    with_later = NOW + timedelta(days=3)
    start(fjellet, a, now=with_later)
    # Thursday; three open days later. The planning day on 11 December is not counted.
    assert dates(a, b, c, alone) == [
        (date(2026, 11, 26), date(2026, 12, 2)),
        (date(2026, 12, 3), date(2026, 12, 9)),
        (date(2026, 12, 10), date(2026, 12, 16)),
        tuple(WEEK_49.values()),
    ]
    moved = Event.objects.get(name="measure.started").data["moved"]
    assert moved == [str(b.pk), str(c.pk)]


def test_start_measure_on_an_earlier_day_is_evaluated_today_at_the_earliest(fjellet):
    ten_weeks_ago = TODAY - timedelta(weeks=10)
    measure = measure_in(plan_at(fjellet), fjellet, starts_on=ten_weeks_ago)
    started = start(fjellet, measure, on=ten_weeks_ago)
    assert (started.started_on, started.evaluate_on) == (ten_weeks_ago, TODAY)


def test_start_measure_never_begins_in_the_future(fjellet):
    started = start(fjellet, measure_in(plan_at(fjellet), fjellet), on=FRIDAY)
    assert started.started_on == TODAY


@pytest.mark.parametrize("state", ["finished", "stopped", "replaced"])
def test_start_measure_refused_by_state(fjellet, state):
    with pytest.raises(ActionError):
        start(fjellet, measure_in(plan_at(fjellet), fjellet, state=state))


def test_start_measure_refused_by_state_without_why_it_fits(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet, why="", title="Klassemøte")
    with pytest.raises(ActionError) as told:
        start(fjellet, measure)
    assert "Klassemøte" in str(told.value)
    assert Measure.objects.get().state == "planned"


@pytest.mark.parametrize("state", ["closed", "void"])
def test_start_measure_refused_by_state_of_the_case(fjellet, state):
    with pytest.raises(ActionError):
        start(fjellet, measure_in(plan_at(fjellet, state=state), fjellet))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_start_measure_refused_by_role(fjellet, who):
    measure = measure_in(plan_at(fjellet), fjellet)
    with pytest.raises(PermissionDenied):
        start(fjellet, measure, by=getattr(fjellet, who))


# ---------------------------------------------------------------- start_due_measures
def test_start_due_measures_starts_what_is_due_and_is_done_by_the_system(fjellet):
    plan = plan_at(fjellet, state="follow_up", complete=True)
    due = measure_in(plan, fjellet, **WEEK_48)
    later = measure_in(plan, fjellet, **WEEK_49)
    assert (sweep(), sweep()) == (1, 0)
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, later.state) == ("running", "planned")
    assert Event.objects.get(name="measure.started").person_id is SYSTEM.pk


def test_start_due_measures_that_comes_late_keeps_the_date(fjellet):
    plan = plan_at(fjellet, state="follow_up", complete=True)
    due = measure_in(plan, fjellet, **WEEK_48)
    sweep(on=FRIDAY)
    due.refresh_from_db()
    assert (due.starts_on, due.started_on, due.evaluate_on) == (TODAY, TODAY, MONDAY_49)


@pytest.mark.parametrize(
    ("before", "starts"),
    [
        ({"running": True}, False),
        ({"state": "planned"}, False),
        ({"running": True, "evaluations_done": 1}, True),
        ({"state": "finished"}, True),
        ({"state": "stopped"}, True),
        ({"state": "replaced"}, True),
    ],
)
def test_start_due_measures_waits_for_those_before(fjellet, before, starts):
    plan = plan_at(fjellet, state="follow_up", complete=True)
    one = measure_in(plan, fjellet, **WEEK_48 | {"why": ""} | {"why": "Derfor."} | before)
    other = measure_in(plan, fjellet, state="finished", **WEEK_48)
    waits = measure_in(plan, fjellet, follows="when_evaluated", **WEEK_49)
    comes_after(waits, one, other)
    sweep(on=date(2026, 12, 2))
    waits.refresh_from_db()
    assert (waits.state == "running") is starts
    if starts:
        # Its date was an estimate: it begins now, and lasts as long.
        assert (waits.starts_on, waits.ends_on) == (date(2026, 12, 2), date(2026, 12, 8))


def test_start_due_measures_on_its_date_waits_for_nobody(fjellet):
    plan = plan_at(fjellet, state="follow_up", complete=True)
    before = measure_in(plan, fjellet, running=True, **WEEK_48)
    follower = measure_in(plan, fjellet, **WEEK_49)
    comes_after(follower, before)
    assert sweep(on=MONDAY_49) == 1


def test_start_due_measures_refused_by_state(fjellet):
    measure_in(plan_at(fjellet, state="follow_up"), fjellet)
    measure_in(plan_at(fjellet, state="closed", complete=True), fjellet)
    measure_in(plan_at(fjellet, state="follow_up", complete=True), fjellet, why="")
    assert sweep() == 0
    assert set(Measure.objects.values_list("state", flat=True)) == {"planned"}
