"""Groups toward which a plan has no measure, and why."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from audit.models import Event
from common.errors import ActionError
from measures.actions import (
    change_measure,
    complete_plan,
    set_group_aside,
    start_measure,
    take_group_up,
)
from measures.fit.content import has_changed_since
from measures.models import PlanVersion, SetAside
from measures.sheet import Sheet
from tests.clock import NOW, TODAY
from tests.factories.measures import PlanReferenceFactory, SetAsideFactory, SharedMeasureFactory
from tests.factories.organisations import member
from tests.measures.scene import ASIDE, OUTSIDERS, add, do, fields, measure_in, plan_at

WHY = "Ingen andre var til stede."
BEST = "Sárá er hørt."


def set_aside(place, plan, target="bystanders", reason=WHY, by=None):
    given = {"plan": plan, "target": target, "reason": reason}
    return do(set_group_aside, by or place.principal, **given)


def current(plan):
    return {row.target: row.reason for row in plan.set_aside.current()}


# ---------------------------------------------------------------- set_group_aside
def test_set_group_aside_keeps_the_reason(fjellet):
    plan = plan_at(fjellet)
    row = set_aside(fjellet, plan, reason=f"  {WHY} ")
    assert (row.target, row.reason, row.set_by, row.set_at) == (
        "bystanders", WHY, fjellet.principal, NOW,
    )  # fmt: skip
    event = Event.objects.get(name="plan.group_set_aside")
    assert (event.data, event.target_id) == ({"toward": "bystanders"}, plan.pk)


def test_set_group_aside_twice_is_once_and_another_reason_takes_its_place(fjellet):
    plan = plan_at(fjellet)
    assert set_aside(fjellet, plan) == set_aside(fjellet, plan)
    set_aside(fjellet, plan, reason="De er snakket med.")
    assert current(plan) == {"bystanders": "De er snakket med."}
    assert SetAside.objects.count() == 2


@pytest.mark.parametrize("reason", ["", " \n", "!", "x" * 1001])
def test_set_group_aside_takes_a_reason_that_can_be_read(fjellet, reason):
    with pytest.raises(ActionError):
        set_aside(fjellet, plan_at(fjellet), reason=reason)
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("target", ["parents", "everybody", ""])
def test_set_group_aside_is_of_a_group_that_the_plan_asks_about(fjellet, target):
    with pytest.raises(ActionError):
        set_aside(fjellet, plan_at(fjellet), target=target)


def test_set_group_aside_of_the_parents_in_a_digital_case(fjellet):
    plan = plan_at(fjellet)
    plan.case.kinds = ["digital"]
    plan.case.save()
    assert set_aside(fjellet, plan, target="parents").target == "parents"


def test_set_group_aside_refused_by_state_of_a_group_with_a_measure(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet, target_groups=["class", "bystanders"])
    with pytest.raises(ActionError):
        set_aside(fjellet, plan)


@pytest.mark.parametrize("state", ["closed", "void"])
def test_set_group_aside_refused_by_state(fjellet, state):
    with pytest.raises(ActionError):
        set_aside(fjellet, plan_at(fjellet, state=state))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_set_group_aside_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        set_aside(fjellet, plan_at(fjellet), by=getattr(fjellet, who))


# ---------------------------------------------------------------- take_group_up
def take_up(place, plan, by=None):
    return do(take_group_up, by or place.principal, plan=plan, target="bystanders")


def test_take_group_up_ends_it_once(fjellet):
    plan = plan_at(fjellet)
    SetAsideFactory(plan=plan)
    take_up(fjellet, plan)
    take_up(fjellet, plan)
    assert current(plan) == {}
    assert Event.objects.filter(name="plan.group_taken_up").count() == 1


@pytest.mark.parametrize("state", ["closed", "void"])
def test_take_group_up_refused_by_state(fjellet, state):
    with pytest.raises(ActionError):
        take_up(fjellet, plan_at(fjellet, state=state))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_take_group_up_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        take_up(fjellet, plan_at(fjellet), by=getattr(fjellet, who))


# ---------------------------------------------------------------- a measure ends it
def test_a_new_measure_toward_the_group_ends_it(fjellet):
    plan = plan_at(fjellet)
    for target in ("bystanders", "unit"):
        SetAsideFactory(plan=plan, target=target)
    add(fjellet, plan, target_groups=["class", "bystanders"])
    assert list(current(plan)) == ["unit"]


def test_a_changed_measure_toward_the_group_ends_it(fjellet):
    plan = plan_at(fjellet)
    SetAsideFactory(plan=plan)
    measure = measure_in(plan, fjellet)
    given = fields(fjellet, target_groups=["bystanders"])
    do(change_measure, fjellet.principal, measure=measure, **given)
    assert current(plan) == {}


# ---------------------------------------------------------------- asked at completing
def complete(place, plan, **more):
    given = {"plan": plan, "best_interests": BEST} | more
    return do(complete_plan, place.principal, **given)


def test_complete_plan_refused_by_state_with_an_empty_group_names_it(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    left = {target: WHY for target in ("violating", "bystanders", "unit")}
    with override("en"), pytest.raises(ActionError) as refused:
        complete(fjellet, plan, set_aside=left)
    assert "this group: The class or group." in str(refused.value)
    assert not SetAside.objects.exists()
    assert not PlanVersion.objects.exists()


def test_complete_plan_sets_aside_the_empty_groups_and_no_others(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet, target_groups=["exposed", "class"])
    SetAsideFactory(plan=plan, target="unit", reason="Sagt før.")
    version = complete(fjellet, plan, set_aside=ASIDE | {"unit": ""})
    assert current(plan) == {
        "violating": ASIDE["violating"], "bystanders": ASIDE["bystanders"], "unit": "Sagt før.",
    }  # fmt: skip
    assert version.content["set_aside"] == current(plan)
    assert not has_changed_since(Sheet(plan, TODAY), version)


def test_complete_plan_takes_what_is_typed_of_a_group_that_was_set_aside_meanwhile(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    SetAsideFactory(plan=plan, target="unit", reason="Sagt av en annen.")
    complete(fjellet, plan, set_aside=ASIDE | {"unit": "Sagt nå."})
    assert current(plan)["unit"] == "Sagt nå."
    kept = SetAside.objects.filter(target="unit").order_by("set_at", "ended_at")
    assert {row.reason for row in kept} == {"Sagt av en annen.", "Sagt nå."}


def test_a_shared_measure_covers_its_groups_and_stands_in_the_version(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    shared = SharedMeasureFactory(
        unit=fjellet.school, target_groups=["class", "bystanders", "unit"],
        responsible=fjellet.teacher,
    )  # fmt: skip
    reference = PlanReferenceFactory(plan=plan, shared=shared)
    version = complete(fjellet, plan, set_aside={"violating": WHY})
    (kept,) = version.content["references"]
    assert (kept["id"], kept["why"]) == (str(shared.pk), reference.why)
    assert list(current(plan)) == ["violating"]


def test_a_shared_measure_whose_responsible_has_left_is_a_gap(fjellet):
    plan = plan_at(fjellet)
    stranger = member("staff", fjellet.other_school)
    shared = SharedMeasureFactory(unit=fjellet.school, responsible=stranger)
    reference = PlanReferenceFactory(plan=plan, shared=shared)
    (gap,) = Sheet(plan, TODAY).gaps
    assert (gap.item, gap.measure) == ("who", reference.pk)


def test_complete_plan_keeps_how_the_measures_work_together(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    version = complete(fjellet, plan, set_aside=ASIDE, together=" Sammen. ")
    plan.refresh_from_db()
    assert (plan.together, version.content["together"], plan.revision) == ("Sammen.",) * 2 + (2,)


def test_complete_plan_does_not_overwrite_how_the_measures_work_together(fjellet):
    plan = plan_at(fjellet, together="Skrevet før.")
    measure_in(plan, fjellet)
    with override("en"), pytest.raises(ActionError, match="while you wrote"):
        complete(fjellet, plan, set_aside=ASIDE, together="Noe annet.")
    complete(fjellet, plan, set_aside=ASIDE, together="Skrevet før.")
    plan.refresh_from_db()
    assert (plan.together, plan.revision) == ("Skrevet før.", 1)


def test_urgent_help_is_never_held_back(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet)
    assert do(start_measure, fjellet.principal, measure=measure).state == "running"
