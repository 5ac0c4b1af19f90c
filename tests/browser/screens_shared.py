"""The pages about shared measures: the unit's list, one of them, and what a plan has of them."""

from measures.models import Measure, Plan, PlanReference

# A press on a button.
NO_PAGE = {"shared:start", "measures:take_out_reference"}


def shared_screens(made):
    """Who opens it, name of the screen, of the address, and its arguments."""
    leader, unit = "rektor.elva", made.places["elva"]
    reference = PlanReference.objects.select_related("shared").get(case__unit=unit)
    shared, plan = reference.shared, reference.plan
    other = Plan.objects.filter(case=plan.case).exclude(pk=plan.pk).get()
    yield leader, "shared-list", "shared:list"
    yield leader, "shared", "shared:show", shared.pk
    yield leader, "shared-library", "shared:choose", made.places["elva"].pk
    yield leader, "shared-new", "shared:add", made.places["elva"].pk
    yield leader, "shared-new-errors", "shared:add", made.places["elva"].pk
    yield leader, "shared-change", "shared:change", shared.pk
    yield leader, "shared-stop", "shared:stop", shared.pk
    yield leader, "shared-done", "shared:write_done", shared.pk
    yield leader, "shared-done-errors", "shared:write_done", shared.pk
    yield leader, "shared-evaluation", "evaluations:record_shared", shared.pk
    yield leader, "shared-evaluation-errors", "evaluations:record_shared", shared.pk
    yield leader, "plan-with-shared", "measures:plan_of", plan.case_id, plan.pk
    yield leader, "shared-choose", "measures:choose_shared", other.pk
    yield leader, "shared-refer", "measures:refer", other.pk, shared.pk
    yield leader, "shared-why", "measures:change_reference", reference.pk
    lessons = Measure.objects.get(plan=plan, title="Timer om nettvett i klassen")
    yield leader, "measure-share", "measures:share", lessons.pk
