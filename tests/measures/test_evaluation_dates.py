from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.errors import ActionError
from measures.actions import choose_evaluation_date, recompute_evaluation_dates, start_measure
from organisations.actions.calendar import add_period, enter_calendar
from organisations.calendar import Day
from tests.clock import NOW, TODAY
from tests.measures.scene import OUTSIDERS, do, measure_in, plan_at
from tests.plugin_database import as_worker

SOON = date(2026, 12, 9)
PLANNING_DAY, AFTER_IT = date(2026, 12, 11), date(2026, 12, 14)


def running_in(place, *, case="follow_up", **measure):
    plan = plan_at(place, state=case, complete=True)
    return measure_in(plan, place, **{"running": True} | measure)


def choose(place, measure, on=SOON, by=None):
    return do(choose_evaluation_date, by or place.principal, measure=measure, on=on)


def recompute(on=TODAY, **more):
    with as_worker():
        return recompute_evaluation_dates(now=NOW + (on - TODAY), **more)


def enter(place, starts=2026, **days):
    given = {"first_day": date(starts, 8, 18), "last_day": date(starts + 1, 6, 18)} | days
    where = {"place": place.owner, "kind": "school", "starts": starts}
    return do(enter_calendar, place.owner_administrator, **where, **given)


def close(place, first, last):
    where = {"place": place.owner, "kind": "school", "starts": 2026, "what": "break"}
    days = {"first_day": first, "last_day": last}
    return do(add_period, place.owner_administrator, **where, **days)


def stands(measure):
    measure.refresh_from_db()
    return Day(measure.evaluate_on, measure.evaluate_on_provisional)


# ---------------------------------------------------------------- choose_evaluation_date
def test_choose_evaluation_date_of_a_running_measure(fjellet, calendar):
    measure = running_in(fjellet, counted_from=TODAY)
    assert choose(fjellet, measure) == Day(SOON, False)
    assert stands(measure) == Day(SOON, False)
    assert measure.counted_from is None
    assert Event.objects.get(name="measure.evaluation_moved").data == {
        "evaluate_on": "2026-12-09",
        "chosen": True,
    }


def test_choose_evaluation_date_of_a_planned_measure_is_its_first(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet)
    choose(fjellet, measure)
    measure.refresh_from_db()
    assert (measure.first_evaluation_on, measure.evaluate_on) == (SOON, None)


def test_choose_evaluation_date_refused_by_state_of_a_day_that_is_answered(fjellet, calendar):
    measure = running_in(fjellet, evaluate_on=SOON, answered_for=TODAY)
    with pytest.raises(ActionError):
        choose(fjellet, measure, TODAY)
    assert stands(measure).date == SOON


def test_choose_evaluation_date_gives_the_next_open_day(fjellet, calendar):
    measure = running_in(fjellet)
    assert choose(fjellet, measure, on=PLANNING_DAY) == Day(AFTER_IT, False)
    assert choose(fjellet, measure, on=date(2026, 12, 24)) == Day(date(2027, 1, 4), False)
    assert stands(measure).date == date(2027, 1, 4)


def test_choose_evaluation_date_takes_today_but_no_day_before(fjellet):
    measure = running_in(fjellet)
    assert choose(fjellet, measure, on=TODAY).date == TODAY
    for on in (TODAY - timedelta(days=1), date(1926, 12, 9), date(2062, 12, 9), date.max):
        with pytest.raises(ActionError):
            choose(fjellet, measure, on=on)


def test_choose_evaluation_date_is_never_before_the_start(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet, starts_on=AFTER_IT)
    with pytest.raises(ActionError):
        choose(fjellet, measure)


@pytest.mark.parametrize("state", ["finished", "stopped", "replaced"])
def test_choose_evaluation_date_refused_by_state(fjellet, state):
    with pytest.raises(ActionError):
        choose(fjellet, running_in(fjellet, running=False, state=state))


@pytest.mark.parametrize("state", ["closed", "void"])
def test_choose_evaluation_date_refused_by_state_of_the_case(fjellet, state):
    with pytest.raises(ActionError):
        choose(fjellet, running_in(fjellet, case=state))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_choose_evaluation_date_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        choose(fjellet, running_in(fjellet), by=getattr(fjellet, who))


