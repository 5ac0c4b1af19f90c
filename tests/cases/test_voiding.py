"""What stands in the way of calling a case wrongly registered, and who is told of it."""

import pytest

from cases.actions import void_case
from cases.models import CountyCase, OrderedAct, OwnerNotice
from common.errors import ActionError
from tests.cases.holding import WHY, do
from tests.clock import TODAY
from tests.factories.authorities import CountyCaseFactory, OrderedActFactory
from tests.factories.cases import CaseFactory
from tests.factories.concerns import CaseConcernFactory

pytestmark = pytest.mark.usefixtures("english")


def void(case, by):
    return do(void_case, by, case=case, reason=WHY)


def test_void_case_refused_by_state_of_the_county_governor(fjellet):
    """Who has the case, or waits for what was ordered, is not left without an answer."""
    case = CaseFactory(unit=fjellet.school, state="investigating")
    county = CountyCaseFactory(case=case, decided_on=TODAY, decision="Flere voksne.")
    with pytest.raises(ActionError, match="county governor"):
        void(county.case, fjellet.principal)
    act = OrderedActFactory(county_case=county)
    CountyCase.objects.update(ended_on=TODAY)
    with pytest.raises(ActionError, match="ordered"):
        void(county.case, fjellet.principal)
    OrderedAct.objects.filter(pk=act.pk).update(
        done_on=TODAY, done_by=fjellet.principal, how="Gjort."
    )
    assert void(county.case, fjellet.principal).state == "void"


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ({}, 0), ({"serious": True, "serious_reason": "Slag."}, 1), ({"is_about_staff": True}, 1),
        ({"source": "pupil"}, 1), ({"source": "guardian"}, 0),
    ],
)  # fmt: skip
def test_void_case_tells_the_owner_of_what_weighs(fjellet, of, told):
    case = CaseFactory(unit=fjellet.school, **({"source": "staff"} | of))
    void(case, fjellet.principal)
    notices = list(OwnerNotice.objects.values_list("kind", "reason", "receivers"))
    assert notices == [("voided", WHY, [fjellet.owner_adviser.pk])] * told


def test_void_case_tells_the_owner_of_what_the_child_said_in_a_concern(fjellet):
    case = CaseFactory(unit=fjellet.school, source="staff")
    CaseConcernFactory(case=case, concern__told_by="pupil")
    void(case, fjellet.principal)
    assert OwnerNotice.objects.get().kind == "voided"
