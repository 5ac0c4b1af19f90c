"""The page of how a case develops, and the small version on the case page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import (
    CaseAccessFactory,
    CaseFactory,
    InvolvementFactory,
    SafetyAnswerFactory,
)
from tests.factories.evaluations import EvaluationFactory, SharedEvaluationFactory
from tests.factories.measures import (
    MeasureFactory,
    PlanFactory,
    PlanReferenceFactory,
    SharedMeasureFactory,
)


def address(case, query=""):
    return reverse("overview:development", args=[case.pk]) + query


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def answered(involvement, *values, **more):
    """One answer a week, the newest today."""
    for weeks, value in enumerate(reversed(values)):
        SafetyAnswerFactory(
            involvement=involvement, day=TODAY - timedelta(weeks=weeks), value=value, **more
        )


def evaluated(measure, *effects):
    for weeks, effect in enumerate(reversed(effects)):
        ago = timedelta(weeks=weeks)
        EvaluationFactory(measure=measure, effect=effect, due_on=TODAY - ago, recorded_at=NOW - ago)


def test_one_sentence_tells_whether_it_gets_better(fjellet, signed_in):
    set_up = scene(fjellet)
    answered(set_up.pupil, 2, 3, 4)
    page = signed_in(fjellet.principal).get(address(set_up.case))
    assert "The pupil has gone up from 2 (unsafe) to 4 (safe) in 2 weeks." in text(page)
    assert "does not mean that the measure is the cause" in text(page)
    assert "Sárá" not in text(page)
    assert reverse("evaluations:sitting", args=[set_up.case.pk]) in page.content.decode()


def test_dots_letters_and_tables_say_the_same(fjellet, signed_in):
    set_up = scene(fjellet, started_on=TODAY - timedelta(weeks=3))
    answered(set_up.pupil, 2, 3)
    evaluated(set_up.measure, "partly", "yes")
    page = signed_in(fjellet.principal).get(address(set_up.case))
    (pupil,) = page.context["development"].pupils
    assert (len(pupil.picture.own), len(pupil.picture.joins)) == (2, 1)
    (bar,) = pupil.picture.bars
    assert [letter.mark.letter for letter in bar.letters] == ["P", "Y"]
    assert "Partly (16.11.), Yes (23.11.)" in text(page)
    assert "3 In between" in text(page)


def test_each_one_exposed_has_a_picture_of_his_or_her_own(fjellet, signed_in):
    set_up = scene(fjellet)
    other = InvolvementFactory(case=set_up.case, pupil__name="Ola Berg")
    plan = PlanFactory(case=set_up.case, about=other)
    MeasureFactory(plan=plan, title="Turvenn", running=True, responsible=fjellet.teacher)
    answered(set_up.pupil, 1, 5)
    answered(other, 4)
    page = signed_in(fjellet.principal).get(address(set_up.case))
    found = {one.row.pk: one for one in page.context["development"].pupils}
    assert [one.value for one in found[set_up.pupil.pk].answers] == [5, 1]
    assert [one.value for one in found[other.pk].answers] == [4]
    assert [done.title for done in found[set_up.pupil.pk].measures] == ["Trygg voksen"]
    assert [done.title for done in found[other.pk].measures] == ["Turvenn"]
    assert "Ola Berg" in text(page)


def test_the_plan_of_one_who_is_exposed_no_more_stands_with_nobody_else(fjellet, signed_in):
    """Also where that one never answered, and so has no picture."""
    set_up = scene(fjellet)
    answered(set_up.pupil, 3)
    other = InvolvementFactory(case=set_up.case, pupil__name="Ola Berg", ends_on=TODAY)
    plan = PlanFactory(case=set_up.case, about=other)
    MeasureFactory(plan=plan, title="Turvenn", state="stopped", started_on=TODAY, ends_on=TODAY)
    shared = SharedMeasureFactory(unit=fjellet.school, title="Klassemøte", running=True)
    PlanReferenceFactory(plan=plan, shared=shared)
    page = signed_in(fjellet.principal).get(address(set_up.case))
    (pupil,) = page.context["development"].pupils
    assert [done.title for done in pupil.measures] == ["Trygg voksen"]
    type(other).objects.filter(case=set_up.case).update(ends_on=TODAY)
    set_up.case.safety_answers.all().delete()
    page = signed_in(fjellet.principal).get(address(set_up.case))
    (nobody,) = page.context["development"].pupils
    assert len(nobody.measures) == 3


def test_what_has_not_begun_is_not_drawn_and_what_has_ended_ends(fjellet, signed_in):
    set_up = scene(fjellet)
    plan = set_up.measure.plan
    MeasureFactory(plan=plan, title="Planlagt", responsible=fjellet.teacher)
    ended = TODAY - timedelta(days=10)
    MeasureFactory(
        plan=plan, title="Ferdig", state="finished", responsible=fjellet.teacher,
        starts_on=ended - timedelta(days=5), started_on=ended - timedelta(days=5), ends_on=ended,
    )  # fmt: skip
    page = signed_in(fjellet.principal).get(address(set_up.case))
    (pupil,) = page.context["development"].pupils
    assert {done.title: done.ends_on for done in pupil.measures} == {
        "Ferdig": ended,
        "Trygg voksen": None,
    }


def test_a_shared_measure_stands_among_the_bars_with_its_marks(fjellet, signed_in):
    set_up = scene(fjellet)
    shared = SharedMeasureFactory(unit=fjellet.school, title="Klassemøte", running=True)
    PlanReferenceFactory(plan=set_up.measure.plan, shared=shared)
    SharedEvaluationFactory(shared=shared, effect="no")
    page = signed_in(fjellet.principal).get(address(set_up.case))
    (pupil,) = page.context["development"].pupils
    found = {done.title: [mark.letter for mark in done.marks] for done in pupil.measures}
    assert found == {"Klassemøte": ["N"], "Trygg voksen": []}


def test_a_shared_measure_in_the_plans_of_two_stands_with_both_while_it_stood_there(
    fjellet, signed_in
):
    """Taken out of a plan before it began it was never for that one."""
    set_up = scene(fjellet)
    other = InvolvementFactory(case=set_up.case, pupil__name="Ola Berg")
    plan = PlanFactory(case=set_up.case, about=other)
    shared = SharedMeasureFactory(unit=fjellet.school, title="Klassemøte", running=True)
    PlanReferenceFactory(plan=set_up.measure.plan, shared=shared)
    reference = PlanReferenceFactory(plan=plan, shared=shared, added_at=NOW + timedelta(hours=1))

    def found():
        page = signed_in(fjellet.principal).get(address(set_up.case))
        pupils = page.context["development"].pupils
        return {one.row.label: {done.title for done in one.measures} for one in pupils}

    assert found() == {"Sárá Nilsen": {"Klassemøte", "Trygg voksen"}, "Ola Berg": {"Klassemøte"}}
    before = NOW - timedelta(days=2)
    type(reference).objects.filter(pk=reference.pk).update(added_at=before, removed_at=before)
    assert found() == {"Sárá Nilsen": {"Klassemøte", "Trygg voksen"}, "Ola Berg": set()}


def test_only_the_childs_own_answers_draw_the_childs_line(fjellet, signed_in):
    set_up = scene(fjellet)
    answered(set_up.pupil, 4, 4, answered_by="adult")
    page = signed_in(fjellet.principal).get(address(set_up.case))
    (pupil,) = page.context["development"].pupils
    assert (list(pupil.picture.own), len(pupil.picture.seen)) == ([], 2)
    assert "The pupil has not answered yet how safe it is." in text(page)


def test_without_improvement_the_page_suggests_what_to_do(fjellet, signed_in):
    set_up = scene(fjellet)
    answered(set_up.pupil, 2, 2, 2)
    page = signed_in(fjellet.principal).get(address(set_up.case))
    assert "No improvement in the last two answers." in text(page)


def test_the_last_weeks_alone(fjellet, signed_in):
    set_up = scene(fjellet)
    SafetyAnswerFactory(involvement=set_up.pupil, day=TODAY - timedelta(weeks=20), value=1)
    answered(set_up.pupil, 3, 4)
    client = signed_in(fjellet.principal)
    assert "from 1 (very unsafe) to 4 (safe)" in text(client.get(address(set_up.case)))
    lately = client.get(address(set_up.case, "?show=lately"))
    assert "from 3 (in between) to 4 (safe) in 1 week." in text(lately)
    assert client.get(address(set_up.case, "?show=else")).status_code == 404


@pytest.mark.parametrize("state", ["reported", "closed"])
def test_before_anything_is_answered(fjellet, signed_in, state):
    case = CaseFactory(unit=fjellet.school, state=state, ended_reason="x" * (state == "closed"))
    page = signed_in(fjellet.principal).get(address(case))
    assert "Nobody in the case is known as the one exposed" in text(page)
    InvolvementFactory(case=case)
    page = signed_in(fjellet.principal).get(address(case))
    assert "The development is shown after the first evaluation." in text(page)


def test_one_who_only_reads_is_not_asked_to_evaluate(fjellet, signed_in):
    set_up = scene(fjellet)
    CaseAccessFactory(case=set_up.case, person=fjellet.teacher, kind="granted")
    page = signed_in(fjellet.teacher).get(address(set_up.case))
    assert page.status_code == 200
    assert "Evaluate now" not in text(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_many_as_for_one(fjellet, signed_in, django_assert_num_queries, rows):
    set_up = scene(fjellet)
    shared = SharedMeasureFactory(unit=fjellet.school, running=True)
    PlanReferenceFactory(plan=set_up.measure.plan, shared=shared)
    for _row in range(rows):
        pupil = InvolvementFactory(case=set_up.case)
        answered(pupil, 2, 3)
        plan = PlanFactory(case=set_up.case, about=pupil)
        evaluated(MeasureFactory(plan=plan, running=True, responsible=fjellet.teacher), "yes", "no")
    client = signed_in(fjellet.principal)
    client.get(address(set_up.case))
    # The frame's seven, then the case, and six tables of it.
    with django_assert_num_queries(7 + 1 + 6):
        page = client.get(address(set_up.case))
    assert len(page.context["development"].pupils) == rows + 1


def test_the_case_page_has_it_small(fjellet, signed_in):
    set_up = scene(fjellet)
    answered(set_up.pupil, 2, 4)
    page = signed_in(fjellet.principal).get(reverse("overview:case", args=[set_up.case.pk]))
    assert "4 Safe 23.11." in text(page)
    assert "The pupil has gone up from 2 (unsafe) to 4 (safe) in 1 week." in text(page)
    assert page.content.decode().count("<polyline") == 1
    assert address(set_up.case) in page.content.decode()


def test_lists_have_it_small_and_keep_cases_apart(fjellet, signed_in):
    set_up, other = scene(fjellet), scene(fjellet)
    answered(set_up.pupil, 2, 4)
    answered(other.pupil, 1)
    answered(InvolvementFactory(case=other.case), 5)
    page = signed_in(fjellet.principal).get(reverse("cases:list"))
    found = {
        case.pk: sorted(one.spark.last.value for one in small)
        for case, small in page.context["rows"]
    }
    assert found == {set_up.case.pk: [4], other.case.pk: [1, 5]}
