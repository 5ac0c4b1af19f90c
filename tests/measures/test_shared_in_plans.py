"""A plan as it is read with the shared measures that stand in it."""

from datetime import timedelta

from audit.models import Event
from measures.actions import complete_plan, stop_shared_measure, take_out_reference
from measures.fit import Fit
from measures.fit.content import content_of, has_changed_since
from measures.models import Measure
from measures.sheet import Sheet
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory
from tests.factories.measures import PlanReferenceFactory, SharedMeasureFactory
from tests.measures.scene import WEEK_48, WEEK_49, do, measure_in, plan_at

WHY = "Hele klassen ser på."


def shared_at(place, **fields):
    return SharedMeasureFactory(unit=place.school, responsible=place.teacher, **fields)


def test_the_plan_reads_and_draws_it_in_its_order(fjellet, english):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet, title="Trygg voksen", **WEEK_48)
    PlanReferenceFactory(plan=plan, shared=shared_at(fjellet, title="Klassemøte", **WEEK_49))
    PlanReferenceFactory(plan=plan, shared=shared_at(fjellet, title="Flere voksne ute"))
    PlanReferenceFactory(plan=plan, shared=shared_at(fjellet, title="Avlyst", state="stopped"))
    sheet = Sheet(plan, TODAY)
    assert sheet.sentence == (
        "First Trygg voksen (week 48). Then Klassemøte (week 49). All the time: Flere voksne ute."
    )
    assert [part.title for part in sheet.parts] == ["Trygg voksen"]  # what the plan can move
    assert sheet.gaps == []


def test_a_plan_of_shared_measures_alone_is_complete_and_its_version_keeps_them(fjellet):
    plan = plan_at(fjellet)
    shared = shared_at(fjellet, target_groups=["bystanders", "class", "unit"])
    reference = PlanReferenceFactory(plan=plan, shared=shared, why=WHY)
    aside = dict.fromkeys(("exposed", "violating"), "Ingen tiltak for en enkelt elev nå.")
    asked = {"plan": plan, "best_interests": "Vurdert.", "set_aside": aside}
    version = do(complete_plan, fjellet.principal, **asked)
    (kept,) = version.content["references"]
    assert (kept["title"], kept["why"]) == (shared.title, WHY)
    reference.why = "En annen grunn."
    reference.save()
    assert has_changed_since(Sheet(plan, TODAY), version)


def test_what_happens_to_it_is_no_change_of_the_plan(fjellet):
    plan = plan_at(fjellet)
    shared = shared_at(fjellet, running=True, target_groups=["bystanders", "class", "unit"])
    PlanReferenceFactory(plan=plan, shared=shared)
    measure_in(plan, fjellet, target_groups=["exposed", "violating"])
    version = do(complete_plan, fjellet.principal, plan=plan, best_interests="Vurdert.")
    do(stop_shared_measure, fjellet.principal, shared=shared, reason="Det virket.")
    assert not has_changed_since(Sheet(plan, TODAY), version)


def test_one_that_was_stopped_before_it_began_is_no_part_of_the_plan(fjellet, english):
    plan = plan_at(fjellet)
    shared = shared_at(fjellet, title="Klassemøte", target_groups=["bystanders", "class", "unit"])
    PlanReferenceFactory(plan=plan, shared=shared)
    aside = dict.fromkeys(("exposed", "violating"), "Ingen tiltak for en enkelt elev nå.")
    asked = {"plan": plan, "best_interests": "Vurdert.", "set_aside": aside}
    version = do(complete_plan, fjellet.principal, **asked)
    do(stop_shared_measure, fjellet.principal, shared=shared, reason="Ble ikke noe av.")
    sheet = Sheet(plan, TODAY)
    assert [gap.field for gap in sheet.gaps] == ["add"]
    assert (Fit(sheet).aims, content_of(sheet)["references"]) == ([], [])
    assert Fit(sheet).empty_groups == ["bystanders", "class", "unit"]
    assert has_changed_since(sheet, version)


def test_who_can_no_longer_carry_it_out_is_a_gap_of_the_plan(fjellet):
    plan = plan_at(fjellet)
    reference = PlanReferenceFactory(plan=plan, shared=shared_at(fjellet))
    assert Sheet(plan, TODAY).gaps == []
    fjellet.teacher.memberships.update(ends_on=TODAY - timedelta(days=1))
    assert [(gap.measure, gap.field) for gap in Sheet(plan, TODAY).gaps] == [
        (reference.pk, "responsible")
    ]


def test_one_excluded_from_a_case_still_carries_out_what_is_shared(fjellet):
    plan = plan_at(fjellet)
    PlanReferenceFactory(plan=plan, shared=shared_at(fjellet))
    CaseAccessFactory(case=plan.case, person=fjellet.teacher)
    assert Sheet(plan, TODAY).gaps == []


def test_stopping_measures_of_one_plan_leaves_the_shared_one(fjellet):
    """Two plans refer to one; nothing that is done in one case reaches the other."""
    shared = shared_at(fjellet)
    first = PlanReferenceFactory(plan=plan_at(fjellet), shared=shared, why="Fordi A.")
    second = PlanReferenceFactory(plan=plan_at(fjellet), shared=shared, why="Fordi B.")
    do(take_out_reference, fjellet.principal, reference=first)
    assert [one.why for one in Sheet(second.plan, TODAY).references] == ["Fordi B."]
    assert not Event.objects.filter(case_id=second.case_id).exists()
    assert Measure.objects.count() == 0
