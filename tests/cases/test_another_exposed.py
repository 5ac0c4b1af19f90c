"""Somebody else turns out to be exposed where plans are already made: a plan is due again."""

from datetime import date

import pytest

from tests.cases.involving import add, change
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import PlanFactory

LONG_AGO, IN_FIVE_DAYS = date(2026, 9, 1), date(2026, 11, 30)


def followed(place, *, planned=True, **case):
    """A case with one exposed, whose plan is complete unless said otherwise."""
    case = CaseFactory(unit=place.school, plan_due_on=LONG_AGO, **{"state": "follow_up"} | case)
    about = InvolvementFactory(case=case)
    how = {"state": "complete", "completed_at": NOW} if planned else {}
    PlanFactory(case=case, about=about, **how)
    return case


def due(case):
    case.refresh_from_db()
    return case.plan_due_on


@pytest.mark.parametrize("state", ["follow_up", "monitoring"])
def test_a_plan_is_due_anew_for_one_more_who_is_exposed(fjellet, state):
    case = followed(fjellet, state=state)
    add(case, fjellet.principal, described="en elev til", role="exposed")
    assert due(case) == IN_FIVE_DAYS


def test_a_plan_is_due_anew_for_one_whose_role_becomes_exposed(fjellet):
    case = followed(fjellet)
    row = InvolvementFactory(case=case, role="unclear", starts_on=LONG_AGO)
    change(row, fjellet.principal, role="exposed", on=TODAY)
    assert due(case) == IN_FIVE_DAYS


def test_a_plan_that_is_still_missing_stays_due_as_it_was(fjellet):
    case = followed(fjellet, planned=False)
    add(case, fjellet.principal, described="en elev til", role="exposed")
    assert due(case) == LONG_AGO


@pytest.mark.parametrize("role", ["violating", "bystander", "unclear"])
def test_other_roles_need_no_plan(fjellet, role):
    case = followed(fjellet)
    add(case, fjellet.principal, described="en elev til", role=role)
    assert due(case) == LONG_AGO


def test_before_the_first_plan_its_day_stands(fjellet):
    case = followed(fjellet, state="investigating")
    add(case, fjellet.principal, described="en elev til", role="exposed")
    assert due(case) == LONG_AGO
