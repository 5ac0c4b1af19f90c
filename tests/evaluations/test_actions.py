import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.utils import translation

from audit.models import Event
from cases.models import SafetyAnswer
from common.errors import ActionError
from evaluations.actions import AlreadyRecorded, record_evaluation
from evaluations.models import Evaluation
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import CaseAccessFactory, SafetyAnswerFactory
from tests.factories.evaluations import EvaluationFactory
from tests.scope import acting

ANSWER = {"due_on": TODAY, "effect": "partly", "next": "continue"}


def recorded(set_up, by, **answer):
    given = {"now": NOW} | ANSWER | answer
    with acting(by, TODAY):
        return record_evaluation(measure=set_up.measure, by=by, **given)


def test_record_evaluation_sets_the_next_date_by_itself(fjellet):
    set_up = scene(fjellet)
    evaluation = recorded(set_up, fjellet.teacher, safety=(set_up.pupil, 3, "", "pupil"))
    set_up.measure.refresh_from_db()
    assert evaluation.next_on == date(2026, 12, 7)  # the second one: two open weeks
    assert (set_up.measure.evaluate_on, set_up.measure.evaluations_done) == (date(2026, 12, 7), 1)
    assert (evaluation.safety.value, evaluation.safety.day) == (3, TODAY)
    assert (evaluation.recorded_by, evaluation.recorded_at) == (fjellet.teacher, NOW)


def test_record_evaluation_leaves_an_event_of_ids_and_codes(fjellet):
    set_up = scene(fjellet)
    evaluation = recorded(set_up, fjellet.teacher, note="Sárá smilte.")
    event = Event.objects.get(name="evaluation.recorded")
    assert (event.case_id, event.target_id) == (set_up.case.pk, evaluation.pk)
    assert event.data == {
        "measure": str(set_up.measure.pk),
        "due_on": "2026-11-23",
        "effect": "partly",
        "next": "continue",
        "next_on": "2026-12-07",
        "twice_without_effect": False,
    }


def test_record_evaluation_flags_two_without_effect(fjellet):
    set_up = scene(fjellet)
    EvaluationFactory(
        measure=set_up.measure,
        effect="no",
        due_on=TODAY - timedelta(days=7),
        recorded_at=NOW - timedelta(days=7),
    )
    recorded(set_up, fjellet.teacher, effect="no")
    assert Event.objects.get(name="evaluation.recorded").data["twice_without_effect"] is True


@pytest.mark.parametrize(("answer", "state"), [("stop", "stopped"), ("replace", "replaced")])
def test_record_evaluation_ends_the_measure(fjellet, answer, state):
    set_up = scene(fjellet)
    evaluation = recorded(set_up, fjellet.teacher, next=answer, next_on=date(2026, 12, 1))
    set_up.measure.refresh_from_db()
    assert (set_up.measure.state, set_up.measure.evaluate_on) == (state, None)
    assert evaluation.next_on is None


def test_record_evaluation_takes_the_chosen_day(fjellet):
    set_up = scene(fjellet)
    recorded(set_up, fjellet.teacher, next_on=date(2026, 12, 1))
    set_up.measure.refresh_from_db()
    assert set_up.measure.evaluate_on == date(2026, 12, 1)


def test_record_evaluation_on_a_closed_or_past_day_takes_the_next_open_one(fjellet):
    set_up = scene(fjellet)
    evaluation = recorded(set_up, fjellet.teacher, next_on=date(2026, 11, 29))
    assert evaluation.next_on == date(2026, 11, 30)


def test_record_evaluation_early_never_meets_the_date_it_answered(fjellet):
    friday = date(2026, 11, 27)
    set_up = scene(fjellet, evaluate_on=friday)
    evaluation = recorded(set_up, fjellet.teacher, due_on=friday, next_on=friday)
    set_up.measure.refresh_from_db()
    assert evaluation.next_on == set_up.measure.evaluate_on == date(2026, 11, 30)


def test_record_evaluation_uses_the_answer_of_the_day_again(fjellet):
    set_up = scene(fjellet)
    given = SafetyAnswerFactory(involvement=set_up.pupil, value=4)
    evaluation = recorded(
        set_up, fjellet.teacher, safety=(set_up.pupil, None, "not_asked", "pupil")
    )
    assert evaluation.safety == given
    assert SafetyAnswer.objects.count() == 1


def test_record_evaluation_by_the_deputy_and_by_those_who_follow_up_cases(fjellet):
    for by in (fjellet.other_teacher, fjellet.principal, fjellet.case_worker):
        set_up = scene(fjellet, deputy=fjellet.other_teacher)
        assert recorded(set_up, by).recorded_by == by


def test_record_evaluation_stops_while_unsafe_only_when_confirmed(fjellet):
    set_up = scene(fjellet)
    unsafe = {"next": "stop", "safety": (set_up.pupil, 2, "", "pupil")}
    with pytest.raises(ActionError, match="does not feel safe"):
        recorded(set_up, fjellet.teacher, **unsafe)
    assert (Evaluation.objects.count(), SafetyAnswer.objects.count()) == (0, 0)
    recorded(set_up, fjellet.teacher, confirmed=True, **unsafe)
    set_up.measure.refresh_from_db()
    assert set_up.measure.state == "stopped"


def test_record_evaluation_refused_by_state_when_answered_already(fjellet):
    set_up = scene(fjellet)
    first = recorded(set_up, fjellet.teacher)
    with pytest.raises(AlreadyRecorded) as refused:
        recorded(set_up, fjellet.principal, effect="no")
    assert refused.value.evaluation == first
    assert Evaluation.objects.count() == 1


