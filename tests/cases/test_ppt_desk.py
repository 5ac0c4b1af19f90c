"""What the school's acts do to the alert, what PPT's answers do at the school, and who is told."""

import uuid
from datetime import date, timedelta

import pytest

from audit.models import Event
from cases.actions import (
    ask_ppt_for_contact,
    close_case,
    exclude_person,
    receive_ppt_answer,
    reopen_case,
    tell_ppt_answers,
    tell_unanswered_alerts,
    void_case,
)
from cases.models import PptAlert
from notifications.kinds import kind_of
from notifications.models import Message
from ppt.actions import assign_alert, end_alert, offer_help
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory
from tests.factories.opened import PptOpeningFactory
from tests.factories.ppt import PptAnswerFactory
from tests.plugin_database import as_app, as_worker
from tests.ppt.scene import alert_at, case_at, colleague, do
from tests.scope import refused_in_scope, refused_to

CLOSING = {
    "reason": "Eleven har det trygt.", "professional_help": "not_needed",
    "best_interests": "Vi har snakket med eleven.", "early_reason": "Det er avtalt.",
}  # fmt: skip
LATE = TODAY - timedelta(days=3)


def alert_of(case):
    return PptAlert.objects.get(pk=case.alert_id)


def stands(case):
    alert = alert_of(case)
    return alert.state, alert.ended_reason, alert.assigned_to


def close(case, by):
    do(close_case, by, case=case, token=uuid.uuid4(), **CLOSING)


def told(kind):
    rows = Message.objects.filter(kind=f"cases.{kind}", channel="inbox")
    return sorted(rows.values_list("person__name", flat=True))


def test_close_case_ends_the_alert_and_tells_who_has_it(fjellet):
    case = case_at(fjellet, state="follow_up")
    do(assign_alert, fjellet.ppt_adviser, alert=case.alert, to=fjellet.ppt_adviser)
    close(case, fjellet.principal)
    assert stands(case) == ("ended", "case_ended", fjellet.ppt_adviser)
    assert told("PptCaseEnded") == [fjellet.ppt_adviser.name]
    assert Event.objects.filter(name="alert.ended_with_case", case_id=case.pk).exists()


def test_void_case_ends_an_alert_that_nobody_had_looked_at(fjellet):
    case = case_at(fjellet)
    do(void_case, fjellet.principal, case=case, reason="Feil elev.")
    assert stands(case) == ("ended", "case_ended", None)
    assert alert_of(case).received_at is None


@pytest.mark.parametrize("was_assigned", [True, False])
def test_reopen_case_opens_the_alert_as_it_stood_with_a_new_day(fjellet, was_assigned):
    case = case_at(fjellet, state="follow_up")
    if was_assigned:
        do(assign_alert, fjellet.ppt_adviser, alert=case.alert, to=fjellet.ppt_adviser)
    close(case, fjellet.principal)
    later = NOW + timedelta(days=30)
    do(reopen_case, fjellet.principal, case=case, reason="Det skjer igjen.", now=later)
    has = ("assigned", "", fjellet.ppt_adviser) if was_assigned else ("new", "", None)
    assert stands(case) == has
    assert alert_of(case).answer_by == date(2026, 12, 31)  # five working days after the 23rd
    assert told("PptCaseReopened") == sorted([fjellet.ppt_adviser.name, fjellet.ppt_leader.name])


def test_reopen_case_opens_also_what_ppt_had_ended_and_nothing_that_was_opened(fjellet):
    """docs/adr/0025."""
    case = case_at(fjellet, state="follow_up")
    opening = PptOpeningFactory(case=case, office=fjellet.office)
    ended = {"reason": "done", "text": ""}
    do(end_alert, fjellet.ppt_adviser, alert=case.alert, token=uuid.uuid4(), **ended)
    hanne = colleague(fjellet)
    CaseAccessFactory(case=case, person=hanne)
    close(case, fjellet.principal)
    do(reopen_case, fjellet.principal, case=case, reason="Det skjer igjen.")
    assert stands(case) == ("received", "", None)
    assert alert_of(case).number == case.alert.number
    assert hanne.name not in told("PptCaseReopened")
    opening.refresh_from_db()
    assert opening.ending == "ended"
    assert case.alert.answers.get().kind == "ended"


def test_ask_ppt_for_contact_makes_the_school_wait_for_an_answer_again(fjellet):
    case, by = case_at(fjellet), fjellet.ppt_adviser
    ended = {"reason": "done", "text": ""}
    do(end_alert, by, alert=case.alert, token=uuid.uuid4(), **ended)
    do(ask_ppt_for_contact, fjellet.principal, case=case)
    assert stands(case) == ("received", "", None)
    offered = {"kind": "advice", "text": "Ring oss."}
    do(offer_help, by, alert=case.alert, token=uuid.uuid4(), **offered)
    do(ask_ppt_for_contact, fjellet.principal, case=case)
    assert stands(case) == ("assigned", "", by)
    assert alert_of(case).answer_by == date(2026, 11, 30)


def test_exclude_person_takes_the_alert_from_an_adviser(fjellet):
    case, hanne = case_at(fjellet), colleague(fjellet)
    do(assign_alert, hanne, alert=case.alert, to=hanne)
    do(exclude_person, fjellet.principal, case=case, person=hanne, reason="Nær familie.")
    assert stands(case) == ("received", "", None)


