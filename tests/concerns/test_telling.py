"""Telling at the own unit, and telling another one."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.errors import ActionError
from concerns.models import Concern
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.concerns.acts import TEXT, reported, told_elsewhere
from tests.scope import refused_to

REPORTERS = [
    "principal", "deputy", "case_worker", "teacher", "other_teacher", "school_administrator",
]  # fmt: skip
# Who works at the unit's owner, at another unit, or at PPT.
OTHERS = [
    "other_principal", "head", "ppt_adviser", "ppt_leader", "owner_adviser", "owner_administrator",
    "data_protection_officer",
]  # fmt: skip


def told_to(kind="concerns.ConcernRaised"):
    return set(
        Message.objects.filter(kind=kind, channel="inbox").values_list("person__email", flat=True)
    )


def test_report_concern_stands_as_it_was_told(fjellet):
    concern = reported(
        fjellet.school,
        fjellet.teacher,
        what=" Han sto alene.\r\nLenge. ",
        told_by="guardian",
        needs_today="En voksen ved porten kl. 14.",
        happened_on=date(2026, 11, 20),
        known_at=datetime(2026, 11, 22, 19, 0, tzinfo=UTC),
    )
    concern.refresh_from_db()
    assert (concern.unit, concern.owner, concern.reporter) == (
        fjellet.school, fjellet.owner, fjellet.teacher,
    )  # fmt: skip
    assert (concern.about, concern.what) == ("Jonas i 7A", "Han sto alene.\nLenge.")
    assert (concern.told_by, concern.route, concern.state) == ("guardian", "leader", "new")
    assert concern.needs_today == "En voksen ved porten kl. 14."
    assert (concern.happened_on, concern.told_at) == (date(2026, 11, 20), NOW)
    assert concern.known_at == datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
    assert concern.answer_by == TODAY
    event = Event.objects.get()
    assert (event.name, event.target_id, event.case_id) == ("concern.reported", concern.pk, None)
    assert event.data == {"route": "leader", "told_by": "guardian"}


def test_report_concern_fills_in_oneself_and_now(fjellet):
    concern = reported(fjellet.school, fjellet.teacher)
    assert (concern.told_by, concern.happened_on, concern.known_at) == ("self", TODAY, NOW)


@pytest.mark.parametrize("who", REPORTERS)
def test_report_concern_is_open_to_everybody_who_works_there(fjellet, who):
    assert reported(fjellet.school, getattr(fjellet, who)).state == "new"


@pytest.mark.parametrize("told_by", ["colleague", "guardian", "pupil", "other"])
def test_report_concern_on_behalf_of_somebody_without_an_account(fjellet, told_by):
    assert reported(fjellet.school, fjellet.teacher, told_by=told_by).told_by == told_by


@pytest.mark.parametrize("who", OTHERS)
def test_report_concern_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        reported(fjellet.school, getattr(fjellet, who))
    assert Concern.objects.count() == 0


def test_report_concern_refused_by_role_elsewhere_and_after_one_has_left(fjellet, strand):
    fjellet.teacher.memberships.update(ends_on=TODAY - timedelta(days=1))
    refused_to(
        (strand.principal, strand.teacher, fjellet.teacher), lambda by: reported(fjellet.school, by)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": ""},
        {"about": "?!"},
        {"about": "x" * 121},
        {"what": ""},
        {"what": "..."},
        {"what": "\x00"},
        {"what": "x" * 1_000_000},
        {"needs_today": "x" * 1_000_000},
        {"needs_today": "\u202e"},
        {"told_by": "rumour"},
        {"told_by": ""},
        {"route": "press"},
        {"route": ""},
        {"happened_on": date(2026, 11, 24)},
        {"happened_on": date(206, 11, 20)},
        {"known_at": NOW + timedelta(minutes=1)},
        {"known_at": datetime(1999, 12, 31, tzinfo=UTC), "happened_on": date(1999, 12, 31)},
        {"known_at": NOW - timedelta(days=2)},  # before it happened
    ],
)
def test_report_concern_refused_by_state_of_what_is_typed(fjellet, wrong):
    with pytest.raises(ActionError):
        reported(fjellet.school, fjellet.teacher, **wrong)
    assert Concern.objects.count() == 0


def test_report_concern_refused_by_state_of_the_place(fjellet):
    with pytest.raises(PermissionDenied):
        reported(fjellet.owner, fjellet.teacher)


def test_report_concern_with_the_same_sheet_is_one(fjellet):
    token = uuid.uuid4()
    first = reported(fjellet.school, fjellet.teacher, token=token)
    assert reported(fjellet.school, fjellet.teacher, token=token) == first
    for by, more in (
        (fjellet.teacher, {"what": "Noe annet."}),
        (fjellet.teacher, {"about": "En annen"}),
        (fjellet.other_teacher, {}),
    ):
        with pytest.raises(ActionError):
            reported(fjellet.school, by, token=token, **more)
    assert Concern.objects.count() == Event.objects.count() == 1


@pytest.mark.parametrize(
    ("route", "receivers"),
    [
        ("leader", {"principal", "deputy", "case_worker"}),
        ("staff", {"principal", "owner_adviser"}),
        ("owner", {"owner_adviser"}),
    ],
)
def test_report_concern_tells_those_who_answer_it(fjellet, strand, route, receivers):
    concern = reported(fjellet.school, fjellet.teacher, route=route)
    assert told_to() == {getattr(fjellet, who).email for who in receivers}
    message = Message.objects.filter(channel="inbox").first()
    assert (message.thing_id, message.due_on, message.case_id) == (concern.pk, TODAY, None)


def test_report_concern_tells_nobody_of_his_or_her_own(fjellet):
    reported(fjellet.school, fjellet.principal)
    assert told_to() == {fjellet.deputy.email, fjellet.case_worker.email}


def test_report_concern_on_a_day_off_is_due_on_the_next_working_day(fjellet):
    saturday = datetime(2026, 11, 28, 20, 0, tzinfo=UTC)
    concern = reported(fjellet.school, fjellet.teacher, now=saturday)
    assert concern.answer_by == date(2026, 11, 30)


# ---------------------------------------------------------------- another unit
def test_tell_unit_puts_it_before_the_leaders_there(fjellet, strand):
    concern = told_elsewhere(strand.school, fjellet.school, fjellet.principal, told_by="other")
    concern.refresh_from_db()
    assert (concern.unit, concern.owner) == (strand.school, strand.owner)
    assert (concern.from_unit, concern.reporter, concern.decided_by) == (
        fjellet.school, fjellet.principal, fjellet.principal,
    )  # fmt: skip
    assert (concern.route, concern.state) == ("leader", "new")
    assert concern.telling_reason == "De må vite det for å passe på."
    assert concern.what == TEXT
    assert told_to() == {strand.principal.email, strand.deputy.email, strand.case_worker.email}
    assert Event.objects.get().name == "concern.told_elsewhere"


def test_tell_unit_by_the_owner_that_holds_the_case(fjellet):
    concern = told_elsewhere(fjellet.kindergarten, fjellet.school, fjellet.owner_adviser)
    assert (concern.unit, concern.reporter) == (fjellet.kindergarten, fjellet.owner_adviser)


def test_tell_unit_with_the_same_sheet_is_one(fjellet, strand):
    token = uuid.uuid4()
    made = [
        told_elsewhere(strand.school, fjellet.school, fjellet.principal, token=token)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Concern.objects.count() == 1


@pytest.mark.parametrize(
    "who",
    [
        "teacher", "school_administrator", "other_principal", "head", "ppt_adviser",
        "owner_administrator",
    ],
)  # fmt: skip
def test_tell_unit_refused_by_role(fjellet, strand, who):
    with pytest.raises(PermissionDenied):
        told_elsewhere(
            strand.school, fjellet.school, getattr(fjellet, who), decided_by=fjellet.principal
        )


def test_tell_unit_refused_by_state(fjellet, strand):
    by = fjellet.principal
    for unit, more in (
        (fjellet.school, {}),  # the own one
        (strand.owner, {}),
        (strand.office, {}),
        (strand.school, {"reason": " "}),
        (strand.school, {"decided_by": fjellet.teacher}),
        (strand.school, {"decided_by": strand.principal}),
        (strand.school, {"what": ""}),
    ):
        with pytest.raises(ActionError):
            told_elsewhere(unit, fjellet.school, by, **more)
    assert Concern.objects.count() == 0
