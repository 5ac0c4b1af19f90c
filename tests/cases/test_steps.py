"""Every step from every state by everybody. The tables are written by hand."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from accounts.system import SYSTEM
from audit.models import Event
from cases import actions
from cases.models import Case, StateReason
from cases.steps import offered
from common.errors import ActionError
from tests.clock import NOW, TODAY
from tests.factories.authorities import LegalHoldFactory
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.measures import MeasureFactory
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")

STATES = ["reported", "investigating", "follow_up", "monitoring", "closed", "void"]
# What each action makes of each state, in the order of STATES; None is a refusal.
LEADS_TO = {
    "investigate_case": ["investigating", None, None, None, None, None],
    "follow_up_case": ["follow_up", "follow_up", None, "follow_up", None, None],
    "monitor_case": [None, None, "monitoring", None, None, None],
    "close_case": [None, None, "closed", "closed", None, None],
    "reopen_case": [None, None, None, None, "investigating", None],
    "void_case": ["void", "void", None, None, None, None],
}
CASE_WORK = {"principal", "deputy", "case_worker"}
MAY = {
    "investigate_case": CASE_WORK,
    "follow_up_case": CASE_WORK,
    "monitor_case": CASE_WORK,
    "close_case": {"principal"},
    "reopen_case": CASE_WORK,
    "void_case": {"principal"},
}
EVERYBODY = [
    "principal", "deputy", "case_worker", "teacher", "school_administrator", "other_principal",
    "head", "ppt_adviser", "ppt_leader", "owner_adviser", "owner_administrator",
    "data_protection_officer",
]  # fmt: skip
WITH_REASON = {"close_case", "reopen_case", "void_case"}
WHY = "Eleven har svart trygt tre ganger."


def case_in(unit, state):
    ended = {"ended_reason": "Skrevet da."} if state in ("closed", "void") else {}
    return CaseFactory(unit=unit, state=state, **ended)


def do(name, case, by, **more):
    asked = {"reason": WHY} if name in WITH_REASON else {}
    if name == "close_case":
        asked |= {
            "token": uuid.uuid4(),
            "professional_help": "not_needed",
            "best_interests": "Eleven vil at det er over.",
            "early_reason": "Eleven flytter.",
        }
    return getattr(actions, name)(case=case, by=by, now=NOW, **(asked | more))


@pytest.mark.parametrize("name", LEADS_TO)
@pytest.mark.parametrize("state", STATES)
def test_every_action_from_every_state_by_every_role(fjellet, state, name):
    case = case_in(fjellet.school, state)
    target = LEADS_TO[name][STATES.index(state)]
    for who in EVERYBODY:
        person = getattr(fjellet, who)
        if who not in MAY[name]:
            with acting(person, TODAY), pytest.raises(PermissionDenied):
                do(name, case, person)
        elif target is None:
            with acting(person, TODAY), pytest.raises(ActionError):
                do(name, case, person)
        else:
            with acting(person, TODAY):
                assert do(name, case, person).state == target
            type(case).objects.filter(pk=case.pk).update(
                state=state, ended_reason=case.ended_reason, look_on=None
            )
    case.refresh_from_db()
    assert case.state == state


@pytest.mark.parametrize("name", LEADS_TO)
def test_the_permission_holds_without_the_walls_too(fjellet, name):
    state = STATES[next(at for at, target in enumerate(LEADS_TO[name]) if target)]
    case = case_in(fjellet.school, state)
    for who in EVERYBODY:
        if who not in MAY[name]:
            with pytest.raises(PermissionDenied):
                do(name, case, getattr(fjellet, who))


def test_investigate_case_is_logged(fjellet):
    case = case_in(fjellet.school, "reported")
    with acting(fjellet.principal, TODAY):
        actions.investigate_case(case=case, by=fjellet.principal, now=NOW)
    (event,) = Event.objects.all()
    assert (event.name, event.case_id, event.at) == ("case.investigated", case.pk, NOW)
    assert event.data == {"before": "reported", "after": "investigating"}


def test_close_case_keeps_the_reason(fjellet):
    case = case_in(fjellet.school, "monitoring")
    with acting(fjellet.principal, TODAY):
        do("close_case", case, fjellet.principal, reason=f"  {WHY}\r\n")
    case.refresh_from_db()
    (reason,) = StateReason.objects.all()
    assert (case.state, case.ended_reason) == ("closed", WHY)
    assert (reason.case, reason.text, reason.given_by) == (case, WHY, fjellet.principal)
    assert Event.objects.get(name="case.closed").data["reason"] == str(reason.pk)


def test_reopen_case_keeps_the_old_reason_in_the_log(fjellet):
    case = case_in(fjellet.school, "monitoring")
    with acting(fjellet.principal, TODAY):
        do("close_case", case, fjellet.principal)
        actions.reopen_case(case=case, by=fjellet.principal, now=NOW, reason="Det begynte igjen.")
    case.refresh_from_db()
    assert (case.state, case.ended_reason) == ("investigating", "")
    assert set(case.state_reasons.values_list("text", flat=True)) == {WHY, "Det begynte igjen."}


def test_void_case_keeps_the_reason(fjellet):
    case = case_in(fjellet.school, "reported")
    with acting(fjellet.principal, TODAY):
        assert do("void_case", case, fjellet.principal).ended_reason == WHY


def test_follow_up_case_by_the_system(fjellet):
    case = case_in(fjellet.school, "investigating")
    assert actions.follow_up_case(case=case, by=SYSTEM, now=NOW).state == "follow_up"


def test_monitor_case_is_logged(fjellet):
    case = case_in(fjellet.school, "follow_up")
    with acting(fjellet.deputy, TODAY):
        do("monitor_case", case, fjellet.deputy)
    assert Event.objects.get().name == "case.monitored"


@pytest.mark.parametrize("state", ["planned", "running"])
def test_close_case_refused_by_state_of_a_measure(fjellet, state):
    case = case_in(fjellet.school, "follow_up")
    measure = MeasureFactory(plan__case=case, running=state == "running")
    with acting(fjellet.principal, TODAY), pytest.raises(ActionError):
        do("close_case", case, fjellet.principal)
    type(measure).objects.filter(pk=measure.pk).update(state="stopped", evaluate_on=None)
    with acting(fjellet.principal, TODAY):
        assert do("close_case", case, fjellet.principal).state == "closed"


def test_void_case_refused_by_state_of_a_measure(fjellet):
    case = case_in(fjellet.school, "investigating")
    MeasureFactory(plan__case=case, running=True)
    with acting(fjellet.principal, TODAY), pytest.raises(ActionError):
        do("void_case", case, fjellet.principal)
    case.refresh_from_db()
    assert case.state == "investigating"


@pytest.mark.parametrize("reason", ["", "   ", "...", "a\x00", "x" * 10_001])
@pytest.mark.parametrize("name", sorted(WITH_REASON))
def test_a_step_that_needs_a_reason_is_refused_without(fjellet, name, reason):
    state = STATES[next(at for at, target in enumerate(LEADS_TO[name]) if target)]
    case = case_in(fjellet.school, state)
    with acting(fjellet.principal, TODAY), pytest.raises(ActionError):
        do(name, case, fjellet.principal, reason=reason)
    assert Event.objects.count() == StateReason.objects.count() == 0


@pytest.mark.parametrize("name", LEADS_TO)
def test_nobody_excluded_takes_a_step(fjellet, name):
    state = STATES[next(at for at, target in enumerate(LEADS_TO[name]) if target)]
    case = case_in(fjellet.school, state)
    CaseAccessFactory(case=case, person=fjellet.principal)
    with acting(fjellet.principal, TODAY), pytest.raises(PermissionDenied):
        do(name, case, fjellet.principal)
    with pytest.raises(PermissionDenied):
        do(name, case, fjellet.principal)


# What the table above shows for all is said once more under the name of each action.
def refused(fjellet, name, state, who, error):
    case = case_in(fjellet.school, state)
    person = getattr(fjellet, who)
    with acting(person, TODAY), pytest.raises(error):
        do(name, case, person)


def test_investigate_case_refused_by_state(fjellet):
    refused(fjellet, "investigate_case", "closed", "principal", ActionError)


def test_investigate_case_refused_by_role(fjellet):
    refused(fjellet, "investigate_case", "reported", "teacher", PermissionDenied)


def test_follow_up_case_refused_by_state(fjellet):
    refused(fjellet, "follow_up_case", "closed", "principal", ActionError)


def test_follow_up_case_refused_by_role(fjellet):
    refused(fjellet, "follow_up_case", "reported", "teacher", PermissionDenied)


def test_monitor_case_refused_by_state(fjellet):
    refused(fjellet, "monitor_case", "reported", "principal", ActionError)


def test_monitor_case_refused_by_role(fjellet):
    refused(fjellet, "monitor_case", "follow_up", "teacher", PermissionDenied)


def test_close_case_refused_by_role(fjellet):
    refused(fjellet, "close_case", "follow_up", "deputy", PermissionDenied)


def test_reopen_case_refused_by_state(fjellet):
    refused(fjellet, "reopen_case", "void", "principal", ActionError)


def test_reopen_case_refused_by_role(fjellet):
    refused(fjellet, "reopen_case", "closed", "teacher", PermissionDenied)


def test_void_case_refused_by_state(fjellet):
    refused(fjellet, "void_case", "follow_up", "principal", ActionError)


def test_void_case_refused_by_role(fjellet):
    refused(fjellet, "void_case", "reported", "deputy", PermissionDenied)


@pytest.mark.parametrize(
    ("state", "principal", "deputy"),
    [
        ("reported", {"investigate", "void"}, {"investigate"}),
        ("investigating", {"monitor", "void"}, {"monitor"}),
        ("follow_up", {"monitor", "close"}, {"monitor"}),
        ("monitoring", {"follow_up", "close"}, {"follow_up"}),
        ("closed", {"reopen"}, {"reopen"}),
        ("void", set(), set()),
    ],
)
def test_buttons_are_offered_by_state_and_role(fjellet, state, principal, deputy):
    pk = case_in(fjellet.school, state).pk
    for who, verbs in (("principal", principal), ("deputy", deputy), ("teacher", set())):
        urls = {f"/cases/{pk}/steps/{verb}/" for verb in verbs}
        if who == "principal" and state != "void":
            verbs, urls = verbs | {"hold"}, urls | {f"/cases/{pk}/hold/"}
        with acting(getattr(fjellet, who), TODAY) as viewer:
            steps = offered(Case.objects.with_labels().get(pk=pk), viewer)
        assert {step.verb for step in steps} == verbs
        assert {step.url for step in steps} == urls


def test_what_goes_on_beside_the_state_is_offered_when_it_is_needed(fjellet):
    closed = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Trygt.", look_on=TODAY)
    over = CaseFactory(unit=fjellet.school, state="follow_up", followed_until=TODAY)
    LegalHoldFactory(case=over)
    with acting(fjellet.principal, TODAY) as viewer:
        offers = {
            case.pk: [step.verb for step in offered(case, viewer)]
            for case in Case.objects.with_labels()
        }
    assert offers[closed.pk] == ["reopen", "look", "hold"]
    assert offers[over.pk] == ["monitor", "extend", "end_hold"]


@pytest.mark.parametrize("name", sorted(WITH_REASON))
def test_the_system_gives_no_reasons(fjellet, name):
    state = STATES[next(at for at, target in enumerate(LEADS_TO[name]) if target)]
    with pytest.raises(PermissionDenied):
        do(name, case_in(fjellet.school, state), SYSTEM)


def test_on_legal_hold_no_end_is_offered_and_the_case_says_why(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, state="follow_up")
    hold = LegalHoldFactory(case=case, reason="Familien ber om det.")
    client = signed_in(fjellet.principal)

    def verbs():
        return [step.verb for step in client.get(case.get_absolute_url()).context["steps"]]

    assert (
        "Legal hold: Familien ber om det." in client.get(case.get_absolute_url()).content.decode()
    )
    assert verbs() == ["monitor", "end_hold"]
    Case.objects.update(state="investigating")
    assert verbs() == ["monitor", "end_hold"]
    type(hold).objects.update(ended_at=NOW, ended_by=fjellet.principal, ended_reason="Avgjort.")
    assert verbs() == ["monitor", "void", "hold"]
    assert "Legal hold" not in client.get(case.get_absolute_url()).content.decode()
