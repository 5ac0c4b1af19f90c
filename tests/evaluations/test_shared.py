"""Shared measures are evaluated once: the action, the form's page, the reminder."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit.models import Event
from common.errors import ActionError
from evaluations.actions import AlreadyRecorded, record_shared_evaluation
from evaluations.models import Evaluation, SharedEvaluation
from evaluations.notices import SharedEvaluationDue
from evaluations.sweep import sweep, tell_due_shared
from measures.models import SharedMeasure
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory
from tests.factories.evaluations import SharedEvaluationFactory
from tests.factories.measures import PlanReferenceFactory, SharedMeasureFactory
from tests.factories.notifications import MessageFactory
from tests.measures.pages import text
from tests.measures.scene import do, plan_at
from tests.plugin_database import as_app, as_worker


def shared_at(place, **fields):
    given = {"running": True, "evaluate_on": TODAY, "responsible": place.teacher} | fields
    return SharedMeasureFactory(unit=place.school, title="Klassemøte", **given)


def record(shared, by, **other):
    given = {"due_on": shared.evaluate_on, "effect": "partly", "next": "continue"} | other
    return do(record_shared_evaluation, by, shared=shared, **given)


@pytest.mark.parametrize("who", ["teacher", "principal", "case_worker"])
def test_record_shared_evaluation_answers_once_and_sets_the_next_date(fjellet, who):
    shared = shared_at(fjellet)
    made = record(shared, getattr(fjellet, who), note="Roligere i friminuttene.")
    assert (made.due_on, made.effect, made.next_on, made.note) == (
        TODAY, "partly", date(2026, 12, 7), "Roligere i friminuttene.",
    )  # fmt: skip
    shared.refresh_from_db()
    assert (shared.evaluate_on, shared.evaluations_done, shared.answered_for) == (
        date(2026, 12, 7), 1, TODAY,
    )  # fmt: skip
    event = Event.objects.get(name="shared.evaluated")
    assert (event.target_id, event.case_id) == (shared.pk, None)


def test_record_shared_evaluation_says_nothing_to_the_cases_that_it_stands_in(fjellet):
    shared = shared_at(fjellet)
    references = [PlanReferenceFactory(plan=plan_at(fjellet), shared=shared) for _n in range(2)]
    record(shared, fjellet.teacher)
    assert Evaluation.objects.count() == 0
    assert not Event.objects.filter(case_id__in=[one.case_id for one in references]).exists()


@pytest.mark.parametrize(
    ("wanted", "became"),
    [
        (date(2026, 12, 9), date(2026, 12, 9)),
        (date(2026, 12, 5), date(2026, 12, 7)),
        (TODAY - timedelta(days=5), TODAY + timedelta(days=1)),
    ],
)
def test_record_shared_evaluation_chooses_an_open_day_ahead(fjellet, wanted, became):
    assert record(shared_at(fjellet), fjellet.teacher, next_on=wanted).next_on == became


@pytest.mark.parametrize(("ends_on", "state"), [(None, "stopped"), (TODAY, "finished")])
def test_record_shared_evaluation_ends_it(fjellet, ends_on, state):
    shared = shared_at(fjellet, starts_on=TODAY - timedelta(days=9), ends_on=ends_on)
    made = record(shared, fjellet.teacher, next="stop")
    shared.refresh_from_db()
    assert (made.next_on, shared.state, shared.evaluate_on) == (None, state, None)


def test_record_shared_evaluation_refused_by_state_when_answered(fjellet):
    shared = shared_at(fjellet)
    first = record(shared, fjellet.teacher)
    with pytest.raises(AlreadyRecorded) as refusal:
        record(shared, fjellet.principal, due_on=TODAY)
    assert refusal.value.evaluation == first


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_on": TODAY - timedelta(days=1)},
        {"effect": "a_lot"},
        {"next": "replace"},
        {"next_on": TODAY + timedelta(days=400)},
        {"note": "x" * 4001},
    ],
)
def test_record_shared_evaluation_refused_by_state_of_what_is_said(fjellet, wrong):
    shared = shared_at(fjellet)
    with pytest.raises(ActionError):
        record(shared, fjellet.teacher, **wrong)
    assert SharedEvaluation.objects.count() == 0


def test_record_shared_evaluation_refused_by_state_before_it_runs(fjellet):
    planned = shared_at(fjellet, running=False, evaluate_on=None)
    with pytest.raises(ActionError):
        record(planned, fjellet.teacher, due_on=TODAY)


@pytest.mark.parametrize("who", ["other_teacher", "school_administrator"])
def test_record_shared_evaluation_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        record(shared_at(fjellet), getattr(fjellet, who))


def address(shared):
    return reverse("evaluations:record_shared", args=[shared.pk])


def test_the_page_asks_two_things_and_nothing_about_a_child(fjellet, signed_in):
    shared = shared_at(fjellet)
    PlanReferenceFactory(plan=plan_at(fjellet), shared=shared, why="Fordi Sárá er alene.")
    client = signed_in(fjellet.teacher)
    page = text(client.get(address(shared)))
    assert "Has the measure had effect?" in page
    assert "Do not name a child" in page
    assert "Sárá" not in page
    assert "How safe" not in page
    answer = {"due_on": TODAY.isoformat(), "effect": "yes", "next": "continue", "next_on": ""}
    response = client.post(address(shared), answer, follow=True)
    assert "The evaluation is saved. The next one is" in text(response)
    assert SharedEvaluation.objects.get().recorded_by == fjellet.teacher


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(fjellet, signed_in):
    shared = shared_at(fjellet)
    client = signed_in(fjellet.teacher)
    typed = {"due_on": TODAY.isoformat(), "next": "continue", "note": "Går bra.", "next_on": "x"}
    page = text(client.post(address(shared), typed))
    assert "Choose whether the measure has had effect." in page
    assert "Går bra." in page


def test_the_page_shows_what_another_has_answered_meanwhile(fjellet, signed_in):
    shared = shared_at(fjellet)
    record(shared, fjellet.principal, note="Alt gjort.")
    client = signed_in(fjellet.teacher)
    late = {"due_on": TODAY.isoformat(), "effect": "no", "next": "stop"}
    page = text(client.post(address(shared), late))
    assert "already been recorded by Anne Fjellet" in page
    assert "Alt gjort." in page


def test_the_page_of_one_that_does_not_run_has_no_form(fjellet, signed_in):
    client = signed_in(fjellet.teacher)
    planned = shared_at(fjellet, running=False, evaluate_on=None)
    assert "There is nothing to evaluate now." in text(client.get(address(planned)))


def test_twice_without_effect_is_said(fjellet, signed_in):
    shared = shared_at(fjellet)
    for day in (2, 1):
        SharedEvaluationFactory(
            shared=shared, due_on=TODAY - timedelta(days=day), effect="no",
            recorded_at=NOW - timedelta(days=day),
        )  # fmt: skip
    client = signed_in(fjellet.teacher)
    assert "no effect twice in a row" in text(client.get(address(shared)))


def swept(now=NOW):
    with as_worker():
        return sweep(now)


def test_the_round_starts_it_and_tells_those_who_carry_it_out(fjellet):
    due = shared_at(fjellet, deputy=fjellet.other_teacher)
    PlanReferenceFactory(plan=plan_at(fjellet), shared=due)
    shared_at(fjellet, running=False, evaluate_on=None, starts_on=TODAY)
    counts = swept()
    assert (counts["shared_moved"], counts["shared_started"], counts["shared_told"]) == (0, 1, 4)
    assert set(Message.objects.values_list("thing_id", "case_id", "due_on")) == {
        (due.pk, None, TODAY)
    }
    assert swept()["shared_told"] == 0


def not_yet(place):
    shared_at(place, evaluate_on=TODAY + timedelta(days=1))


def stopped(place):
    shared_at(place, running=False, state="stopped", evaluate_on=None)


def person_left(place):
    shared_at(place)
    place.teacher.memberships.update(ends_on=TODAY - timedelta(days=1))


def person_elsewhere(place):
    shared_at(place, responsible=place.other_principal)


def person_inactive(place):
    shared_at(place)
    type(place.teacher).objects.filter(pk=place.teacher.pk).update(**CLOSED)


@pytest.mark.parametrize(
    "arrange", [not_yet, stopped, person_left, person_elsewhere, person_inactive]
)
def test_nobody_is_told(fjellet, arrange):
    arrange(fjellet)
    assert swept()["shared_told"] == 0


def test_without_the_role_worker_it_sees_nothing(fjellet):
    shared_at(fjellet)
    with as_app():
        assert tell_due_shared(now=NOW) == 0


def message(shared, person):
    return MessageFactory(
        kind=SharedEvaluationDue.name, thing_id=shared.pk, case_id=None, due_on=TODAY, person=person
    )


def asked(told):
    kind = SharedEvaluationDue()
    with as_worker():
        return kind.still_due(told, NOW), kind.may_receive(told, TODAY)


def test_the_message_leads_to_the_evaluation_while_it_is_due_and_the_person_works_there(fjellet):
    shared = shared_at(fjellet)
    told = message(shared, fjellet.teacher)
    assert SharedEvaluationDue().url(told) == address(shared)
    assert asked(told) == (True, True)
    assert asked(message(shared, fjellet.principal)) == (True, False)
    # To be excluded from a case that it stands in is another matter.
    reference = PlanReferenceFactory(plan=plan_at(fjellet), shared=shared)
    CaseAccessFactory(case=reference.case, person=fjellet.teacher)
    assert asked(told) == (True, True)
    SharedMeasure.objects.update(evaluate_on=date(2026, 12, 7))
    assert asked(told) == (False, True)
    fjellet.teacher.memberships.update(ends_on=TODAY - timedelta(days=1))
    assert asked(told) == (False, False)
    told.thing_id = fjellet.school.pk
    assert asked(told) == (False, False)
