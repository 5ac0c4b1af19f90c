"""A case and its alert: all or nothing, and once."""

import threading
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.scope import entered
from audit.models import Event
from cases import rules
from cases.actions import open_case
from cases.models import Case, Involvement, PptAlert
from common.errors import ActionError
from notifications.models import Message
from organisations.models import PptService
from tests.cases.opening import TEXT, class_of, opened, told
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory
from tests.factories.organisations import OfficeFactory, PptServiceFactory, member
from tests.factories.pupils import PupilFactory
from tests.scope import acting


def counts():
    return [model.objects.count() for model in (Case, PptAlert, Involvement, Message, Event)]


def test_open_case_writes_the_alert_the_case_and_those_it_concerns(fjellet):
    pupils = class_of(fjellet.school, 30)
    case = opened(
        fjellet.school, fjellet.principal, pupils=pupils[:2], places=["break"], described=[],
        serious=True, serious_reason="Eleven tør ikke gå på skolen.", help_wanted="meeting",
    )  # fmt: skip
    case.refresh_from_db()
    assert (case.unit, case.held_by, case.state) == (fjellet.school, fjellet.school, "reported")
    assert (case.kinds, case.places, case.source) == (["exclusion"], ["break"], "pupil")
    assert (case.what_happened, case.serious) == (TEXT, True)
    assert (case.told_at, case.created_by, case.raised_at) == (NOW, fjellet.principal, None)
    assert (case.plan_due_on, case.followed_until) == (date(2026, 11, 30), date(2027, 7, 31))
    people = case.involvements.values_list("pupil", "role", "starts_on")
    assert set(people) == {(pupil.pk, "exposed", TODAY) for pupil in pupils[:2]}
    alert = case.alert
    assert (alert.office, alert.owner, alert.unit) == (
        fjellet.office,
        fjellet.owner,
        fjellet.school,
    )
    assert (alert.stage, alert.kinds, alert.help_wanted) == ("5-7", ["exclusion"], "meeting")
    assert (alert.week, alert.answer_by, alert.state) == (TODAY, date(2026, 11, 30), "new")
    assert (alert.regime, alert.contact_role) == ("education_act", "principal")


def test_open_case_tells_every_adviser_and_leader_of_the_serving_office(fjellet, strand):
    case = opened(fjellet.school, fjellet.principal)
    told_to = Message.objects.filter(kind="cases.PptAlerted").values_list(
        "person", "channel", "thing_id", "case_id", "due_on"
    )
    alert = case.alert_id
    assert set(told_to) == {
        (person.pk, channel, alert, None, date(2026, 11, 30))
        for person in (fjellet.ppt_adviser, fjellet.ppt_leader)
        for channel in ("inbox", "email")
    }


def test_open_case_tells_the_owner_where_no_office_serves(fjellet):
    PptService.objects.all().delete()
    case = opened(fjellet.school, fjellet.principal)
    assert case.alert.office is None
    assert set(Message.objects.values_list("person", flat=True)) == {fjellet.owner_adviser.pk}


def test_open_case_prefers_the_units_own_office(fjellet):
    own = OfficeFactory(parent=fjellet.owner)
    PptServiceFactory(office=own, serves=fjellet.school)
    assert opened(fjellet.school, fjellet.principal).alert.office == own
    assert opened(fjellet.other_school, fjellet.other_principal).alert.office == fjellet.office


def test_open_case_records_who_did_what_without_names_or_text(fjellet):
    pupil = class_of(fjellet.school, 1)[0]
    case = opened(fjellet.school, fjellet.principal, pupils=[pupil])
    events = {event.name: event for event in Event.objects.filter(case_id=case.pk)}
    assert set(events) == {"case.opened", "alert.sent"}
    assert {event.person_id for event in events.values()} == {fjellet.principal.pk}
    assert events["case.opened"].data == {"people": 2, "kinds": ["exclusion"], "serious": False}
    assert events["alert.sent"].data == {"office": str(fjellet.office.pk)}


def test_open_case_hides_a_small_band_and_every_kindergarten(fjellet):
    small = class_of(fjellet.school, 29, stage=9)
    case = opened(fjellet.school, fjellet.principal, pupils=small[:1], described=[])
    assert (case.alert.unit, case.alert.stage, case.alert.kinds) == (None, "", [])
    children = PupilFactory.create_batch(40, unit=fjellet.kindergarten)
    case = opened(fjellet.kindergarten, fjellet.head, pupils=children[:1], places=["play_outdoors"])
    assert (case.alert.unit, case.alert.stage, case.alert.kinds) == (None, "", [])
    assert case.alert.regime == "kindergarten_act"


def test_open_case_can_leave_the_role_open(fjellet):
    case = opened(
        fjellet.school, fjellet.principal, role="unclear", described=["en elev på 9. trinn"]
    )
    (person,) = case.involvements.all()
    assert (person.role, person.described, person.pupil) == ("unclear", "en elev på 9. trinn", None)


def test_open_case_with_the_same_sheet_gives_the_same_case(fjellet):
    token = uuid.uuid4()
    first = opened(fjellet.school, fjellet.principal, token=token)
    before = counts()
    assert opened(fjellet.school, fjellet.principal, token=token) == first
    assert counts() == before


