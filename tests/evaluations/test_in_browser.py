"""The evaluation in a real browser: three taps and save, on one screen of a phone."""

import pytest
from django.urls import reverse

from evaluations.models import Evaluation
from tests.cast import settle
from tests.common.test_in_browser import faults
from tests.evaluations.scene import scene
from tests.factories.measures import MeasureFactory

WHY = "Eleven har ingen å gå til når det skjer. Nå er det alltid en som venter ved døren."


@pytest.fixture
def set_up(transactional_db, settings, monday):
    settings.DEMO = True
    place = settle("Fjellet")
    made = scene(place, why=WHY)
    MeasureFactory(plan=made.measure.plan, running=True, responsible=place.teacher)
    return made


@pytest.fixture
def opened(set_up, signed_in, live_server, new_page):
    """The page, opened by the teacher, who reads this language."""

    def at(path, size="phone", language="nb", **options):
        person = set_up.measure.responsible
        client = signed_in(person)
        type(person).objects.filter(pk=person.pk).update(language=language)
        page = new_page(size, **options)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([cookie | {"url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return at


def sent(page):
    """The form, and the page that it leads to."""
    with page.expect_navigation():
        page.click(".form-actions button")


def address(set_up):
    return reverse("evaluations:record", args=[set_up.measure.pk])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_all_of_it_fits_on_a_phone_with_its_save_button(opened, set_up, language):
    page = opened(address(set_up), language=language)
    for part in ("#div_id_safety", "#div_id_effect", "#div_id_next", "form .form-actions button"):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 740, part
    save = page.locator("form .form-actions").bounding_box()
    last = page.locator(".more").bounding_box()
    assert last["y"] + last["height"] <= save["y"]


@pytest.mark.parametrize("scripts", [True, False])
def test_three_taps_and_save(opened, set_up, scripts):
    page = opened(address(set_up), java_script_enabled=scripts)
    page.click("label[for=id_safety_3]")
    page.get_by_role("group", name="effekt").get_by_label("Ja", exact=True).check()
    page.check("#id_next_0")
    sent(page)
    assert page.url.endswith("/today/")
    evaluation = Evaluation.objects.get()
    assert (evaluation.safety.value, evaluation.effect, evaluation.next) == (4, "yes", "continue")


def test_the_next_date_follows_the_answer_until_somebody_chooses_one(opened, set_up):
    page = opened(address(set_up))
    shown = page.locator(".next-day")
    usual = shown.inner_text()
    page.check("#id_safety_0")
    assert (page.input_value("#id_next_on"), "30. november" in shown.inner_text()) == (
        "30.11.2026", True,
    )  # fmt: skip
    page.check("#id_safety_3")
    assert (page.input_value("#id_next_on"), shown.inner_text()) == ("07.12.2026", usual)
    page.click(".more summary")
    page.fill("#id_next_on", "16.12.2026")
    page.check("#id_safety_0")
    assert page.input_value("#id_next_on") == "16.12.2026"


def test_the_next_date_goes_on_following_when_the_page_comes_back(opened, set_up):
    """Saved without the rest it comes back, also with an answer that no script has seen yet."""
    page = opened(address(set_up))
    page.check("#id_safety_0")
    sent(page)
    assert page.input_value("#id_next_on") == "30.11.2026"
    page.check("#id_safety_3")
    assert page.input_value("#id_next_on") == "07.12.2026"
    assert "7. desember" in page.locator("#id_next_on_said").text_content()
    page.evaluate("document.getElementById('id_safety_0').checked = true")
    sent(page)
    assert page.input_value("#id_next_on") == "30.11.2026"
    assert "30. november" in page.locator(".next-day").inner_text()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_are_without_faults_that_a_program_finds(opened, set_up, size):
    page = opened(address(set_up), size=size)
    seen = {"record": faults(page)}
    sent(page)
    seen["record with errors"] = faults(page)
    page.goto(page.url.split("/evaluations/")[0] + "/today/")
    seen["today"] = faults(page)
    assert {name: found for name, found in seen.items() if found} == {}
