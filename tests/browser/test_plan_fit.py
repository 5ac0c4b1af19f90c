"""Toward whom the measures go, what is asked when a plan is completed, and its versions: as they
are drawn at both widths, on paper, and done by keyboard and without scripts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from measures.models import PlanVersion, SetAside
from tests.browser.drawing import draw, faults_at
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory, PlanVersionFactory


@pytest.fixture
def plan(school):
    """In a digital case: nothing for the class, the parents and those who look on."""
    place, now = school.place, school.today
    case = CaseFactory(unit=place.school, state="investigating", kinds=["digital", "words"])
    about = InvolvementFactory(case=case, pupil=school.pupils[0])
    plan = PlanFactory(case=case, about=about)
    for title, groups, more in (
        ("Fast trygg voksen", ["exposed"], {}),
        ("Stoppsamtaler enkeltvis", ["violating"], {"digital": True}),
        ("Bedre tilsyn", ["unit"], {"level": "system", "how": "Vi følger ekstra med."}),
    ):
        MeasureFactory(
            plan=plan, title=title, target_groups=groups, responsible=place.teacher,
            starts_on=now, ends_on=now + timedelta(days=20), **more,
        )  # fmt: skip
    return plan


def at(page, name, plan, *more):
    page.goto(page.web.url + reverse(f"measures:{name}", args=[plan.pk, *more]))
    return page


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_coverage_advice_and_versions_are_drawn_without_faults(enter, plan, size):
    page = enter(size)
    page.goto(f"{page.web.url}/cases/{plan.case_id}/plan/")
    assert page.locator("table.coverage tbody tr").count() == 6
    assert page.locator(".plan-advice li").count() >= 4
    assert faults_at(page, "fit-plan", size) == []
    assert faults_at(at(page, "complete", plan), "fit-complete", size) == []
    assert faults_at(at(page, "set_aside", plan, "class"), "fit-aside", size) == []
    PlanVersionFactory(plan=plan, content={"problem": "Før.", "set_aside": {"unit": "Nei."}})
    PlanVersionFactory(plan=plan, number=2, content={"problem": "Etter."}, reason="Mer trengtes.")
    for name, *more in (("versions",), ("version", 1), ("compare",)):
        assert faults_at(at(page, name, plan, *more), f"fit-{name}", size) == []


def test_on_paper_the_plan_has_no_buttons_and_all_its_measures(enter, plan):
    page = enter()
    page.goto(f"{page.web.url}/cases/{plan.case_id}/plan/")
    page.emulate_media(media="print")
    assert page.locator(".plan-card:visible").count() == 3
    assert page.locator("table.coverage:visible").count() == 1
    assert page.locator("main .plan-actions:visible, main .ds-button:visible").count() == 0
    assert page.locator(".plan-advice:visible").count() == 0
    draw(page, "fit-paper", full_page=True)


def test_a_plan_is_completed_by_keyboard_with_a_reason_for_each_empty_group(enter, plan):
    page = at(enter(java_script_enabled=False), "complete", plan)
    page.locator("[name=best_interests]").focus()
    page.keyboard.type("Eleven er spurt, og vil ikke flyttes.")
    for _group in ("together", "bystanders", "class", "parents"):
        page.keyboard.press("Tab")
        page.keyboard.type("Vi begynner her, og ser igjen om to uker.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert PlanVersion.objects.get().content["together"].startswith("Vi begynner her")
    assert set(SetAside.objects.current().values_list("target", flat=True)) == {
        "bystanders", "class", "parents",
    }  # fmt: skip