def test_open_case_never_loses_another_text_sent_with_a_used_sheet(fjellet):
    token = uuid.uuid4()
    opened(fjellet.school, fjellet.principal, token=token)
    before = counts()
    with pytest.raises(ActionError):
        opened(fjellet.school, fjellet.principal, token=token, what_happened="Noe helt annet.")
    with pytest.raises(ActionError):
        opened(fjellet.other_school, fjellet.other_principal, token=token)
    assert counts() == before


def test_open_case_takes_another_reference_when_one_is_in_use(fjellet, strand, monkeypatch):
    CaseFactory(unit=strand.school, reference="26-K7F3")
    draws = iter(["26-K7F3", "26-K7F3", "26-M4N6"])
    monkeypatch.setattr(rules, "reference", lambda year: next(draws))
    assert opened(fjellet.school, fjellet.principal).reference == "26-M4N6"
    assert Message.objects.count() == 4
    assert PptAlert.objects.filter(owner=fjellet.owner).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"described": []},
        {"described": ["   "]},
        {"described": ["x" * 121]},
        {"kinds": []},
        {"kinds": ["exclusion", "unheard of"]},
        {"places": ["the moon"]},
        {"source": "gossip"},
        {"role": "violating"},
        {"help_wanted": "money"},
        {"what_happened": ""},
        {"what_happened": "  ... "},
        {"what_happened": "a\x00b"},
        {"what_happened": "a\u202eb"},
        {"what_happened": "x" * 1_000_000},
        {"serious": True},
        {"serious": True, "serious_reason": " "},
        {"known_at": NOW + timedelta(minutes=1)},
        {"known_at": datetime(1999, 12, 31, 12, tzinfo=UTC)},
        {"raised_at": NOW + timedelta(days=1)},
        {"raised_at": NOW - timedelta(days=3), "known_at": NOW - timedelta(days=1)},
        {"raised_at": datetime(26, 11, 20, tzinfo=UTC)},
    ],
)
def test_open_case_refused_by_state_of_what_is_told(fjellet, wrong):
    with pytest.raises(ActionError):
        opened(fjellet.school, fjellet.principal, **wrong)
    assert counts() == [0, 0, 0, 0, 0]


def test_open_case_refused_by_state_for_pupils_who_cannot_be_chosen(fjellet, strand):
    for pupil in (
        PupilFactory(unit=fjellet.other_school),
        PupilFactory(unit=strand.school),
        PupilFactory(unit=fjellet.school, protected=True),
        PupilFactory(unit=fjellet.school, left_on=TODAY),
        PupilFactory.build(unit=fjellet.school),
    ):
        with pytest.raises(ActionError):
            opened(fjellet.school, fjellet.principal, pupils=[pupil])
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("principal", True), ("deputy", True), ("case_worker", True), ("teacher", False),
        ("school_administrator", False), ("other_principal", False), ("head", False),
        ("ppt_adviser", False), ("ppt_leader", False), ("owner_adviser", False),
        ("owner_administrator", False), ("data_protection_officer", False),
    ],
)  # fmt: skip
def test_open_case_refused_by_role(fjellet, who, may):
    person = getattr(fjellet, who)
    if may:
        assert opened(fjellet.school, person).created_by == person
    else:
        with pytest.raises(PermissionDenied):
            opened(fjellet.school, person)
    assert Case.objects.count() == PptAlert.objects.count() == may


def test_open_case_refused_by_role_that_has_ended(fjellet):
    fjellet.principal.memberships.update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        opened(fjellet.school, fjellet.principal)


def test_open_case_at_an_owner_is_refused_by_state(fjellet):
    person = member("owner_adviser", fjellet.owner)
    with pytest.raises(ActionError):
        opened(fjellet.owner, person)


def test_a_case_without_an_alert_cannot_exist(fjellet):
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(alert=None)


def test_nothing_stands_when_the_last_step_fails(fjellet, monkeypatch):
    def fail(*_positions, **_names):
        raise RuntimeError

    monkeypatch.setattr("cases.actions.opening.tell", fail)
    with pytest.raises(RuntimeError):
        opened(fjellet.school, fjellet.principal)
    assert counts() == [0, 0, 0, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_two_sheets_sent_at_once_make_one_case(fjellet):
    token, made, gate = uuid.uuid4(), [], threading.Barrier(4)

    def send():
        try:
            with entered(fjellet.principal, TODAY):
                gate.wait()
                made.append(
                    open_case(
                        unit=fjellet.school, by=fjellet.principal, now=NOW, token=token, **told()
                    ).pk
                )
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert counts() == [1, 1, 1, 4, 2]


def test_the_writer_cannot_read_an_alert_before_its_case_stands(fjellet):
    with acting(fjellet.principal, TODAY), transaction.atomic():
        alert = PptAlert(
            owner=fjellet.owner, office=fjellet.office, week=TODAY, regime="education_act",
            contact_role="principal", created_at=NOW, answer_by=TODAY,
        )  # fmt: skip
        alert.save(force_insert=True)
        assert not PptAlert.objects.filter(pk=alert.pk).exists()
        transaction.set_rollback(True)
