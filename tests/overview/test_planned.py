"""Each one who is exposed needs a plan, unless one is made for the group."""

from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import PlanFactory


def asks_for_a_plan(signed_in, place, case):
    page = signed_in(place.principal).get(case.get_absolute_url())
    return "Make the plan" in page.content.decode()


def case_with_two(place):
    case = CaseFactory(unit=place.school, plan_due_on=TODAY)
    return case, InvolvementFactory.create_batch(2, case=case)


def test_each_one_exposed_needs_a_plan(fjellet, signed_in):
    case, (first, second) = case_with_two(fjellet)
    complete = {"case": case, "state": "complete", "completed_at": NOW}
    PlanFactory(about=first, **complete)
    assert asks_for_a_plan(signed_in, fjellet, case)
    PlanFactory(about=second, **complete)
    assert not asks_for_a_plan(signed_in, fjellet, case)


def test_a_plan_for_the_group_is_for_all(fjellet, signed_in):
    case, _both = case_with_two(fjellet)
    PlanFactory(case=case, about=None, state="complete", completed_at=NOW)
    assert not asks_for_a_plan(signed_in, fjellet, case)