def test_record_evaluation_refused_by_state_when_it_does_not_run(fjellet):
    set_up = scene(fjellet, running=False, state="planned", evaluate_on=None)
    with pytest.raises(ActionError, match="not running"):
        recorded(set_up, fjellet.teacher)


def test_record_evaluation_refused_by_state_of_the_case(fjellet):
    set_up = scene(fjellet)
    type(set_up.case).objects.update(state="closed", ended_reason="Trygt nå.")
    with pytest.raises(ActionError, match="has ended"):
        recorded(set_up, fjellet.teacher)


def test_record_evaluation_refused_by_state_when_its_date_was_moved(fjellet):
    set_up = scene(fjellet, evaluate_on=date(2026, 11, 25))
    with pytest.raises(ActionError, match="was moved"):
        recorded(set_up, fjellet.teacher)


@pytest.mark.parametrize("answer", [{"effect": "very"}, {"next": ""}, {"note": "a\u202eb"}])
def test_record_evaluation_refuses_what_no_form_gives(fjellet, answer):
    set_up = scene(fjellet)
    with pytest.raises(ActionError):
        recorded(set_up, fjellet.teacher, **answer)
    assert Evaluation.objects.count() == 0


def test_record_evaluation_refused_by_state_of_the_calendar_a_year_ahead(fjellet):
    set_up = scene(fjellet)
    with pytest.raises(ActionError, match="within a year"):
        recorded(set_up, fjellet.teacher, next_on=date(2028, 1, 3))


@pytest.mark.parametrize(
    "role",
    ["other_teacher", "school_administrator", "other_principal", "ppt_adviser", "owner_adviser"],
)
def test_record_evaluation_refused_by_role(fjellet, role):
    set_up = scene(fjellet)
    with pytest.raises(PermissionDenied):
        recorded(set_up, getattr(fjellet, role))
    assert Evaluation.objects.count() == 0


@pytest.mark.parametrize("role", ["teacher", "principal"])
def test_record_evaluation_refused_by_role_of_somebody_excluded(fjellet, role):
    set_up = scene(fjellet)
    CaseAccessFactory(case=set_up.case, person=getattr(fjellet, role))
    with pytest.raises(PermissionDenied):
        recorded(set_up, getattr(fjellet, role))


def test_record_evaluation_refused_by_role_that_has_ended(fjellet):
    set_up = scene(fjellet)
    fjellet.teacher.memberships.update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        recorded(set_up, fjellet.teacher)


@pytest.mark.parametrize("role", ["teacher", "principal"])
def test_record_evaluation_refused_by_role_without_the_walls_of_the_database(fjellet, role):
    set_up = scene(fjellet)
    CaseAccessFactory(case=set_up.case, person=getattr(fjellet, role))
    with pytest.raises(PermissionDenied):
        record_evaluation(measure=set_up.measure, by=getattr(fjellet, role), now=NOW, **ANSWER)


@pytest.mark.django_db(transaction=True)
def test_record_evaluation_sent_many_times_at_once_is_recorded_once(fjellet):
    set_up = scene(fjellet)
    made, told = [], []

    def run():
        try:
            made.append(recorded(set_up, fjellet.teacher).pk)
        except AlreadyRecorded as refusal:
            with translation.override("en"):
                told.append((str(refusal), refusal.evaluation.pk, refusal.evaluation.effect))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    set_up.measure.refresh_from_db()
    kept = Evaluation.objects.get()
    assert made == [kept.pk]
    said = "This evaluation has already been recorded."
    assert told == [(said, kept.pk, ANSWER["effect"])] * 19
    assert set_up.measure.evaluations_done == 1


def test_an_evaluation_is_never_changed_or_removed(fjellet):
    set_up = scene(fjellet)
    evaluation = recorded(set_up, fjellet.teacher)
    with acting(fjellet.principal, TODAY):
        for change in (evaluation.save, evaluation.delete):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                change()


def test_record_evaluation_keeps_why_it_was_not_carried_out(fjellet):
    set_up = scene(fjellet)
    evaluation = recorded(set_up, fjellet.teacher, not_as_planned="  Ingen vikar.")
    assert (evaluation.carried_out, evaluation.not_as_planned) == (
        False,
        "Ingen vikar.",
    )


@pytest.mark.parametrize(
    ("before", "value", "since", "next_on"),
    [
        (None, 2, TODAY, date(2026, 11, 30)),
        (5, 3, TODAY, date(2026, 11, 30)),
        (4, 3, None, date(2026, 12, 7)),
        (None, 3, None, date(2026, 12, 7)),
    ],
)
def test_an_alarming_answer_is_a_task_and_brings_the_next_evaluation_near(
    fjellet, before, value, since, next_on
):
    set_up = scene(fjellet)
    if before:
        SafetyAnswerFactory(involvement=set_up.pupil, value=before, day=TODAY - timedelta(days=7))
    asked = (set_up.pupil, value, "", "pupil")
    evaluation = recorded(set_up, fjellet.teacher, safety=asked, effect="yes")
    set_up.case.refresh_from_db()
    assert (set_up.case.unsafe_since, evaluation.next_on) == (since, next_on)
    (asked,) = Evaluation.objects.with_disagreement()
    assert asked.disagrees is (before is not None or value == 2)
    told = Message.objects.filter(kind="cases.PupilUnsafe", channel="inbox")
    leaders = {fjellet.principal, fjellet.deputy, fjellet.case_worker} if since else set()
    assert {message.person for message in told} == leaders
