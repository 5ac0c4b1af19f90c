"""Taken on, answered with a reason, and sent on to the owner."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.errors import ActionError
from concerns.models import Concern
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.concerns.acts import answered, reported, sent_on, taken_on
from tests.factories.concerns import ConcernFactory

PEOPLE = [
    "principal", "deputy", "case_worker", "teacher", "school_administrator", "other_principal",
    "head", "ppt_adviser", "ppt_leader", "owner_adviser", "owner_administrator",
    "data_protection_officer",
]  # fmt: skip
ANSWERERS = {
    "leader": {"principal", "deputy", "case_worker"},
    "staff": {"principal", "owner_adviser"},
    "owner": {"owner_adviser"},
}
MAY = [(route, who) for route, people in ANSWERERS.items() for who in sorted(people)]
MAY_NOT = [
    (route, who) for route, people in ANSWERERS.items() for who in PEOPLE if who not in people
]


def concern_at(fjellet, **more):
    return ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher, **more)


def told_the_reporter():
    return list(
        Message.objects.filter(kind="concerns.ConcernAnswered", channel="inbox").values_list(
            "person__email", "thing_id", "level"
        )
    )


# ---------------------------------------------------------------- taken on
@pytest.mark.parametrize(("route", "who"), MAY)
def test_take_on_says_that_it_belongs_to_a_case(fjellet, route, who):
    concern, by = concern_at(fjellet, route=route, told_by="pupil"), getattr(fjellet, who)
    taken_on(concern, by)
    concern.refresh_from_db()
    assert (concern.state, concern.handled_by, concern.handled_at) == ("taken_on", by, NOW)
    assert told_the_reporter() == [(fjellet.teacher.email, concern.pk, 0)]
    event = Event.objects.get()
    assert (event.name, event.target_id, event.data) == ("concern.taken_on", concern.pk, {})


@pytest.mark.parametrize(("route", "who"), MAY_NOT)
def test_take_on_refused_by_role(fjellet, route, who):
    concern = concern_at(fjellet, route=route)
    with pytest.raises(PermissionDenied):
        taken_on(concern, getattr(fjellet, who))


@pytest.mark.parametrize("trait", ["taken_on", "answered"])
def test_take_on_refused_by_state(fjellet, trait):
    concern = concern_at(fjellet, **{trait: True})
    with pytest.raises(ActionError):
        taken_on(concern, fjellet.principal)


def test_take_on_also_at_the_unit_after_it_was_sent_on(fjellet):
    for who in ("principal", "owner_adviser"):
        concern = concern_at(fjellet, sent_on=True)
        assert taken_on(concern, getattr(fjellet, who)).state == "taken_on"


def test_take_on_tells_nobody_of_his_or_her_own(fjellet):
    taken_on(reported(fjellet.school, fjellet.principal), fjellet.principal)
    assert told_the_reporter() == []


# ---------------------------------------------------------------- answered with a reason
@pytest.mark.parametrize(("route", "who"), MAY)
def test_answer_concern_gives_the_reason(fjellet, route, who):
    concern, by = concern_at(fjellet, route=route), getattr(fjellet, who)
    answered(concern, by, reason=" Det var lek.\r\n ")
    concern.refresh_from_db()
    assert (concern.state, concern.answer_reason) == ("answered", "Det var lek.")
    assert (concern.handled_by, concern.handled_at) == (by, NOW)
    assert told_the_reporter() == [(fjellet.teacher.email, concern.pk, 0)]
    assert Event.objects.get().name == "concern.answered"


@pytest.mark.parametrize(("route", "who"), MAY_NOT)
def test_answer_concern_refused_by_role(fjellet, route, who):
    concern = concern_at(fjellet, route=route)
    with pytest.raises(PermissionDenied):
        answered(concern, getattr(fjellet, who))


def test_answer_concern_refused_by_role_in_another_municipality(fjellet, strand):
    for route in Concern.Route.values:
        concern = concern_at(fjellet, route=route)
        for by in (strand.principal, strand.owner_adviser):
            with pytest.raises(PermissionDenied):
                answered(concern, by)


@pytest.mark.parametrize("trait", ["taken_on", "answered"])
def test_answer_concern_refused_by_state(fjellet, trait):
    concern = concern_at(fjellet, **{trait: True})
    with pytest.raises(ActionError):
        answered(concern, fjellet.principal)


@pytest.mark.parametrize("reason", ["", "  ", "?", "\x00", "x" * 1_000_000])
def test_answer_concern_refused_by_state_of_the_reason(fjellet, reason):
    concern = concern_at(fjellet)
    with pytest.raises(ActionError):
        answered(concern, fjellet.principal, reason=reason)
    concern.refresh_from_db()
    assert concern.state == "new"


@pytest.mark.parametrize(
    ("place", "by", "told_by", "open_to_a_reason"),
    [
        ("school", "principal", "pupil", False),
        ("school", "principal", "guardian", True),
        ("school", "principal", "self", True),
        ("school", "principal", "colleague", True),
        ("school", "principal", "other", True),
        ("kindergarten", "head", "pupil", False),
        ("kindergarten", "head", "guardian", False),
        ("kindergarten", "head", "self", True),
    ],
)
def test_answer_concern_refused_by_state_when_the_child_said_it(
    fjellet, place, by, told_by, open_to_a_reason
):
    concern = ConcernFactory(unit=getattr(fjellet, place), told_by=told_by)
    by = getattr(fjellet, by)
    if open_to_a_reason:
        assert answered(concern, by).state == "answered"
        return
    with pytest.raises(ActionError):
        answered(concern, by)
    assert taken_on(concern, by).state == "taken_on"


def test_answer_concern_pressed_twice_is_one_answer(fjellet):
    concern = concern_at(fjellet)
    assert answered(concern, fjellet.principal) == answered(concern, fjellet.principal)
    with pytest.raises(ActionError):
        answered(concern, fjellet.principal, reason="Noe annet.")
    with pytest.raises(ActionError):
        answered(concern, fjellet.deputy)
    assert Event.objects.count() == len(told_the_reporter()) == 1


# ---------------------------------------------------------------- sent on
def test_send_on_concern_lets_the_owner_look_at_it_once_more(fjellet):
    concern = concern_at(fjellet)
    answered(concern, fjellet.principal)
    tuesday = NOW + timedelta(days=1)
    sent_on(concern, fjellet.teacher, now=tuesday)
    concern.refresh_from_db()
    assert (concern.state, concern.handled_at, concern.handled_by) == ("new", None, None)
    assert (concern.sent_on_at, concern.sent_on_reason) == (tuesday, "Det skjer igjen.")
    assert (concern.declined_at, concern.declined_by, concern.declined_reason) == (
        NOW, fjellet.principal, "Vi har snakket med eleven.",
    )  # fmt: skip
    assert (concern.answer_reason, concern.answer_by) == ("", date(2026, 11, 24))
    told = Message.objects.get(kind="concerns.ConcernSentOn", channel="inbox")
    assert (told.person, told.due_on) == (fjellet.owner_adviser, date(2026, 11, 24))
    assert list(Event.objects.order_by("at").values_list("name", flat=True)) == [
        "concern.answered", "concern.sent_on",
    ]  # fmt: skip


def test_send_on_concern_is_answered_by_the_owner_alone_and_told_once_more(fjellet):
    concern = concern_at(fjellet)
    answered(concern, fjellet.principal)
    sent_on(concern, fjellet.teacher)
    with pytest.raises(PermissionDenied):
        answered(concern, fjellet.principal, reason="Nei.")
    answered(concern, fjellet.owner_adviser, reason="Eieren har sett på det.")
    concern.refresh_from_db()
    assert (concern.state, concern.answer_reason) == ("answered", "Eieren har sett på det.")
    assert concern.declined_reason == "Vi har snakket med eleven."
    assert sorted(told_the_reporter()) == [
        (fjellet.teacher.email, concern.pk, 0), (fjellet.teacher.email, concern.pk, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"taken_on": True},
        {"answered": True, "sent_on": True},
        {"sent_on": True},
        {"answered": True, "route": "owner"},
        {"answered": True, "told_elsewhere": True},
    ],
)
def test_send_on_concern_refused_by_state(fjellet, how):
    concern = concern_at(fjellet, **how)
    with pytest.raises(ActionError):
        sent_on(concern, fjellet.teacher)


def test_send_on_concern_refused_by_state_without_a_reason(fjellet):
    concern = concern_at(fjellet, answered=True)
    with pytest.raises(ActionError):
        sent_on(concern, fjellet.teacher, reason=" ")


@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "teacher"])
def test_send_on_concern_refused_by_role(fjellet, who):
    concern = concern_at(fjellet, answered=True)
    with pytest.raises(PermissionDenied):
        sent_on(concern, getattr(fjellet, who))


def test_send_on_concern_by_one_who_works_elsewhere_now(fjellet):
    """The wall lets the reporter do this one thing, also from outside the unit."""
    concern = concern_at(fjellet, answered=True)
    fjellet.teacher.memberships.update(organisation=fjellet.other_school, starts_on=TODAY)
    assert sent_on(concern, fjellet.teacher).state == "new"
