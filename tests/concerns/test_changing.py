"""A pupil changes school: what is sent, on what ground, and how it is answered."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit.models import Event
from common.errors import ActionError
from concerns import actions, rules
from concerns.models import Concern
from concerns.receipt import steps_of
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.concerns.acts import answered, taken_on, told_elsewhere
from tests.factories.concerns import ChangeFactory, ConcernFactory
from tests.scope import acting

CONSENT = {"ground_by": "Begge foreldre", "ground_on": TODAY}


def sent(unit, from_unit, by, now=NOW, **more):
    facts = {
        "about": "Sárá Nilsen, 2014", "what": "Hun har stått alene i friminuttene.",
        "tried": "Klassemøte: det hjalp", "reason": "De må kunne følge henne opp.",
        "token": uuid.uuid4(),
    }  # fmt: skip
    with acting(by, TODAY):
        return actions.send_change(unit=unit, from_unit=from_unit, by=by, now=now, **facts | more)


def noted(concern, by):
    with acting(by, TODAY):
        return actions.note_change(concern=concern, by=by, now=NOW)


def test_the_ground_follows_from_the_two_places(fjellet, strand):
    school, kindergarten = fjellet.school, fjellet.kindergarten
    for sender, receiver, ground in (
        (school, fjellet.other_school, "need"), (school, kindergarten, "need"),
        (school, strand.school, "consent"), (kindergarten, strand.kindergarten, "consent"),
        (kindergarten, school, "permission"), (kindergarten, strand.school, "permission"),
    ):  # fmt: skip
        assert rules.ground_between(sender, receiver) == ground


def test_send_change_gives_the_other_place_the_parts_and_a_message(fjellet):
    concern = sent(fjellet.other_school, fjellet.school, fjellet.principal)
    concern.refresh_from_db()
    assert (concern.ground, concern.ground_by, concern.ground_on) == ("need", "", None)
    assert (concern.from_unit, concern.decided_by) == (fjellet.school, fjellet.principal)
    assert [text for _heading, text in concern.parts] == ["Klassemøte: det hjalp"]
    # Five open days, and not the same working day.
    assert concern.answer_by == date(2026, 11, 30)
    message = Message.objects.get(person=fjellet.other_principal, channel="inbox")
    assert (message.kind, message.thing_id) == ("concerns.PupilChangesSchool", concern.pk)
    event = Event.objects.get(name="concern.change_sent")
    assert (event.case_id, event.data) == (None, {"route": "leader", "told_by": "other"})


def test_send_change_to_another_owner_says_who_has_consented(fjellet, strand):
    concern = sent(strand.school, fjellet.school, fjellet.principal, **CONSENT)
    assert (concern.ground, concern.ground_by) == ("consent", "Begge foreldre")
    concern = sent(fjellet.school, fjellet.kindergarten, fjellet.head, **CONSENT)
    assert concern.ground == "permission"


def test_send_change_twice_with_one_sheet_sends_once(fjellet):
    token = uuid.uuid4()
    first = sent(fjellet.other_school, fjellet.school, fjellet.principal, token=token)
    assert sent(fjellet.other_school, fjellet.school, fjellet.principal, token=token) == first
    with pytest.raises(ActionError):
        sent(fjellet.other_school, fjellet.school, fjellet.principal, token=token, tried="Nytt.")
    assert Concern.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {}, {"ground_by": " ", "ground_on": TODAY}, {"ground_by": "Mor", "ground_on": None},
        {"ground_by": "Mor", "ground_on": TODAY + timedelta(days=1)},
        CONSENT | {"what": " "}, CONSENT | {"reason": ""}, CONSENT | {"tried": "a\x00"},
        CONSENT | {"tried": "x" * 10_001},
    ],
)  # fmt: skip
def test_send_change_refused_by_state_of_what_is_sent(fjellet, strand, wrong):
    with pytest.raises(ActionError):
        sent(strand.school, fjellet.school, fjellet.principal, **wrong)
    with pytest.raises(ActionError):
        sent(fjellet.school, fjellet.school, fjellet.principal)
    assert Concern.objects.count() == 0


@pytest.mark.parametrize("who", ["teacher", "school_administrator", "other_principal"])
def test_send_change_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        sent(fjellet.other_school, fjellet.school, getattr(fjellet, who))


def test_note_change_tells_the_sender_that_it_is_received(fjellet):
    concern = sent(fjellet.other_school, fjellet.school, fjellet.principal)
    assert noted(concern, fjellet.other_principal).state == "noted"
    assert noted(concern, fjellet.other_principal).state == "noted"
    told = Message.objects.get(person=fjellet.principal, channel="inbox")
    assert told.kind == "concerns.ChangeAnswered"
    assert Event.objects.filter(name="concern.noted").count() == 1


def test_note_change_refused_by_state(fjellet):
    with pytest.raises(ActionError):
        noted(ConcernFactory(unit=fjellet.school), fjellet.principal)
    concern = sent(fjellet.other_school, fjellet.school, fjellet.principal)
    answered(concern, fjellet.other_principal, reason="Går ikke her.")
    with pytest.raises(ActionError):
        noted(concern, fjellet.other_principal)


@pytest.mark.parametrize("who", ["principal", "teacher", "head", "owner_adviser"])
def test_note_change_refused_by_role(fjellet, who):
    concern = sent(fjellet.other_school, fjellet.school, fjellet.principal)
    with pytest.raises(PermissionDenied):
        noted(concern, getattr(fjellet, who))


def taken_back(concern, by):
    with acting(by, TODAY):
        return actions.take_back_change(concern=concern, by=by, now=NOW)


@pytest.fixture
def of_a_case(fjellet):
    """Sent from a case: only then the wall lets it be taken back."""
    told = ChangeFactory(
        about__case__unit=fjellet.school, to=fjellet.other_school,
        concern__reporter=fjellet.principal,
    )  # fmt: skip
    return told.concern


def test_take_back_change_tells_nobody_and_hides_it_there(fjellet, of_a_case):
    assert taken_back(of_a_case, fjellet.principal).state == "taken_back"
    assert not Message.objects.exists()
    with acting(fjellet.other_principal, TODAY):
        assert not Concern.objects.exists()


def test_take_back_change_refused_by_state(fjellet, of_a_case):
    noted(of_a_case, fjellet.other_principal)
    with pytest.raises(ActionError):
        taken_back(of_a_case, fjellet.principal)
    with pytest.raises(ActionError):
        taken_back(told_elsewhere(fjellet.other_school, fjellet.school, fjellet.principal),
                   fjellet.principal)  # fmt: skip


@pytest.mark.parametrize("who", ["teacher", "other_principal", "head", "owner_administrator"])
def test_take_back_change_refused_by_role(fjellet, of_a_case, who):
    with pytest.raises(PermissionDenied):
        taken_back(of_a_case, getattr(fjellet, who))


def told_as(concern, state):
    concern.state = state
    return str(concern.state_word)


def test_whether_a_case_is_opened_there_is_not_told(fjellet):
    concern = ConcernFactory.build(change=True, unit=fjellet.school)
    words = [told_as(concern, state) for state in ("new", "taken_on", "noted", "answered")]
    assert words == ["Not answered yet", "Received", "Received", "Not our pupil"]


def test_the_receipt_says_the_same_whatever_became_of_it(fjellet):
    steps = []
    for end in (taken_on, noted):
        concern = sent(fjellet.other_school, fjellet.school, fjellet.principal)
        done = end(concern, fjellet.other_principal)
        steps.append([(str(one.word), one.note) for one in steps_of(done, says_why=False)])
    assert steps[0] == steps[1] == [("Sent", ""), ("Received", "")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": "need"}, {"tried": "Noe."}, {"state": "noted"}, {"ground_by": "Mor"},
        {"change": True, "ground": "consent"}, {"change": True, "ground_by": "Mor"},
        {"change": True, "ground": "consent", "ground_by": "Mor"},
    ],
)  # fmt: skip
def test_the_database_asks_for_the_ground(fjellet, wrong):
    if wrong.get("state"):
        wrong = wrong | {"handled_at": NOW, "handled_by": fjellet.principal}
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernFactory(unit=fjellet.school, **wrong)
