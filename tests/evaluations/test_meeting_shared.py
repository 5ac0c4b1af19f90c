"""The meeting about a case also shows the shared measures of its plans: each is evaluated once, on
its own page, and the minutes name it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Entry
from common.errors import ActionError
from evaluations.models import SharedEvaluation
from evaluations.sheets import reference_in_meeting, shared_in_meeting
from overview.log import newest
from overview.log.editions import on_paper
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.evaluations.test_meeting import address, minutes, sent
from tests.evaluations.test_views import text
from tests.factories.evaluations import SharedEvaluationFactory
from tests.factories.measures import PlanFactory, PlanReferenceFactory, SharedMeasureFactory
from tests.scope import acting

NAME = "Felles klassemøte"


def with_shared(place, *, count=1, **given):
    set_up = scene(place, evaluate_on=TODAY + timedelta(days=7))
    told = {"running": True, "evaluate_on": TODAY, "responsible": place.teacher} | given
    references = [
        PlanReferenceFactory(
            plan=set_up.measure.plan, shared=SharedMeasureFactory(
                unit=place.school, title=f"{NAME} {number}", **told
            ),
        )
        for number in range(count)
    ]  # fmt: skip
    return set_up, references


def test_the_meeting_leads_to_the_page_of_a_shared_measure_and_back(fjellet, signed_in):
    set_up, (reference,) = with_shared(fjellet)
    client = signed_in(fjellet.principal)
    page = client.get(address(set_up)).content.decode()
    there = reverse("evaluations:record_shared", args=[reference.shared_id])
    there += f"?meeting={set_up.case.pk}"
    assert NAME in page
    assert there in page
    told = {"due_on": TODAY.isoformat(), "effect": "yes", "next": "continue", "next_on": ""}
    response = client.post(there, told)
    assert SharedEvaluation.objects.get().shared == reference.shared
    assert response["Location"] == address(set_up)
    assert "Evaluate it now" in client.get(address(set_up)).content.decode()
    form = client.get(address(set_up, "minutes")).context["form"]
    assert form["evaluated"].initial == [str(reference.pk)]
    chosen = sent(fjellet.principal, evaluated=[str(reference.pk)])
    page = text(client.post(address(set_up, "minutes"), chosen, follow=True))
    assert Entry.objects.get().evaluated == [reference.pk]
    assert f"Evaluated in the meeting: {NAME}" in " ".join(page.split())


def test_write_minutes_names_a_shared_measure_by_its_place_in_the_plan_of_the_case(fjellet):
    set_up, (reference,) = with_shared(fjellet)
    other, (elsewhere,) = with_shared(fjellet)
    with pytest.raises(ActionError, match="have been evaluated"):
        minutes(set_up, fjellet.principal, evaluated=[reference])
    for row in (reference, elsewhere):
        SharedEvaluationFactory(shared=row.shared)
    with pytest.raises(ActionError, match="of this case"):
        minutes(set_up, fjellet.principal, evaluated=[elsewhere])
    minutes(set_up, fjellet.principal, evaluated=[reference])
    lines = [line for line in on_paper(set_up.case, None) if line.entry]
    assert [line.evaluated for line in lines] == [((None, f"{NAME} 0"),)]
    family = [line for line in on_paper(set_up.case, set_up.pupil) if line.entry]
    assert [line.evaluated for line in family] == [()]
    assert newest(set_up.case).shared[str(reference.pk)] == f"{NAME} 0"
    assert newest(other.case).shared == {}


def test_what_was_evaluated_alone_is_offered_but_not_ticked_and_what_is_old_is_not(
    fjellet, signed_in
):
    set_up, (newer, older) = with_shared(fjellet, count=2)
    SharedEvaluationFactory(shared=newer.shared)
    old = SharedEvaluationFactory(shared=older.shared)
    type(old).objects.filter(pk=old.pk).update(recorded_at=old.recorded_at - timedelta(days=15))
    form = signed_in(fjellet.principal).get(address(set_up, "minutes")).context["form"]
    assert set(form.newly) == {str(newer.pk)}
    assert form["evaluated"].initial == []


@pytest.mark.parametrize(
    "asked", ["", "not-a-case", "6b1f0f0e-3c55-4f0e-9d0e-2f6a1c7f1a10", "another"]
)
def test_a_meeting_of_another_case_leads_nowhere(fjellet, signed_in, asked):
    _set_up, (reference,) = with_shared(fjellet)
    other = scene(fjellet)
    asked = str(other.case.pk) if asked == "another" else asked
    there = reverse("evaluations:record_shared", args=[reference.shared_id])
    told = {"due_on": TODAY.isoformat(), "effect": "yes", "next": "continue", "next_on": ""}
    response = signed_in(fjellet.principal).post(f"{there}?meeting={asked}", told)
    assert response["Location"] == reverse("overview:today")


def test_who_does_not_see_the_case_does_not_come_back_to_its_meeting(fjellet):
    set_up, (reference,) = with_shared(fjellet)
    for person, found in ((fjellet.principal, reference), (fjellet.other_teacher, None)):
        with acting(person, TODAY) as viewer:
            case = str(set_up.case.pk)
            assert reference_in_meeting(viewer, reference.shared, case) == found


def test_one_that_stands_in_several_plans_of_the_case_is_shown_once_and_what_ended_not(fjellet):
    set_up, (reference, ended) = with_shared(fjellet, count=2)
    later = {"plan": PlanFactory(case=set_up.case), "added_at": NOW + timedelta(minutes=1)}
    PlanReferenceFactory(shared=reference.shared, **later)
    PlanReferenceFactory(plan=set_up.measure.plan, shared__responsible=fjellet.teacher)  # planned
    type(ended.shared).objects.filter(pk=ended.shared_id).update(
        state="stopped", evaluate_on=None, ended_reason="Nok."
    )
    with acting(fjellet.principal, TODAY) as viewer:
        assert [one.reference for one in shared_in_meeting(viewer, set_up.case)] == [reference]


@pytest.mark.parametrize("count", [1, 3])
def test_a_meeting_takes_as_many_queries_however_many_shared_measures(
    fjellet, signed_in, django_assert_num_queries, count
):
    set_up, _references = with_shared(fjellet, count=count)
    client = signed_in(fjellet.principal)
    client.get(address(set_up))
    # The frame's seven; the case; what is due; and the shared measures.
    with django_assert_num_queries(7 + 1 + 1 + 1):
        client.get(address(set_up))


@pytest.mark.parametrize("state", ["closed", "void"])
def test_in_a_case_that_has_ended_nothing_is_shown_to_evaluate(fjellet, state):
    set_up, _references = with_shared(fjellet)
    type(set_up.case).objects.update(state=state, ended_reason="Trygt.")
    set_up.case.refresh_from_db()
    with acting(fjellet.principal, TODAY) as viewer:
        assert shared_in_meeting(viewer, set_up.case) == []


def test_whoever_holds_the_case_at_the_owner_sees_it_and_does_not_answer_for_the_unit(fjellet):
    set_up, (reference,) = with_shared(fjellet)
    for held_by, person, may in (
        (fjellet.school, fjellet.principal, True),
        (fjellet.owner, fjellet.owner_adviser, False),
    ):
        type(set_up.case).objects.update(held_by=held_by)
        with acting(person, TODAY) as viewer:
            (shown,) = shared_in_meeting(viewer, set_up.case)
            assert (shown.reference, shown.may_answer) == (reference, may)


@pytest.mark.parametrize(("days", "is_said"), [(14, True), (15, False)])
def test_the_day_of_the_last_answer_is_said_while_it_is_offered_for_the_minutes(
    fjellet, days, is_said
):
    set_up, (reference,) = with_shared(fjellet)
    SharedEvaluationFactory(shared=reference.shared, recorded_at=NOW - timedelta(days=days))
    with acting(fjellet.principal, TODAY) as viewer:
        (shown,) = shared_in_meeting(viewer, set_up.case)
        assert shown.answered_on == (TODAY - timedelta(days=days) if is_said else None)
