"""A pupil does not have it safe: who is told, the task on My day, and what ends it."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit.models import Event
from cases.actions import ask_ppt_for_contact, record_safety, say_what_is_done
from cases.models import Case, Entry, PptAlert, SafetyAnswer
from common.errors import ActionError
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import CaseAccessFactory, SafetyAnswerFactory
from tests.factories.evaluations import EvaluationFactory
from tests.scope import acting


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


def answered(set_up, by, value=1, day=TODAY):
    with acting(by, TODAY):
        return record_safety(
            case=set_up.case, involvement=set_up.pupil, by=by, now=NOW, day=day, value=value
        )


def done(set_up, by, text="Vi snakker med eleven i dag.", token=None):
    with acting(by, TODAY):
        return say_what_is_done(
            case=set_up.case, by=by, now=NOW, token=token or uuid.uuid4(), text=text
        )


def test_an_unsafe_answer_is_told_to_those_who_follow_up_the_case_and_not_excluded(fjellet):
    set_up = scene(fjellet)
    CaseAccessFactory(case=set_up.case, person=fjellet.deputy)
    answer = answered(set_up, fjellet.case_worker)
    set_up.case.refresh_from_db()
    assert set_up.case.unsafe_since == TODAY
    told = Message.objects.filter(kind="cases.PupilUnsafe", channel="email", thing_id=answer.pk)
    assert [message.person for message in told] == [fjellet.principal]
    assert Event.objects.get(name="case.unsafe").target_id == answer.pk


def test_an_old_answer_written_down_late_is_no_task(fjellet):
    set_up = scene(fjellet)
    SafetyAnswerFactory(involvement=set_up.pupil, value=4)
    answered(set_up, fjellet.principal, day=TODAY - timedelta(days=1))
    set_up.case.refresh_from_db()
    assert set_up.case.unsafe_since is None


def test_say_what_is_done_ends_the_task_and_stands_in_the_log_once(fjellet):
    set_up = scene(fjellet)
    answered(set_up, fjellet.teacher)
    token = uuid.uuid4()
    entry = done(set_up, fjellet.principal, token=token)
    assert done(set_up, fjellet.principal, token=token) == entry
    set_up.case.refresh_from_db()
    assert (set_up.case.unsafe_since, Entry.objects.get().text) == (None, entry.text)


def test_say_what_is_done_refused_by_state_and_without_words(fjellet):
    set_up = scene(fjellet)
    with pytest.raises(ActionError, match="done already"):
        done(set_up, fjellet.principal)
    answered(set_up, fjellet.teacher)
    with pytest.raises(ActionError, match="Write what you do now"):
        done(set_up, fjellet.principal, text=" ")


def test_say_what_is_done_refused_by_role(fjellet):
    set_up = scene(fjellet)
    answered(set_up, fjellet.teacher)
    with pytest.raises(PermissionDenied):
        done(set_up, fjellet.teacher)


def test_the_task_stands_on_my_day_and_in_the_case_until_it_is_said_what_is_done(
    fjellet, signed_in
):
    set_up = scene(fjellet, evaluate_on=TODAY + timedelta(days=7))
    answered(set_up, fjellet.teacher)
    client = signed_in(fjellet.principal)
    for url in (reverse("overview:today"), set_up.case.get_absolute_url()):
        assert "A pupil does not feel safe: say what you do" in client.get(url).content.decode()
    safety = SafetyAnswer.objects.get()
    EvaluationFactory(measure=set_up.measure, safety=safety, effect="yes")
    page = client.get(reverse("overview:today")).content.decode()
    assert "but an adult says that it helps" in page
    assert "Not seen alike" in client.get(set_up.case.get_absolute_url()).content.decode()
    address = reverse("cases:say_what_is_done", args=[set_up.case.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"token": str(uuid.uuid4()), "text": "Vi snakker med eleven i dag."})
    assert "does not feel safe" not in client.get(reverse("overview:today")).content.decode()
    assert "done already" in client.get(address).content.decode()


def asked_ppt(set_up, by):
    with acting(by, TODAY):
        return ask_ppt_for_contact(case=set_up.case, by=by, now=NOW)


def test_ask_ppt_for_contact_is_told_once_a_day_and_leads_to_no_case(fjellet):
    set_up = scene(fjellet)
    PptAlert.objects.update(office=fjellet.office)
    asked_ppt(set_up, fjellet.principal)
    assert asked_ppt(set_up, fjellet.principal).contact_wanted_at == NOW
    told = Message.objects.filter(kind="cases.PptContactWanted", channel="inbox")
    assert {message.person for message in told} == {fjellet.ppt_adviser, fjellet.ppt_leader}
    assert (len(told), {message.case_id for message in told}) == (2, {None})


def test_ask_ppt_for_contact_refused_by_state(fjellet):
    set_up = scene(fjellet)
    Case.objects.update(state="closed", ended_reason="Trygt nå.")
    with pytest.raises(ActionError, match="closed"):
        asked_ppt(set_up, fjellet.principal)


def test_ask_ppt_for_contact_refused_by_role(fjellet):
    with pytest.raises(PermissionDenied):
        asked_ppt(scene(fjellet), fjellet.teacher)
