"""A case is marked as serious, which tells the owner, or as not serious."""

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions import mark_not_serious, mark_serious
from cases.models import Case, OwnerNotice, StateReason
from common.errors import ActionError
from tests.cases.holding import WHY, do
from tests.factories.cases import CaseFactory
from tests.scope import refused_to

pytestmark = pytest.mark.usefixtures("english")
SERIOUS = "Eleven tør ikke komme på skolen."


def test_mark_serious_tells_the_owner_in_the_same_transaction(fjellet):
    case = CaseFactory(unit=fjellet.school, serious=None)
    notice = do(mark_serious, fjellet.deputy, case=case, reason=SERIOUS)
    case.refresh_from_db()
    assert (case.serious, case.serious_reason) == (True, SERIOUS)
    assert (notice.kind, notice.reason) == ("serious", SERIOUS)
    assert StateReason.objects.get().text == SERIOUS


def test_mark_serious_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(ActionError, match="Write why"):
        do(mark_serious, fjellet.principal, case=case, reason="  ")
    do(mark_serious, fjellet.principal, case=case, reason=SERIOUS)
    with pytest.raises(ActionError, match="already marked"):
        do(mark_serious, fjellet.principal, case=case, reason=SERIOUS)
    void = CaseFactory(unit=fjellet.school, state="void", ended_reason="Feil.")
    with pytest.raises(ActionError, match="wrongly registered"):
        do(mark_serious, fjellet.principal, case=void, reason=SERIOUS)
    assert OwnerNotice.objects.count() == 1


def test_mark_serious_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school)
    refused_to(
        (fjellet.teacher, fjellet.owner_adviser),
        lambda by: do(mark_serious, by, case=case, reason=SERIOUS),
    )


def test_mark_not_serious_keeps_both_reasons(fjellet):
    case = CaseFactory(unit=fjellet.school)
    do(mark_serious, fjellet.principal, case=case, reason=SERIOUS)
    do(mark_not_serious, fjellet.principal, case=case, reason="Det var en annen elev.")
    case.refresh_from_db()
    assert (case.serious, case.serious_reason) == (False, "Det var en annen elev.")
    assert set(StateReason.objects.values_list("text", flat=True)) == {
        SERIOUS, "Det var en annen elev.",
    }  # fmt: skip
    assert OwnerNotice.objects.get().reason == SERIOUS


def test_mark_not_serious_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school, serious=False)
    with pytest.raises(ActionError, match="not marked"):
        do(mark_not_serious, fjellet.principal, case=case, reason=WHY)
    Case.objects.update(serious=None)
    with pytest.raises(ActionError, match="Write why"):
        do(mark_not_serious, fjellet.principal, case=case, reason=" ")


def test_mark_not_serious_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school, serious=None)
    with pytest.raises(PermissionDenied):
        do(mark_not_serious, fjellet.teacher, case=case, reason=WHY)