def test_receive_ppt_answer_says_who_and_when_once(fjellet):
    case = case_at(fjellet)
    answer = PptAnswerFactory(alert=case.alert, given_by=fjellet.ppt_adviser)
    for by in (fjellet.deputy, fjellet.principal):
        do(receive_ppt_answer, by, case=case, answer=answer)
    answer.refresh_from_db()
    assert (answer.received_by, answer.received_at) == (fjellet.deputy, NOW)
    assert Event.objects.filter(name="alert.answer_received", case_id=case.pk).count() == 1


def test_receive_ppt_answer_refused_by_role(fjellet, strand):
    case = case_at(fjellet)
    answer = PptAnswerFactory(alert=case.alert)
    others = (fjellet.teacher, fjellet.ppt_adviser, fjellet.owner_adviser, strand.principal)
    refused_to(others, lambda by: do(receive_ppt_answer, by, case=case, answer=answer))
    CaseAccessFactory(case=case, person=fjellet.deputy)
    refused_in_scope(fjellet.deputy, receive_ppt_answer, case=case, answer=answer)
    # Nor that of another case.
    other = PptAnswerFactory(alert=alert_at(fjellet))
    refused_in_scope(fjellet.principal, receive_ppt_answer, case=case, answer=other)


def sweep(step, now=NOW):
    with as_worker():
        return step(now=now)


def test_tell_ppt_answers_to_those_who_follow_up_the_case_once(fjellet):
    case = case_at(fjellet)
    CaseAccessFactory(case=case, person=fjellet.deputy)
    PptAnswerFactory(alert=case.alert)
    PptAnswerFactory(alert=case.alert, received_at=NOW, received_by=fjellet.principal)
    assert [sweep(tell_ppt_answers), sweep(tell_ppt_answers)] == [4, 0]
    assert told("PptAnswered") == sorted([fjellet.principal.name, fjellet.case_worker.name])
    assert set(Message.objects.values_list("case_id", flat=True)) == {case.pk}


def test_tell_ppt_answers_no_more_once_the_case_has_ended_or_it_is_received(fjellet):
    PptAnswerFactory(alert=case_at(fjellet, state="closed", ended_reason="x").alert)
    assert sweep(tell_ppt_answers) == 0
    answer = PptAnswerFactory(alert=(case := case_at(fjellet)).alert)
    sweep(tell_ppt_answers)
    message = Message.objects.filter(channel="email").first()
    with as_worker():
        assert kind_of(message).still_due(message, NOW)
        assert kind_of(message).may_receive(message, TODAY)
    do(receive_ppt_answer, fjellet.principal, case=case, answer=answer)
    with as_worker():
        assert not kind_of(message).still_due(message, NOW)


@pytest.mark.parametrize("state", ["new", "received", "assigned", "not_now"])
def test_tell_unanswered_alerts_to_the_leader_and_who_has_it(fjellet, state):
    hanne = colleague(fjellet)
    known = {} if state == "new" else {"received_at": NOW, "received_by": hanne}
    has = {"assigned_to": hanne} if state in ("assigned", "not_now") else {}
    alert_at(fjellet, state=state, answer_by=LATE, **known, **has)
    sweep(tell_unanswered_alerts)
    assert sweep(tell_unanswered_alerts) == 0
    whom = [fjellet.ppt_leader.name, *(["Hanne Holm"] if has else [])]
    assert told("PptUnanswered") == sorted(whom)
    assert set(Message.objects.values_list("case_id", "due_on")) == {(None, LATE)}


def test_tell_unanswered_alerts_of_nothing_that_is_answered_or_not_late(fjellet):
    hanne = colleague(fjellet)
    known = {"received_at": NOW, "received_by": hanne, "answer_by": LATE}
    alert_at(fjellet, answer_by=TODAY)
    alert_at(fjellet, state="help_offered", **known)
    alert_at(fjellet, state="ended", ended_at=NOW, ended_reason="done", **known)
    case = case_at(fjellet)
    PptAlert.objects.filter(pk=case.alert_id).update(answer_by=LATE)
    CaseAccessFactory(case=case, person=fjellet.ppt_leader)  # learns nothing of it
    assert sweep(tell_unanswered_alerts) == 0


@pytest.mark.parametrize("step", [tell_ppt_answers, tell_unanswered_alerts])
def test_they_are_told_in_one_statement(fjellet, step, django_assert_num_queries):
    for _time in range(3):
        PptAnswerFactory(alert=case_at(fjellet).alert)
    PptAlert.objects.update(answer_by=LATE)
    with as_worker(), django_assert_num_queries(3):  # the savepoint around it is two
        assert step(now=NOW) > 0


def test_tell_ppt_answers_refused_by_role_without_the_worker(fjellet):
    PptAnswerFactory(alert=case_at(fjellet).alert)
    with as_app():
        assert tell_ppt_answers(now=NOW) == 0


def test_tell_unanswered_alerts_refused_by_role_without_the_worker(fjellet):
    alert_at(fjellet, answer_by=LATE)
    with as_app():
        assert tell_unanswered_alerts(now=NOW) == 0
