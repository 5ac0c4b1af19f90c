"""The grid and the advice on the plan page, and what is asked when a plan is completed."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import PlanVersion, SetAside
from tests.factories.measures import SetAsideFactory
from tests.measures.pages import at, completed, page_of, text
from tests.measures.scene import measure_in, plan_at


def aside(plan, group, end=False):
    name = "take_up" if end else "set_aside"
    return reverse(f"measures:{name}", args=[plan.pk, group])


def test_the_grid_links_each_cell_to_its_measures_and_empty_ones_to_a_new_one(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, title="Klassemøte", target_groups=["class"], level="system")
    page = signed_in(fjellet.principal).get(page_of(plan)).content.decode()
    assert page.count(f'href="#measure-{measure.pk}"') == 1
    assert f'id="measure-{measure.pk}"' in page
    assert f"{at('choose', plan)}?for=violating" in page
    assert f"{at('choose', plan)}?for=class&amp;level=individual" in page
    assert aside(plan, "violating") in page
    assert aside(plan, "class") not in page
    assert 'id="toward-parents"' not in page


def test_a_digital_case_asks_for_parents_and_for_what_prevents(fjellet, signed_in):
    plan = plan_at(fjellet)
    plan.case.kinds = ["digital"]
    plan.case.save()
    measure_in(plan, fjellet, title="Stoppsamtale", digital=True)
    page = signed_in(fjellet.principal).get(page_of(plan))
    assert b'id="toward-parents"' in page.content
    said = text(page)
    assert "Handles what has happened online Stoppsamtale" in said
    assert "Prevents that it happens again None yet" in said
    assert "Nothing prevents that it happens online again." in said


def test_many_measures_in_one_cell_are_folded(fjellet, signed_in):
    plan = plan_at(fjellet)
    for number in range(5):
        measure_in(plan, fjellet, title=f"Samtale {number}")
    assert "2 more" in text(signed_in(fjellet.principal).get(page_of(plan)))


def test_a_group_is_set_aside_and_taken_up_again(fjellet, signed_in):
    plan = plan_at(fjellet)
    client = signed_in(fjellet.principal)
    assert b"field-errors" in client.post(aside(plan, "unit"), {"reason": " "}).content
    page = client.post(aside(plan, "unit"), {"reason": "Vaktplanen er ny."}, follow=True)
    assert "Set aside : Vaktplanen er ny." in text(page).replace("aside:", "aside :")
    client.post(aside(plan, "unit", end=True))
    assert not SetAside.objects.current().exists()


def test_setting_aside_a_group_with_a_measure_is_refused_and_the_text_is_kept(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet, target_groups=["unit"])
    page = signed_in(fjellet.principal).post(aside(plan, "unit"), {"reason": "Lang tekst."})
    assert "It cannot be set aside." in text(page)
    assert "Lang tekst." in text(page)


def test_a_group_that_is_not_there_is_not_found(fjellet, signed_in):
    assert signed_in(fjellet.principal).get(aside(plan_at(fjellet), "nobody")).status_code == 404


@pytest.mark.parametrize("who", ["teacher", "other_principal", "ppt_adviser", "owner_adviser"])
def test_setting_aside_is_not_there_for_others(fjellet, signed_in, who):
    plan = plan_at(fjellet)
    SetAsideFactory(plan=plan, target="unit")
    client = signed_in(getattr(fjellet, who))
    assert client.post(aside(plan, "class"), {"reason": "Nei."}).status_code == 404
    assert client.post(aside(plan, "unit", end=True)).status_code == 404
    assert SetAside.objects.current().get().target == "unit"


def test_advice_is_shown_with_its_source(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, how="Vi følger ekstra med.", ends_on=date(2026, 12, 4))
    page = signed_in(fjellet.principal).get(page_of(plan))
    said = text(page)
    assert "Advice, not law." in said
    assert "Nothing goes on after Christmas." in said
    assert "Source: Guidance on measures, forebyggingavmobbing.no" in said
    assert "“følger ekstra med”" in said
    assert "Source: What supervision of schools has often found" in said
    assert f"{at('change', measure)}#id_how" in page.content.decode()


def test_a_balanced_plan_is_left_in_peace(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet, target_groups=["exposed", "class"], level="system")
    assert "Advice" not in text(signed_in(fjellet.principal).get(page_of(plan)))


def test_completing_asks_for_each_empty_group_and_nothing_else(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet, target_groups=["exposed", "violating", "class"])
    SetAsideFactory(plan=plan, target="unit")
    client = signed_in(fjellet.principal)
    page = client.get(at("complete", plan)).content.decode()
    asked = [group for group in ("exposed", "violating", "bystanders", "class", "unit", "parents")
             if f'name="aside_{group}"' in page]  # fmt: skip
    assert asked == ["bystanders"]
    refused = client.post(at("complete", plan), {"best_interests": "Sárá er hørt."})
    assert "Write why there is no measure for this group: Those who look on." in text(refused)
    assert "Sárá er hørt." in text(refused)
    assert not PlanVersion.objects.exists()


def test_completing_asks_how_two_measures_work_together_and_does_not_insist(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    client = signed_in(fjellet.principal)
    assert b'name="together"' not in client.get(at("complete", plan)).content
    measure_in(plan, fjellet, target_groups=["class"])
    assert b'name="together"' in client.get(at("complete", plan)).content
    client.post(at("complete", plan), completed())
    assert PlanVersion.objects.get().content["together"] == ""
    assert "Write how the measures work together" in text(client.get(page_of(plan)))
