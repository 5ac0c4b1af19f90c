"""The pages about how a plan fits, about several plans in one case, about versions, and about how
the case develops."""

from measures.models import Measure, Plan

# A press on a button.
NO_PAGE = {"measures:take_up", "measures:answer"}


def plan_screens(made):
    """Who opens it, its name, its address and what that is asked with."""
    unit = made.places["elva"]
    whole = Plan.objects.get(case__unit=unit, state="complete")
    begun = Plan.objects.get(case=whole.case, state="draft")
    leader = "rektor.elva"
    yield leader, "plans", "measures:plan", whole.case_id
    yield leader, "plan-digital", "measures:plan_of", whole.case_id, whole.pk
    yield leader, "plan-begun", "measures:plan_of", begun.case_id, begun.pk
    yield leader, "plan-complete-asks", "measures:complete", begun.pk
    yield leader, "plan-complete-asks-errors", "measures:complete", begun.pk
    yield leader, "plan-aside", "measures:set_aside", begun.pk, "class"
    yield leader, "plan-aside-errors", "measures:set_aside", begun.pk, "class"
    planned = Measure.objects.planned().filter(case=whole.case).by_time().last()
    yield leader, "measure-move", "measures:move", planned.pk
    yield leader, "measure-move-errors", "measures:move", planned.pk
    yield leader, "development", "overview:development", whole.case_id
    yield leader, "plan-versions", "measures:versions", whole.pk
    yield leader, "plan-version", "measures:version", whole.pk, 1
    yield leader, "plan-compare", "measures:compare", whole.pk
