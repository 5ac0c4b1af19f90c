from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit.models import Event
from common.errors import ActionError
from measures.actions import note_evaluation, stop_measure
from measures.models import Measure
from organisations.calendar import Day
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory
from tests.measures.scene import OUTSIDERS, do, measure_in, plan_at

LAST_WEEK = date(2026, 11, 16)


def running_in(place, *, case="follow_up", **measure):
    plan = plan_at(place, state=case, complete=True)
    return measure_in(plan, place, **{"running": True, "starts_on": LAST_WEEK} | measure)


def stop(place, measure, by=None, reason="Eleven har bedt om noe annet."):
    return do(stop_measure, by or place.principal, measure=measure, reason=reason)


def note(place, measure, next="continue", by=None, on=None):
    next_on = on and Day(on, False)
    return do(note_evaluation, by or place.teacher, measure=measure, next=next, next_on=next_on)


# ---------------------------------------------------------------- stop_measure
@pytest.mark.parametrize(
    ("ends_on", "state", "ended_on"),
    [
        (None, "stopped", TODAY),
        (date(2026, 12, 18), "stopped", TODAY),
        (TODAY, "finished", TODAY),
        (date(2026, 11, 20), "finished", date(2026, 11, 20)),
    ],
)
def test_stop_measure_is_finished_on_its_last_day_and_stopped_before(
    fjellet, ends_on, state, ended_on
):
    stopped = stop(fjellet, running_in(fjellet, ends_on=ends_on))
    assert (stopped.state, stopped.ends_on, stopped.evaluate_on) == (state, ended_on, None)
    assert stopped.ended_reason == "Eleven har bedt om noe annet."
    assert Event.objects.get(name=f"measure.{state}").data == {"ends_on": ended_on.isoformat()}


def test_stop_measure_takes_out_what_never_began(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet, why="", ends_on=TODAY)
    stopped = stop(fjellet, measure)
    assert (stopped.state, stopped.ends_on) == ("stopped", TODAY)
    assert stopped.was_never_carried_out


def test_stop_measure_needs_a_reason_but_finishing_does_not(fjellet):
    with pytest.raises(ActionError):
        stop(fjellet, running_in(fjellet), reason=" ")
    assert stop(fjellet, running_in(fjellet, ends_on=TODAY), reason="").state == "finished"


def test_the_page_asks_for_a_reason_only_before_the_last_day(fjellet, signed_in):
    stops, ends = running_in(fjellet), running_in(fjellet, ends_on=TODAY)
    client = signed_in(fjellet.principal)
    for measure, status in ((stops, 200), (ends, 302)):
        address = reverse("measures:stop", args=[measure.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {"reason": ""}).status_code == status
    ends.refresh_from_db()
    assert ends.state == "finished"


def test_note_evaluation_that_ends_it_keeps_which_date_was_answered(fjellet):
    measure = running_in(fjellet)
    due = measure.evaluate_on
    do(note_evaluation, fjellet.teacher, measure=measure, next="stop", next_on=None)
    measure.refresh_from_db()
    assert measure.answered_for == due


@pytest.mark.parametrize("state", ["finished", "stopped", "replaced"])
def test_stop_measure_refused_by_state(fjellet, state):
    with pytest.raises(ActionError):
        stop(fjellet, running_in(fjellet, running=False, state=state))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_stop_measure_refused_by_role(fjellet, who):
    measure = running_in(fjellet)
    with pytest.raises(PermissionDenied):
        stop(fjellet, measure, by=getattr(fjellet, who))
    assert Measure.objects.get().state == "running"


# ---------------------------------------------------------------- note_evaluation
def test_note_evaluation_works_out_the_next_date(fjellet, calendar):
    noted = note(fjellet, running_in(fjellet))
    assert (noted.state, noted.evaluations_done) == ("running", 1)
    assert (noted.evaluate_on, noted.evaluate_on_provisional) == (date(2026, 12, 7), False)
    assert noted.counted_from == TODAY


def test_note_evaluation_takes_the_date_that_was_worked_out_above(fjellet):
    noted = note(fjellet, running_in(fjellet, evaluations_done=1), on=date(2026, 12, 21))
    assert (noted.evaluations_done, noted.counted_from) == (2, TODAY)
    assert (noted.evaluate_on, noted.evaluate_on_provisional) == (date(2026, 12, 21), True)


@pytest.mark.parametrize(
    ("chosen", "became"),
    [
        (date(2026, 12, 10), date(2026, 12, 10)),
        (date(2026, 12, 11), date(2026, 12, 14)),
        (TODAY, date(2026, 11, 24)),
        (date(2026, 11, 2), date(2026, 11, 24)),
    ],
)
def test_note_evaluation_takes_a_chosen_date_to_an_open_day_ahead(
    fjellet, calendar, chosen, became
):
    noted = note(fjellet, running_in(fjellet), next="adjust", on=chosen)
    assert (noted.evaluate_on, noted.counted_from) == (became, None)


@pytest.mark.parametrize(
    ("next", "ends_on", "state"),
    [
        ("stop", None, "stopped"),
        ("stop", TODAY, "finished"),
        ("replace", None, "replaced"),
        ("replace", TODAY, "replaced"),
    ],
)
def test_note_evaluation_ends_the_measure(fjellet, next, ends_on, state):
    noted = note(fjellet, running_in(fjellet, ends_on=ends_on), next=next)
    assert (noted.state, noted.evaluate_on, noted.ends_on) == (state, None, TODAY)
    assert noted.evaluations_done == 1
    assert Event.objects.filter(name=f"measure.{state}").count() == 1


def test_note_evaluation_of_something_unheard_of_is_a_fault(fjellet):
    with pytest.raises(ValueError, match="perhaps"):
        note(fjellet, running_in(fjellet), next="perhaps")
    assert Measure.objects.get().evaluations_done == 0


@pytest.mark.parametrize("state", ["planned", "finished", "stopped", "replaced"])
def test_note_evaluation_refused_by_state(fjellet, state):
    with pytest.raises(ActionError):
        note(fjellet, running_in(fjellet, running=False, state=state))


@pytest.mark.parametrize("state", ["closed", "void"])
def test_note_evaluation_refused_by_state_of_the_case(fjellet, state):
    with pytest.raises(ActionError):
        note(fjellet, running_in(fjellet, case=state))


def test_note_evaluation_is_for_those_who_carry_it_out_or_follow_up(fjellet):
    measure = running_in(fjellet, deputy=fjellet.other_teacher)
    for person in (fjellet.teacher, fjellet.other_teacher, fjellet.principal, fjellet.case_worker):
        note(fjellet, measure, by=person)
    assert Measure.objects.get().evaluations_done == 4


@pytest.mark.parametrize("who", ["other_teacher", *OUTSIDERS[1:]])
def test_note_evaluation_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        note(fjellet, running_in(fjellet), by=getattr(fjellet, who))


def test_note_evaluation_refused_by_role_for_one_who_is_excluded(fjellet):
    measure = running_in(fjellet)
    CaseAccessFactory(case=measure.case, person=fjellet.teacher)
    with pytest.raises(PermissionDenied):
        note(fjellet, measure)
