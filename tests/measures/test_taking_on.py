"""Somebody at PPT who takes part in the case takes on a measure."""

import pytest

from cases.models import CaseAccess
from common.errors import ActionError
from measures.actions import take_on_measure
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory
from tests.measures.scene import do, measure_in, plan_at
from tests.scope import refused_to

pytestmark = pytest.mark.usefixtures("english")


def let_in(place, measure, person):
    CaseAccessFactory(
        case=measure.case, person=person, kind=CaseAccess.Kind.TAKES_PART, ground="needed",
        given_by=place.principal,
    )  # fmt: skip


def running(place, **more):
    plan = plan_at(place, state="follow_up", complete=True)
    measure = measure_in(plan, place, running=True, evaluate_on=TODAY, **more)
    let_in(place, measure, place.ppt_adviser)
    return measure


def test_take_on_measure_keeps_the_deputy_there_is(fjellet):
    measure = do(
        take_on_measure, fjellet.ppt_adviser, measure=running(fjellet, deputy=fjellet.deputy)
    )
    assert (measure.responsible, measure.deputy) == (fjellet.ppt_adviser, fjellet.deputy)
    assert measure.revision == 2


def test_take_on_measure_by_its_deputy_makes_the_other_one_the_deputy(fjellet):
    measure = running(fjellet, deputy=fjellet.ppt_adviser)
    measure = do(take_on_measure, fjellet.ppt_adviser, measure=measure)
    assert (measure.responsible, measure.deputy) == (fjellet.ppt_adviser, fjellet.teacher)


def test_take_on_measure_leaves_out_one_who_cannot_carry_it_out_any_more(fjellet):
    fjellet.teacher.memberships.update(ends_on="2026-06-30")
    measure = do(take_on_measure, fjellet.ppt_adviser, measure=running(fjellet))
    assert (measure.responsible, measure.deputy) == (fjellet.ppt_adviser, None)


def test_take_on_measure_refused_by_state(fjellet):
    measure = running(fjellet)
    do(take_on_measure, fjellet.ppt_adviser, measure=measure)
    with pytest.raises(ActionError, match="carry out this measure already"):
        do(take_on_measure, fjellet.ppt_adviser, measure=measure, as_deputy=True)
    type(measure).objects.update(state="stopped", evaluate_on=None)
    with pytest.raises(ActionError, match="has ended"):
        do(take_on_measure, fjellet.ppt_adviser, measure=measure)


def test_take_on_measure_refused_by_role(fjellet):
    measure = running(fjellet)
    others = (fjellet.ppt_leader, fjellet.owner_adviser, fjellet.other_principal)
    refused_to(others, lambda by: do(take_on_measure, by, measure=measure))
