"""Shared measures stand in plans: neither case shows the other, and a measure can become shared."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.errors import ActionError
from measures.actions import (
    Outdated,
    change_reference,
    refer_to_shared,
    share_measure,
    take_out_reference,
)
from measures.demands import MOST_MEASURES
from measures.models import PlanReference, SharedMeasure
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, InvolvementFactory
from tests.factories.measures import (
    ConcernedFactory,
    MeasureFactory,
    PlanReferenceFactory,
    SetAsideFactory,
    SharedMeasureFactory,
)
from tests.factories.organisations import member
from tests.factories.pupils import GroupFactory
from tests.measures.scene import (
    NOBODY_ELSE,
    OUTSIDERS,
    WEEK_48,
    do,
    measure_in,
    plan_at,
)

WHY = "Hele klassen ser på."


def shared_at(place, **fields):
    return SharedMeasureFactory(unit=place.school, responsible=place.teacher, **fields)


def refer(plan, shared, by, why=WHY):
    return do(refer_to_shared, by, plan=plan, shared=shared, why=why)


def for_many(plan, place, **fields):
    given = {"level": "system", "target_groups": ["class"], "title": "Klassemøte"} | fields
    return measure_in(plan, place, **given)


def share(measure, by, **other):
    given = {
        "token": uuid.uuid4(),
        "title": measure.title,
        "how": measure.how,
        "target_groups": measure.target_groups,
        "responsible": measure.responsible,
    }
    return do(share_measure, by, measure=measure, **given | other)


@pytest.mark.parametrize("who", NOBODY_ELSE)
def test_refer_to_shared_lets_it_stand_in_the_plan_with_its_reason(fjellet, who):
    plan, shared = plan_at(fjellet), shared_at(fjellet)
    reference = refer(plan, shared, getattr(fjellet, who))
    assert (reference.case, reference.plan, reference.shared, reference.why) == (
        plan.case, plan, shared, WHY,
    )  # fmt: skip
    event = Event.objects.get(name="reference.added")
    assert (event.case_id, event.data) == (plan.case_id, {"shared": str(shared.pk)})


def test_refer_to_shared_twice_is_once(fjellet):
    plan, shared = plan_at(fjellet), shared_at(fjellet)
    first = refer(plan, shared, fjellet.principal)
    assert refer(plan, shared, fjellet.deputy) == first
    with pytest.raises(ActionError):
        refer(plan, shared, fjellet.deputy, why="En annen grunn.")
    assert PlanReference.objects.get().why == WHY


def test_refer_to_shared_ends_that_the_group_is_set_aside(fjellet):
    plan, shared = plan_at(fjellet), shared_at(fjellet, target_groups=["bystanders"])
    aside = SetAsideFactory(plan=plan, target="bystanders")
    refer(plan, shared, fjellet.principal)
    aside.refresh_from_db()
    assert aside.ended_at == NOW


def test_refer_to_shared_refused_by_state(fjellet):
    plan = plan_at(fjellet)
    elsewhere = SharedMeasureFactory(unit=fjellet.other_school)
    for shared in (elsewhere, shared_at(fjellet, state="stopped")):
        with pytest.raises(ActionError):
            refer(plan, shared, fjellet.principal)
    with pytest.raises(ActionError):
        refer(plan, shared_at(fjellet), fjellet.principal, why=" ")
    with pytest.raises(ActionError):
        refer(plan_at(fjellet, state="closed"), shared_at(fjellet), fjellet.principal)
    assert PlanReference.objects.count() == 0


def test_refer_to_shared_refused_by_state_of_a_full_plan(fjellet):
    plan = plan_at(fjellet)
    MeasureFactory.create_batch(MOST_MEASURES - 1, plan=plan, responsible=fjellet.teacher)
    refer(plan, shared_at(fjellet), fjellet.principal)
    with pytest.raises(ActionError):
        refer(plan, shared_at(fjellet), fjellet.principal)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_refer_to_shared_refused_by_role(fjellet, who):
    plan, shared = plan_at(fjellet), shared_at(fjellet)
    with pytest.raises(PermissionDenied):
        refer(plan, shared, getattr(fjellet, who))


def test_refer_to_shared_refused_by_role_to_one_excluded_from_the_case(fjellet):
    plan, shared = plan_at(fjellet), shared_at(fjellet)
    CaseAccessFactory(case=plan.case, person=fjellet.deputy)
    with pytest.raises(PermissionDenied):
        refer(plan, shared, fjellet.deputy)
    assert PlanReference.objects.count() == 0


def test_change_reference_writes_the_reason_anew(fjellet):
    reference = PlanReferenceFactory(plan=plan_at(fjellet))
    given = {"reference": reference, "why": "Flere står og ser på.", "revision": 1}
    changed = do(change_reference, fjellet.principal, **given)
    assert (changed.why, changed.revision) == ("Flere står og ser på.", 2)
    assert do(change_reference, fjellet.principal, **given).revision == 2


def test_change_reference_never_overwrites_what_another_wrote(fjellet):
    reference = PlanReferenceFactory(plan=plan_at(fjellet))
    given = {"reference": reference, "revision": 1}
    do(change_reference, fjellet.principal, why="Først.", **given)
    with pytest.raises(Outdated):
        do(change_reference, fjellet.deputy, why="Sist.", **given)


def test_change_reference_refused_by_state(fjellet):
    stands = PlanReferenceFactory(plan=plan_at(fjellet))
    gone = PlanReferenceFactory(plan=plan_at(fjellet), removed_at=NOW)
    for reference, why in ((stands, " "), (gone, "Ny.")):
        with pytest.raises(ActionError):
            do(change_reference, fjellet.principal, reference=reference, why=why, revision=1)


def test_change_reference_refused_by_role(fjellet):
    reference = PlanReferenceFactory(plan=plan_at(fjellet), shared__responsible=fjellet.teacher)
    with pytest.raises(PermissionDenied):
        do(change_reference, fjellet.teacher, reference=reference, why="Nei.", revision=1)


def test_take_out_reference_leaves_the_shared_measure_as_it_is(fjellet):
    reference = PlanReferenceFactory(plan=plan_at(fjellet))
    taken = do(take_out_reference, fjellet.principal, reference=reference)
    assert taken.removed_at == NOW
    do(take_out_reference, fjellet.principal, reference=reference)
    assert Event.objects.filter(name="reference.removed").count() == 1
    assert SharedMeasure.objects.get().state == "planned"
    again = refer(reference.plan, reference.shared, fjellet.principal)
    assert again.pk != reference.pk


def test_take_out_reference_refused_by_state(fjellet):
    reference = PlanReferenceFactory(plan=plan_at(fjellet, state="closed"))
    with pytest.raises(ActionError):
        do(take_out_reference, fjellet.principal, reference=reference)


def test_take_out_reference_refused_by_role(fjellet):
    reference = PlanReferenceFactory(plan=plan_at(fjellet), shared__responsible=fjellet.teacher)
    with pytest.raises(PermissionDenied):
        do(take_out_reference, fjellet.teacher, reference=reference)


def test_share_measure_moves_it_to_the_unit_and_leaves_a_reference(fjellet):
    plan = plan_at(fjellet)
    measure = for_many(
        plan, fjellet, deputy=fjellet.deputy, interval_weeks=2, digital=True, prevents=True,
        **WEEK_48,
    )  # fmt: skip
    reference = share(measure, fjellet.principal, title="Klassemøte på trinnet", how="Hver mandag.")
    shared = reference.shared
    assert (shared.title, shared.how, shared.unit, shared.responsible, shared.deputy) == (
        "Klassemøte på trinnet", "Hver mandag.", fjellet.school, fjellet.teacher, fjellet.deputy,
    )  # fmt: skip
    assert (shared.starts_on, shared.ends_on, shared.interval_weeks, shared.prevents) == (
        WEEK_48["starts_on"], WEEK_48["ends_on"], 2, True,
    )  # fmt: skip
    assert reference.why == measure.why
    measure.refresh_from_db()
    assert (measure.state, measure.was_never_carried_out) == ("stopped", True)
    names = Event.objects.filter(case_id=plan.case_id).order_by("number")
    assert list(names.values_list("name", flat=True)) == ["reference.added", "measure.shared"]


def test_share_measure_sent_twice_shares_once(fjellet):
    measure, token = for_many(plan_at(fjellet), fjellet), uuid.uuid4()
    first = share(measure, fjellet.principal, token=token)
    assert share(measure, fjellet.principal, token=token) == first
    for other in ({"title": "Noe annet"}, {"group": GroupFactory(unit=fjellet.school)}):
        with pytest.raises(ActionError, match="allerede brukt"):
            share(measure, fjellet.principal, token=token, **other)
    assert SharedMeasure.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"level": "individual"},
        {"target_groups": ["class", "exposed"]},
        {"running": True},
        {"state": "stopped"},
        {"why": ""},
        {"restorative": True},
        {"formal_decision": True},
    ],
)
def test_share_measure_refused_by_state(fjellet, fields):
    measure = for_many(plan_at(fjellet), fjellet, **fields)
    with pytest.raises(ActionError):
        share(measure, fjellet.principal)
    assert SharedMeasure.objects.count() == 0


def test_share_measure_refused_by_state_of_what_hangs_on_it(fjellet):
    plan = plan_at(fjellet)
    by_name = for_many(plan, fjellet)
    ConcernedFactory(measure=by_name, involvement=InvolvementFactory(case=plan.case))
    with pytest.raises(ActionError):
        share(by_name, fjellet.principal)


def test_share_measure_refused_by_state_of_those_who_have_it_names_them(fjellet, english):
    helper, gone = fjellet.ppt_adviser, member("staff", fjellet.school)
    gone.memberships.update(ends_on=TODAY - timedelta(days=1))
    first_day = {"first_evaluation_on": date(2026, 11, 25)}
    for fields, said in (
        ({"responsible": helper}, f"{helper.name} cannot carry out shared measures here."),
        ({"deputy": gone}, f"{gone.name} cannot stand in for shared measures here."),
        (first_day, "The first evaluation of “Klassemøte” is on a day that somebody has chosen."),
    ):
        with pytest.raises(ActionError, match=said):
            share(for_many(plan_at(fjellet), fjellet, **fields), fjellet.principal)
    assert SharedMeasure.objects.count() == 0


@pytest.mark.parametrize("who", ["teacher", "school_administrator"])
def test_share_measure_refused_by_role(fjellet, who):
    measure = for_many(plan_at(fjellet), fjellet)
    with pytest.raises(PermissionDenied):
        share(measure, getattr(fjellet, who))


def test_share_measure_refused_by_role_of_the_owner_who_holds_the_case(fjellet):
    """The case is the owner's to follow up; what the unit does for all is not."""
    plan = plan_at(fjellet)
    type(plan.case).objects.update(held_by=fjellet.owner)
    measure = for_many(plan, fjellet)
    with pytest.raises(PermissionDenied):
        share(measure, fjellet.owner_adviser)
