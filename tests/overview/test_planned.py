"""Each one who is exposed needs a plan, unless one is made for the group."""

import pytest

from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import PlanFactory


def asks_for_a_plan(signed_in, place, case):
    page = signed_in(place.principal).get(case.get_absolute_url())
    return "Make the plan" in page.content.decode()


def case_with_two(place, **case):
    case = CaseFactory(unit=place.school, plan_due_on=TODAY, **case)
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


def make_the_plan(signed_in, place):
    page = signed_in(place.principal).get("/today/").content.decode()
    return "Make the plan" in page


@pytest.mark.parametrize("state", ["follow_up", "monitoring"])
def test_my_day_asks_until_each_one_exposed_has_a_plan(fjellet, signed_in, state):
    case, (first, second) = case_with_two(fjellet, state=state)
    complete = {"case": case, "state": "complete", "completed_at": NOW}
    PlanFactory(about=first, **complete)
    PlanFactory(about=second, case=case)
    assert make_the_plan(signed_in, fjellet)
    second.plans.update(state="complete", completed_at=NOW)
    assert not make_the_plan(signed_in, fjellet)


def test_my_day_asks_for_none_beside_a_plan_for_the_group(fjellet, signed_in):
    case, _both = case_with_two(fjellet, state="follow_up")
    PlanFactory(case=case, about=None, state="complete", completed_at=NOW)
    assert not make_the_plan(signed_in, fjellet)


def test_one_who_was_exposed_needs_no_plan_any_more(fjellet, signed_in):
    case, (first, second) = case_with_two(fjellet, state="follow_up")
    PlanFactory(case=case, about=first, state="complete", completed_at=NOW)
    type(second).objects.filter(pk=second.pk).update(ends_on=TODAY)
    assert not make_the_plan(signed_in, fjellet)


def test_monitored_without_any_plan_a_case_needs_none(fjellet, signed_in):
    case_with_two(fjellet, state="monitoring")
    assert not make_the_plan(signed_in, fjellet)
