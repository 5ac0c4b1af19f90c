"""PPT answers the school."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from audit.models import Event
from cases.models import PptAlert, PptAnswer
from common.errors import ActionError
from ppt.actions import end_alert, offer_help, put_off_alert
from tests.clock import NOW, TODAY
from tests.factories.ppt import PptAnswerFactory
from tests.ppt.scene import alert_at, case_at, colleague, do
from tests.scope import acting, refused_to

LATER = TODAY + timedelta(days=14)
OFFERED = {"kind": "meeting", "text": "Vi kan komme til dere.", "proposed": "tirsdag kl. 10"}
PUT_OFF = {"reason": "nobody_free", "answer_by": LATER, "text": ""}
ENDED = {"reason": "done", "text": "Takk for samarbeidet."}


def say(action, alert, by, **told):
    return do(action, by, alert=alert, **{"token": uuid.uuid4(), **told})


def test_offer_help_stands_in_the_case_and_gives_the_alert_to_who_offers(fjellet):
    case, by, token = case_at(fjellet), fjellet.ppt_adviser, uuid.uuid4()
    for _time in range(2):  # one sheet is one answer
        say(offer_help, case.alert, by, **OFFERED, token=token)
    answer, alert = PptAnswer.objects.get(), PptAlert.objects.get()
    assert (answer.kind, answer.text, answer.proposed, answer.given_by) == (
        "meeting", "Vi kan komme til dere.", "tirsdag kl. 10", by,
    )  # fmt: skip
    assert (alert.state, alert.assigned_to, alert.received_by) == ("help_offered", by, by)
    events = Event.objects.filter(target_id=alert.pk).values_list("name", "case_id")
    assert sorted(events) == [("alert.answered", None), ("alert.received", None)]
    with acting(fjellet.principal, TODAY) as viewer:
        assert PptAnswer.objects.visible_to(viewer).get() == answer
    with acting(fjellet.teacher, TODAY) as viewer:
        assert not PptAnswer.objects.visible_to(viewer).exists()


def test_offer_help_leaves_the_alert_with_the_colleague_who_has_it(fjellet):
    hanne = colleague(fjellet)
    alert = alert_at(
        fjellet, state="assigned", assigned_to=hanne, received_by=hanne, received_at=NOW
    )
    say(offer_help, alert, fjellet.ppt_adviser, **OFFERED)
    assert PptAlert.objects.get().assigned_to == hanne


def test_offer_help_takes_up_again_what_ppt_had_ended(fjellet):
    alert, by = alert_at(fjellet), fjellet.ppt_adviser
    say(end_alert, alert, by, **ENDED)
    say(offer_help, alert, by, **OFFERED)
    found = PptAlert.objects.get()
    assert (found.state, found.ended_at, found.ended_reason) == ("help_offered", None, "")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"kind": ""}, "Choose what you offer"),
        ({"kind": "ended"}, "Choose what you offer"),
        ({"kind": "x"}, "in the list"),
        ({"text": " "}, "Write a message"),
        ({"text": "x" * 1001}, "too long"),
        ({"proposed": "x" * 121}, "too long"),
    ],
)
def test_offer_help_refused_by_state_without_what_it_asks(fjellet, english, told, said):
    alert = alert_at(fjellet)
    with pytest.raises(ActionError, match=said):
        say(offer_help, alert, fjellet.ppt_adviser, **OFFERED | told)
    assert (PptAnswer.objects.count(), PptAlert.objects.get().state) == (0, "new")


def test_put_off_alert_says_when_it_is_answered_again(fjellet):
    alert, by = alert_at(fjellet), fjellet.ppt_adviser
    say(put_off_alert, alert, by, **PUT_OFF)
    found = PptAlert.objects.get()
    assert (found.state, found.answer_by, found.received_by) == ("not_now", LATER, by)
    assert (answer := PptAnswer.objects.get()).answer_by == LATER
    assert (answer.kind, answer.reason) == ("not_now", "nobody_free")


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=93)])
def test_put_off_alert_refused_by_state_to_a_day_that_is_no_promise(fjellet, english, day):
    with pytest.raises(ActionError, match="within three months"):
        say(put_off_alert, alert_at(fjellet), fjellet.ppt_adviser, **PUT_OFF | {"answer_by": day})


def test_end_alert_for_a_reason_that_the_school_sees(fjellet):
    alert, by = alert_at(fjellet), fjellet.ppt_adviser
    say(end_alert, alert, by, **ENDED)
    found = PptAlert.objects.get()
    assert (found.state, found.ended_at, found.ended_reason) == ("ended", NOW, "done")
    assert PptAnswer.objects.get().reason == "done"


@pytest.mark.parametrize("reason", ["", "case_ended", "x"])
def test_end_alert_refused_by_state_without_a_reason_of_ppts_own(fjellet, reason):
    with pytest.raises(ActionError):
        say(end_alert, alert_at(fjellet), fjellet.ppt_adviser, **ENDED | {"reason": reason})


ACTIONS = [(offer_help, OFFERED), (put_off_alert, PUT_OFF), (end_alert, ENDED)]


@pytest.mark.parametrize(("action", "told"), ACTIONS)
def test_end_alert_refused_by_state_and_all_else_when_the_case_has_ended(
    fjellet, english, action, told
):
    alert = alert_at(fjellet, state="ended", ended_at=NOW, ended_reason="case_ended")
    with pytest.raises(ActionError, match="has ended"):
        say(action, alert, fjellet.ppt_adviser, **told)


@pytest.mark.parametrize(("action", "told"), ACTIONS)
def test_a_sheet_that_says_something_else_is_refused(fjellet, english, action, told):
    alert, token = alert_at(fjellet), uuid.uuid4()
    say(action, alert, fjellet.ppt_adviser, **told, token=token)
    with pytest.raises(ActionError, match="already used"):
        say(action, alert, fjellet.ppt_adviser, **told | {"text": "Noe annet."}, token=token)


def everybody_else(place, other):
    return (place.principal, place.teacher, place.owner_adviser, other.ppt_adviser)


def test_offer_help_refused_by_role(fjellet, strand):
    alert = alert_at(fjellet)
    refused_to(everybody_else(fjellet, strand), lambda by: say(offer_help, alert, by, **OFFERED))


def test_put_off_alert_refused_by_role(fjellet, strand):
    alert = alert_at(fjellet)
    refused_to(everybody_else(fjellet, strand), lambda by: say(put_off_alert, alert, by, **PUT_OFF))


def test_end_alert_refused_by_role(fjellet, strand):
    alert = alert_at(fjellet)
    refused_to(everybody_else(fjellet, strand), lambda by: say(end_alert, alert, by, **ENDED))


def refused(person, what):
    with acting(person, TODAY), pytest.raises(DatabaseError), transaction.atomic():
        what()


def test_answers_are_written_at_the_office_alone_and_never_changed(fjellet, strand):
    case = case_at(fjellet)
    answer = PptAnswerFactory(alert=case.alert, given_by=fjellet.ppt_adviser)
    mine = PptAnswer.objects.filter(pk=answer.pk)
    refused(fjellet.ppt_adviser, lambda: mine.update(text="Noe annet."))
    refused(fjellet.principal, lambda: mine.update(text="Noe annet."))
    refused(fjellet.ppt_adviser, mine.delete)
    for by in (fjellet.principal, strand.ppt_adviser):
        refused(by, lambda by=by: PptAnswerFactory(alert=case.alert, given_by=by))
    # In nobody else's name.
    refused(
        fjellet.ppt_adviser,
        lambda: PptAnswerFactory(alert=case.alert, given_by=fjellet.ppt_leader),
    )
    received = {"received_at": NOW, "received_by": fjellet.principal}
    with acting(fjellet.ppt_adviser, TODAY):
        assert mine.update(**received) == 0  # the school's to note
    with acting(fjellet.principal, TODAY):
        assert mine.update(**received) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "not_now"}, {"kind": "ended"}, {"kind": "advice", "text": ""},
        {"kind": "advice", "reason": "done"}, {"received_at": NOW},
        {"kind": "ended", "reason": "done", "answer_by": TODAY},
    ],
)  # fmt: skip
def test_the_database_refuses_an_answer_without_what_its_kind_asks(fjellet, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PptAnswerFactory(alert=alert_at(fjellet), **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "received"}, {"state": "ended", "ended_reason": ""}, {"ended_at": NOW},
        {"state": "assigned", "received_at": NOW}, {"state": "ended", "ended_at": None},
    ],
)  # fmt: skip
def test_the_database_refuses_an_alert_that_says_two_things(fjellet, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        alert_at(fjellet, **wrong)


def test_each_alert_has_a_number_that_is_no_reference():
    numbers = {PptAlert().number for _time in range(20)}
    assert len(numbers) == 20
    for number in numbers:
        assert len(number) == 7
        assert number[3] == "-"
        assert not set(number) & set("AEIOUÆØÅ01258")