# ---------------------------------------------------------------- recompute_evaluation_dates
def test_recompute_evaluation_dates_when_the_missing_calendar_comes(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet, starts_on=date(2026, 12, 16))
    do(start_measure, fjellet.principal, measure=measure, now=NOW + timedelta(days=23))
    assert stands(measure) == Day(date(2026, 12, 23), True)
    enter(fjellet)
    close(fjellet, date(2026, 12, 21), date(2027, 1, 1))
    assert recompute(on=date(2026, 12, 17)) == 1
    assert stands(measure) == Day(date(2027, 1, 6), False)
    told = Event.objects.get(name="measure.evaluation_moved")
    assert (told.person_id, told.data) == (
        None,
        {"evaluate_on": "2027-01-06", "instead_of": "2026-12-23", "chosen": False},
    )
    assert recompute(on=date(2026, 12, 17)) == 0


def test_recompute_evaluation_dates_may_only_make_a_date_certain(fjellet):
    measure = running_in(fjellet, counted_from=TODAY, evaluate_on_provisional=True)
    enter(fjellet)
    assert recompute() == 0
    assert stands(measure) == Day(date(2026, 11, 30), False)


def test_recompute_evaluation_dates_counts_on_from_the_last_evaluation(fjellet, calendar):
    measure = running_in(
        fjellet, evaluate_on=date(2026, 12, 8), counted_from=date(2026, 11, 24), evaluations_done=1
    )
    close(fjellet, date(2026, 12, 7), date(2026, 12, 10))
    # Friday of that week is a planning day, so the whole week falls out.
    assert recompute() == 1
    assert stands(measure) == Day(date(2026, 12, 15), False)


def test_recompute_evaluation_dates_moves_a_chosen_day_to_the_next_open_one(fjellet, calendar):
    measure = running_in(fjellet, evaluate_on=SOON)
    close(fjellet, SOON, SOON)
    assert recompute() == 1
    assert stands(measure) == Day(date(2026, 12, 10), False)


def test_recompute_evaluation_dates_lets_be_what_was_due_before_today(fjellet, calendar):
    measure = running_in(fjellet, evaluate_on=date(2026, 11, 24), counted_from=TODAY)
    close(fjellet, date(2026, 11, 24), date(2026, 11, 24))
    assert recompute(on=date(2026, 11, 25)) == 0
    assert stands(measure) == Day(date(2026, 11, 24), False)


def test_recompute_evaluation_dates_looks_where_a_calendar_has_changed(fjellet, strand, calendar):
    here, there = running_in(fjellet, evaluate_on=SOON), running_in(strand, evaluate_on=SOON)
    close(fjellet, SOON, SOON)
    type(calendar).objects.update(changed_at=NOW - timedelta(days=60))
    assert recompute() == 0
    assert recompute(unit=fjellet.school) == 1
    assert (stands(here).date, stands(there).date) == (date(2026, 12, 10), SOON)


@pytest.mark.parametrize(
    ("case", "measure"),
    [("void", "running"), ("follow_up", "finished"), ("follow_up", "planned")],
)
def test_recompute_evaluation_dates_refused_by_state(fjellet, calendar, case, measure):
    day = SOON if measure == "running" else None
    found = running_in(fjellet, case=case, running=False, state=measure, evaluate_on=day)
    close(fjellet, SOON, SOON)
    assert recompute() == 0
    found.refresh_from_db()
    assert found.evaluate_on == day


def test_recompute_evaluation_dates_across_the_summer(fjellet):
    enter(fjellet)
    measure = running_in(
        fjellet,
        evaluate_on=date(2027, 6, 30),
        evaluate_on_provisional=True,
        counted_from=date(2027, 6, 16),
        evaluations_done=1,
    )
    enter(fjellet, 2027)
    assert recompute(on=date(2027, 6, 17)) == 1
    assert stands(measure) == Day(date(2027, 8, 25), False)
