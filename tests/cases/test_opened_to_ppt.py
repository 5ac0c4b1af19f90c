"""Parts of a case are opened to PPT by a decision, and closed again."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.models import Event
from cases import actions
from cases.models import Case, PptAlert, PptOpening
from common.errors import ActionError
from notifications.models import Message
from organisations.models import PptService
from tests.cases.opened import CONSENT, PROBLEM, ask, case_at, opening, withdraw
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.opened import PptOpeningFactory
from tests.factories.organisations import OfficeFactory
from tests.plugin_database import as_worker
from tests.scope import acting, refused_in_scope, refused_to

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def case(fjellet):
    return case_at(fjellet)


def names_of(case):
    return [event.name for event in Event.objects.filter(case_id=case.pk).order_by("number")]


def test_open_to_ppt_keeps_what_why_by_whom_and_until_when(fjellet, case):
    row = opening(case, fjellet.principal, content=PROBLEM | {"curve": []})
    row.refresh_from_db()
    assert (row.office, row.opened_by, row.opened_at) == (fjellet.office, fjellet.principal, NOW)
    assert (row.ground, row.parts) == ("needed", ["problem", "curve"])
    assert row.content == PROBLEM | {"curve": []}
    event = Event.objects.get(name="ppt.opened")
    assert event.data == {
        "ground": "needed", "parts": ["problem", "curve"], "until_on": row.until.isoformat(),
    }  # fmt: skip
    told = Message.objects.filter(kind="cases.PptToldMore", channel="inbox")
    assert {one.person for one in told} == {fjellet.ppt_adviser, fjellet.ppt_leader}
    assert {(one.thing_id, one.case_id) for one in told} == {(case.alert_id, None)}


def test_open_to_ppt_by_consent_keeps_from_whom_when_and_for_what(fjellet, case):
    row = opening(case, fjellet.principal, **CONSENT)
    assert (row.consent_from, row.consent_on, row.consent_scope) == (
        "Begge foreldre", TODAY, "Navn og problem.",
    )  # fmt: skip


def test_open_to_ppt_takes_the_place_of_what_was_open(fjellet, case):
    first = opening(case, fjellet.principal)
    second = opening(case, fjellet.principal, reason="Noe nytt.")
    first.refresh_from_db()
    assert (first.ending, first.ended_at) == ("replaced", NOW)
    assert list(case.ppt_openings.unended()) == [second]


def test_open_to_ppt_twice_with_one_sheet_opens_once(fjellet, case):
    token = uuid.uuid4()
    first = opening(case, fjellet.principal, token=token)
    assert opening(case, fjellet.principal, token=token) == first
    assert PptOpening.objects.get().ended_at is None
    with pytest.raises(ActionError, match="already used"):
        opening(case, fjellet.principal, token=token, reason="Noe annet.")


@pytest.mark.parametrize("state", ["closed", "void"])
def test_open_to_ppt_refused_by_state_of_the_case(fjellet, case, state):
    Case.objects.filter(pk=case.pk).update(state=state, ended_reason="Slutt.")
    with pytest.raises(ActionError):
        opening(case, fjellet.principal)


def test_open_to_ppt_refused_by_state_without_an_office_that_serves(fjellet, case):
    PptService.objects.update(office=OfficeFactory(parent=fjellet.owner))
    with pytest.raises(ActionError, match="Nothing can be opened"):
        opening(case, fjellet.principal)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"content": {}}, "Choose what PPT is to see"),
        ({"content": {"serious": True}}, "Choose among"),
        ({"content": {"problem": " "}}, "Write what PPT is to read"),
        ({"reason": " "}, "Write why PPT must know"),
        ({"ground": ""}, "Say what lets PPT know"),
        ({"until": TODAY - timedelta(days=1)}, "Choose a day from today"),
        ({"until": TODAY + timedelta(days=200)}, "Choose a day from today"),
        (CONSENT | {"consent_on": None}, "Write when they agreed"),
        (CONSENT | {"consent_on": TODAY + timedelta(days=1)}, "in the future"),
        (CONSENT | {"consent_from": ""}, "Write who has agreed"),
        (CONSENT | {"consent_scope": ""}, "what they have agreed to"),
    ],
)
def test_open_to_ppt_refused_by_state_of_what_is_told(fjellet, case, wrong, said):
    with pytest.raises(ActionError, match=said):
        opening(case, fjellet.principal, **wrong)
    assert not PptOpening.objects.exists()


NOT_THE_LEADER = ["deputy", "case_worker", "teacher", "other_principal", "owner_adviser"]


def test_open_to_ppt_refused_by_role(fjellet, case):
    people = [getattr(fjellet, name) for name in (*NOT_THE_LEADER, "ppt_adviser", "ppt_leader")]
    refused_to(people, lambda by: opening(case, by))


def test_open_to_ppt_refused_by_role_of_somebody_excluded(fjellet, case):
    CaseAccessFactory(case=case, person=fjellet.principal)
    with pytest.raises(PermissionDenied):
        opening(case, fjellet.principal)


@pytest.mark.parametrize("who", ["principal", "deputy", "case_worker"])
def test_withdraw_opening_keeps_by_whom_and_why(fjellet, case, who):
    by = getattr(fjellet, who)
    row = withdraw(PptOpeningFactory(case=case), by)
    row.refresh_from_db()
    assert (row.ending, row.ended_by, row.ended_at) == ("withdrawn", by, NOW)
    assert row.ended_reason == "Foreldrene vil ikke lenger."
    assert names_of(case) == ["ppt.opening_withdrawn"]


def test_withdraw_opening_refused_by_state_when_it_is_ended(fjellet, case):
    row = PptOpeningFactory(case=case, withdrawn=True)
    with pytest.raises(ActionError, match="already been ended"):
        withdraw(row, fjellet.principal)
    with pytest.raises(ActionError, match="Write why"):
        withdraw(PptOpeningFactory(case=case), fjellet.principal, reason="")


@pytest.mark.parametrize("who", ["teacher", "other_principal", "owner_adviser", "ppt_adviser"])
def test_withdraw_opening_refused_by_role(fjellet, case, who):
    row = PptOpeningFactory(case=case)
    refused_in_scope(getattr(fjellet, who), actions.withdraw_opening, opening=row, reason="Nei.")


def test_ask_ppt_for_help_tells_what_is_wanted_and_nothing_of_the_case(fjellet, case):
    ask(case, fjellet.deputy)
    alert = PptAlert.objects.get()
    assert (alert.help_wanted, alert.contact_wanted_at) == ("meeting", NOW)
    event = Event.objects.get()
    assert (event.name, event.case_id, event.data) == (
        "alert.help_wanted", case.pk, {"help": "meeting"},
    )  # fmt: skip
    told = Message.objects.filter(kind="cases.PptContactWanted", channel="inbox")
    assert {one.person for one in told} == {fjellet.ppt_adviser, fjellet.ppt_leader}
    assert not PptOpening.objects.exists()


def test_ask_ppt_for_help_opens_parts_in_the_same_step_or_neither(fjellet, case):
    told = {
        "ground": "needed", "reason": "Fordi.", "content": PROBLEM, "until": TODAY,
        "token": uuid.uuid4(),
    }  # fmt: skip
    with pytest.raises(ActionError):
        ask(case, fjellet.principal, opening=told | {"content": {"problem": "Jonas slår."}})
    assert PptAlert.objects.get().contact_wanted_at is None
    ask(case, fjellet.principal, opening=told)
    assert PptOpening.objects.get().content == PROBLEM
    with pytest.raises(PermissionDenied):
        ask(case, fjellet.deputy, opening=told | {"token": uuid.uuid4()})


@pytest.mark.parametrize("wanted", ["", "not_said", "none", "x"])
def test_ask_ppt_for_help_refused_by_state_without_saying_which(fjellet, case, wanted):
    with pytest.raises(ActionError):
        ask(case, fjellet.principal, help_wanted=wanted)


def test_ask_ppt_for_help_refused_by_state_of_the_case(fjellet, case):
    Case.objects.filter(pk=case.pk).update(state="closed", ended_reason="Slutt.")
    with pytest.raises(ActionError):
        ask(case, fjellet.principal)


def test_ask_ppt_for_help_refused_by_role(fjellet, case):
    names = ("teacher", "other_principal", "owner_adviser", "ppt_adviser")
    refused_to([getattr(fjellet, name) for name in names], lambda by: ask(case, by))


def test_a_case_that_is_moved_ends_what_was_opened(fjellet, case):
    row = PptOpeningFactory(case=case)
    with acting(fjellet.principal, TODAY):
        actions.hand_case_to_owner(case=case, by=fjellet.principal, now=NOW, reason="Habilitet.")
    row.refresh_from_db()
    assert (row.ending, row.ended_at) == ("moved", NOW)
    event = Event.objects.get(name="ppt.opening_ended")
    assert event.data == {"opening": str(row.pk), "ending": "moved"}
    assert (names_of(case)[0], event.case_id) == ("ppt.opening_ended", case.pk)


@pytest.mark.parametrize("verb", ["close", "void"])
def test_a_case_that_ends_ends_what_was_opened(fjellet, verb):
    state = {"close": "follow_up", "void": "reported"}[verb]
    case = CaseFactory(unit=fjellet.school, alert__office=fjellet.office, state=state)
    row, by = PptOpeningFactory(case=case), fjellet.principal
    with acting(by, TODAY):
        if verb == "void":
            actions.void_case(case=case, by=by, now=NOW, reason="Feil.")
        else:
            actions.close_case(
                case=case, by=by, now=NOW, token=uuid.uuid4(), reason="Trygt nå.",
                professional_help="not_needed", best_interests="Best slik.", early_reason="Trygt.",
            )  # fmt: skip
    row.refresh_from_db()
    assert (row.ending, row.ended_at) == ("ended", NOW)


def test_the_daily_round_that_moves_a_case_ends_it_and_reads_nothing_of_it(fjellet, case):
    row = PptOpeningFactory(case=case)
    CaseAccessFactory(case=case, person=fjellet.principal)
    with as_worker():
        assert actions.move_cases_of_excluded_leaders(now=NOW) == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            list(PptOpening.objects.values_list("content"))
    row.refresh_from_db()
    assert row.ending == "moved"


def test_what_was_opened_is_not_changed_past_the_code(fjellet, case):
    PptOpeningFactory(case=case)
    with acting(fjellet.principal, TODAY), pytest.raises(DatabaseError), transaction.atomic():
        PptOpening.objects.update(content={"problem": "Noe annet."})


@pytest.mark.parametrize(
    ("changed", "to"),
    [
        ("until", "until + 1"),
        ("content", 'content || \'{"names": "Sárá"}\''),
        ("parts", "parts || '{curve}'"),
    ],
)
def test_the_database_keeps_six_months_and_just_what_was_chosen(case, changed, to):
    PptOpeningFactory(case=case)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_pptopening SET until = until - 1, reason = 'Annet.'")
        cursor.execute("UPDATE cases_pptopening SET until = until + 1")
        with pytest.raises(IntegrityError, match="ppt_opening_"):
            cursor.execute(f"UPDATE cases_pptopening SET {changed} = {to}")  # noqa: S608
