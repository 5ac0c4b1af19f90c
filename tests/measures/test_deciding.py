"""Twice without effect: the principal decides, in one of three ways."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.models import PptAlert
from common.errors import ActionError
from evaluations.actions import record_evaluation
from measures.actions import decide
from measures.models import Decision
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.evaluations import EvaluationFactory
from tests.scope import acting


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


def decided(set_up, by, way="explain", reason="Trenger mer tid.", token=None):
    with acting(by, TODAY):
        return decide(
            measure=set_up.measure, by=by, now=NOW, way=way, reason=reason,
            token=token or uuid.uuid4(),
        )  # fmt: skip


def waiting(place):
    return scene(place, decide_on=TODAY, evaluate_on=TODAY + timedelta(days=7))


def evaluated(set_up, by, next):
    before = TODAY - timedelta(days=7)
    EvaluationFactory(
        measure=set_up.measure, effect="no", due_on=before, recorded_at=NOW - timedelta(days=7)
    )
    with acting(by, TODAY):
        record_evaluation(
            measure=set_up.measure, by=by, now=NOW, due_on=TODAY, effect="no", next=next
        )
    set_up.measure.refresh_from_db()
    return set_up.measure.decide_on


@pytest.mark.parametrize(("next", "decide_on"), [("continue", TODAY), ("stop", None)])
def test_twice_without_effect_waits_for_a_decision_while_it_goes_on(fjellet, next, decide_on):
    assert evaluated(scene(fjellet), fjellet.teacher, next) == decide_on


@pytest.mark.parametrize("way", ["change", "ppt", "explain"])
def test_decide_each_way_once(fjellet, way):
    set_up, token = waiting(fjellet), uuid.uuid4()
    made = decided(set_up, fjellet.principal, way, token=token)
    assert decided(set_up, fjellet.principal, way, token=token) == made
    set_up.measure.refresh_from_db()
    assert (set_up.measure.decide_on, Decision.objects.get().way) == (None, way)
    asked = PptAlert.objects.get(case=set_up.case).contact_wanted_at
    assert asked == (NOW if way == "ppt" else None)


def test_decide_asks_ppt_without_a_word_of_the_case(fjellet):
    set_up = waiting(fjellet)
    PptAlert.objects.update(office=fjellet.office)
    decided(set_up, fjellet.principal, "ppt")
    told = Message.objects.filter(kind="cases.PptContactWanted", channel="inbox")
    assert fjellet.ppt_adviser in {message.person for message in told}
    assert {(message.thing_id, message.case_id) for message in told} == {
        (set_up.case.alert_id, None)
    }


def test_decide_refused_by_state_and_without_an_explanation(fjellet):
    set_up = waiting(fjellet)
    with pytest.raises(ActionError, match="Write why you go on"):
        decided(set_up, fjellet.principal, reason=" ")
    decided(set_up, fjellet.principal)
    with pytest.raises(ActionError, match="decided this already"):
        decided(set_up, fjellet.principal)


@pytest.mark.parametrize("role", ["teacher", "deputy", "case_worker", "other_principal"])
def test_decide_refused_by_role(fjellet, role):
    with pytest.raises(PermissionDenied):
        decided(waiting(fjellet), getattr(fjellet, role))


def test_the_decision_is_a_duty_of_the_principal_and_stands_with_the_measure(fjellet, signed_in):
    set_up = waiting(fjellet)
    client = signed_in(fjellet.principal)
    address = reverse("measures:decide", args=[set_up.measure.pk])
    for url in (reverse("overview:today"), set_up.case.get_absolute_url()):
        page = client.get(url).content.decode()
        assert "Decide what is next: twice without effect" in page
        assert address in page
    shown = client.post(address, {"token": str(uuid.uuid4()), "way": "explain"})
    assert "Write why you go on as before." in shown.content.decode()
    answer = {"token": str(uuid.uuid4()), "way": "explain", "reason": "Trenger mer tid."}
    client.post(address, answer)
    measure = reverse("overview:measure", args=[set_up.measure.pk])
    assert "Trenger mer tid." in client.get(measure).content.decode()
    assert address not in client.get(reverse("overview:today")).content.decode()
    assert "decided this already" in client.get(address, follow=True).content.decode()
    deputys = signed_in(fjellet.deputy).get(reverse("overview:today")).content.decode()
    assert "twice without effect" not in deputys
