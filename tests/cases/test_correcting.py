"""How safe a child has it was written down wrong: whoever wrote it sets it right. What follows for
the measures, the log and the pages stands in tests/evaluations/test_correcting.py."""

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases.actions import correct_safety
from cases.models import SafetyAnswer, StateReason
from common.errors import ActionError
from tests.evaluations.scene import scene
from tests.factories.cases import SafetyAnswerFactory
from tests.measures.scene import do

WHY = "Jeg trykket feil."


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


def given(place, value=2):
    set_up = scene(place)
    return SafetyAnswerFactory(involvement=set_up.pupil, value=value, recorded_by=place.teacher)


def corrected(answer, by, **more):
    told = {"value": 4, "answered_by": "pupil", "reason": WHY} | more
    return do(correct_safety, by, answer=answer, **told)


def test_correct_safety_keeps_the_old_answer_and_the_reason(fjellet):
    answer = given(fjellet)
    corrected(answer, fjellet.teacher)
    assert SafetyAnswer.objects.values_list("pk", "value").get() == (answer.pk, 4)
    event = Event.objects.get(name="safety.corrected")
    assert (event.data["value"], event.data["value_was"]) == (4, 2)
    reason = StateReason.objects.get(pk=event.data["reason"])
    assert (reason.text, reason.given_by) == (WHY, fjellet.teacher)


def test_correct_safety_to_a_child_who_did_not_want_to_answer(fjellet):
    corrected(given(fjellet), fjellet.teacher, value=None, missing="declined")
    assert SafetyAnswer.objects.values_list("value", "missing").get() == (None, "declined")


def test_correct_safety_refused_by_state(fjellet):
    answer = given(fjellet)
    with pytest.raises(ActionError, match="stands already"):
        corrected(answer, fjellet.teacher, value=2)
    with pytest.raises(ActionError, match="Write what was wrong"):
        corrected(answer, fjellet.teacher, reason="")
    type(answer.case).objects.update(state="closed", ended_reason="Trygt.")
    with pytest.raises(ActionError):
        corrected(answer, fjellet.teacher)
    assert not Event.objects.filter(name="safety.corrected").exists()


@pytest.mark.parametrize("who", ["principal", "other_teacher", "ppt_adviser"])
def test_correct_safety_refused_by_role(fjellet, who):
    answer = given(fjellet)
    with pytest.raises((PermissionDenied, type(answer.case).DoesNotExist)):
        corrected(answer, getattr(fjellet, who))
