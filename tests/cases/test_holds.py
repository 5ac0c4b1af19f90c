"""Legal hold: the product refuses in words, and the database refuses whatever the product does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from audit.models import Event
from cases.actions import end_hold, set_hold, void_case
from cases.models import Case, LegalHold
from common.errors import ActionError
from tests.clock import NOW, TODAY
from tests.factories.authorities import LegalHoldFactory
from tests.factories.cases import CaseFactory
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")

WHY = "Familien har bedt om at alt blir stående."


def do(action, case, by, **more):
    with acting(by, TODAY):
        return action(case=case, by=by, now=NOW, **({"reason": WHY} | more))


def end(hold, by, reason=WHY):
    with acting(by, TODAY):
        return end_hold(hold=hold, by=by, now=NOW, reason=reason)


@pytest.mark.parametrize("state", ["reported", "follow_up", "closed"])
def test_set_hold_stands_with_its_reason(fjellet, state):
    case = CaseFactory(unit=fjellet.school, state=state, ended_reason="Trygt.")
    hold = do(set_hold, case, fjellet.principal)
    assert do(set_hold, case, fjellet.principal) == hold
    hold.refresh_from_db()
    assert (hold.reason, hold.set_by, hold.ended_at) == (WHY, fjellet.principal, None)
    assert [event.name for event in Event.objects.all()] == ["hold.set"]
    assert Case.objects.with_labels().get().is_on_hold


def test_set_hold_changes_nothing_where_one_stands(fjellet):
    hold = LegalHoldFactory(case__unit=fjellet.school)
    assert do(set_hold, hold.case, fjellet.principal) == hold
    assert LegalHold.objects.get().reason == hold.reason
    assert not Event.objects.exists()


def test_a_hold_takes_a_reason(fjellet):
    hold = LegalHoldFactory(case__unit=fjellet.school)
    with pytest.raises(ActionError):
        do(set_hold, hold.case, fjellet.principal, reason=" ")
    with pytest.raises(ActionError):
        end(hold, fjellet.principal, reason=" ")


def test_set_hold_refused_by_state_of_a_void_case(fjellet):
    case = CaseFactory(unit=fjellet.school, state="void", ended_reason="Feil.")
    with pytest.raises(ActionError):
        do(set_hold, case, fjellet.principal)


def test_end_hold_stays_in_the_case_and_can_be_set_again(fjellet):
    hold = LegalHoldFactory(case__unit=fjellet.school)
    end(hold, fjellet.principal, reason="Saken er avgjort.")
    hold.refresh_from_db()
    assert (hold.ended_by, hold.ended_reason) == (fjellet.principal, "Saken er avgjort.")
    assert not Case.objects.with_labels().get().is_on_hold
    do(set_hold, hold.case, fjellet.principal)
    assert LegalHold.objects.count() == 2


def test_end_hold_refused_by_state(fjellet):
    first = LegalHoldFactory(case__unit=fjellet.school)
    for _sent in range(2):
        end(first, fjellet.principal)
    second = do(set_hold, first.case, fjellet.principal)
    with pytest.raises(ActionError):
        end(first, fjellet.principal, reason="En annen grunn.")
    assert list(LegalHold.objects.current()) == [second]
    ended = Event.objects.filter(name="hold.ended")
    assert ended.count() == 1


def test_only_whoever_may_close_the_case_holds_it(fjellet, strand):
    hold = LegalHoldFactory(case__unit=fjellet.school)
    outside = (fjellet.deputy, fjellet.case_worker, fjellet.teacher, strand.principal)
    refused_to(outside, lambda by: do(set_hold, hold.case, by))
    refused_to(outside, lambda by: end(hold, by))


def test_set_hold_refused_by_role(fjellet):
    with pytest.raises(PermissionDenied):
        do(set_hold, CaseFactory(unit=fjellet.school), fjellet.deputy)


def test_end_hold_refused_by_role(fjellet):
    hold = LegalHoldFactory(case__unit=fjellet.school)
    with pytest.raises(PermissionDenied):
        end(hold, fjellet.deputy)


def test_void_case_refused_by_state_of_a_legal_hold(fjellet):
    hold = LegalHoldFactory(case__unit=fjellet.school)
    with pytest.raises(ActionError, match="legal hold"):
        do(void_case, hold.case, fjellet.principal)


@pytest.mark.parametrize("state", ["closed", "void"])
def test_the_database_keeps_what_is_held(fjellet, state):
    hold = LegalHoldFactory(case__unit=fjellet.school, case__state="follow_up")
    with acting(fjellet.principal, TODAY), pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=hold.case_id).update(state=state, ended_reason="Forbi alt.")
    with pytest.raises(DatabaseError), transaction.atomic():  # not even its owner
        Case.objects.filter(pk=hold.case_id).update(state=state, ended_reason="Forbi alt.")


def test_the_database_keeps_a_closed_case_that_is_held_from_becoming_void(fjellet):
    hold = LegalHoldFactory(
        case__unit=fjellet.school, case__state="closed", case__ended_reason="Trygt."
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=hold.case_id).update(state="void")
    Case.objects.filter(pk=hold.case_id).update(state="investigating", ended_reason="")
