"""What the county governor has ordered: the owner's duty, reported by the leader or the owner."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from audit.models import Event
from cases.actions import report_act_done
from cases.models import Case, CountyCase, OrderedAct
from common.errors import ActionError
from tests.cases.county import FRIDAY, do, ordered, refused_to_outsiders
from tests.clock import NOW, TODAY
from tests.factories.authorities import CountyCaseFactory, OrderedActFactory
from tests.factories.cases import CaseAccessFactory
from tests.scope import acting


@pytest.fixture
def county(fjellet):
    return CountyCaseFactory(case__unit=fjellet.school, case__state="follow_up")


@pytest.fixture
def decided(fjellet):
    return CountyCaseFactory(case__unit=fjellet.school, decided=True)


# ---------------------------------------------------------------- what is ordered
def test_add_ordered_act_is_the_owners_duty(fjellet, decided):
    act = ordered(decided, fjellet.principal)
    assert (act.owner_id, act.reference) == (fjellet.owner.pk, decided.case.reference)
    assert Event.objects.get().data == {"due_on": "2026-12-07"}


def test_add_ordered_act_with_the_same_sheet_is_one(fjellet, decided):
    token = uuid.uuid4()
    assert ordered(decided, fjellet.principal, token=token) == ordered(
        decided, fjellet.principal, token=token
    )
    with pytest.raises(ActionError):
        ordered(decided, fjellet.principal, token=token, act="Noe annet.")


@pytest.mark.parametrize("wrong", [{"act": " "}, {"due_on": FRIDAY}, {"due_on": date(2036, 1, 1)}])
def test_add_ordered_act_refused_by_state_of_what_is_typed(fjellet, decided, wrong):
    with pytest.raises(ActionError):
        ordered(decided, fjellet.principal, **wrong)


def test_add_ordered_act_refused_by_state_says_which_day_is_wrong(fjellet, decided):
    with translation.override("en"), pytest.raises(ActionError, match="a day after the decision"):
        ordered(decided, fjellet.principal, due_on=date(2036, 1, 1))


def test_add_ordered_act_refused_by_state(fjellet, county):
    with pytest.raises(ActionError):  # nothing is decided yet
        ordered(county, fjellet.principal)


def test_add_ordered_act_refused_by_role(fjellet, strand, decided):
    refused_to_outsiders(fjellet, strand, lambda by: ordered(decided, by))


# ---------------------------------------------------------------- done
@pytest.fixture
def act(fjellet):
    return OrderedActFactory(county_case__case__unit=fjellet.school)


def report(act, by, **more):
    told = {"done_on": TODAY, "how": "To voksne er ute i alle friminutt."}
    return do(report_act_done, by, ordered=act, **(told | more))


@pytest.mark.parametrize("who", ["principal", "owner_adviser"])
def test_report_act_done_by_the_leader_or_the_owners_adviser(fjellet, act, who):
    by = getattr(fjellet, who)
    for _time in range(2):
        report(act, by)
    act.refresh_from_db()
    assert (act.done_on, act.done_by, act.how) == (
        TODAY, by, "To voksne er ute i alle friminutt.",
    )  # fmt: skip
    event = Event.objects.get()
    assert (event.name, event.case_id) == ("county.act_done", act.case_id)


def test_the_owners_adviser_sees_the_act_and_not_the_case(fjellet, strand, act):
    with acting(fjellet.owner_adviser, TODAY) as viewer:
        (seen,) = OrderedAct.objects.visible_to(viewer)
        assert (seen.act, seen.reference) == (act.act, act.case.reference)
        assert not Case.objects.filter(pk=act.case_id).exists()
        assert not CountyCase.objects.exists()
    with acting(strand.owner_adviser, TODAY) as viewer:
        assert not OrderedAct.objects.visible_to(viewer).exists()
        assert not OrderedAct.objects.exists()


def test_report_act_done_refused_by_state(fjellet, act):
    report(act, fjellet.owner_adviser)
    for by in (fjellet.principal, fjellet.owner_adviser):
        with pytest.raises(ActionError):
            report(act, by, how="En gang til.")


@pytest.mark.parametrize("wrong", [{"how": ""}, {"done_on": date(2026, 11, 24)}])
def test_report_act_done_refused_by_state_of_what_is_typed(fjellet, act, wrong):
    with pytest.raises(ActionError):
        report(act, fjellet.principal, **wrong)


def test_report_act_done_refused_by_role(fjellet, strand, act):
    for by in (
        fjellet.deputy, fjellet.teacher, fjellet.other_principal, fjellet.owner_administrator,
        strand.owner_adviser,
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            report(act, by)
        with pytest.raises(PermissionDenied):  # without the walls too
            report_act_done(ordered=act, by=by, now=NOW, done_on=TODAY, how="Gjort.")


def test_report_act_done_refused_by_role_of_one_excluded(fjellet, act):
    CaseAccessFactory(case=act.case, person=fjellet.owner_adviser)
    for ask in (report, lambda act, by: report_act_done(
        ordered=act, by=by, now=NOW, done_on=TODAY, how="Gjort."
    )):  # fmt: skip
        with pytest.raises(PermissionDenied):
            ask(act, fjellet.owner_adviser)
