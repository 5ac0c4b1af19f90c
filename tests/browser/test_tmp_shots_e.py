import pytest
from tests.browser.test_new_case import enter, school, TEXT  # noqa
from tests.browser.hand import Hand
from tests.browser.test_new_case import begin
from tests.plugin_browser import SIZES
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.concerns import ConcernFactory, CaseConcernFactory


def shoot(page, name):
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        page.screenshot(path=f"/tmp/eshots/{name}-{viewport['width']}-window.png")
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": viewport["width"], "height": height})
        page.screenshot(path=f"/tmp/eshots/{name}-{viewport['width']}.png")
        page.set_viewport_size(viewport)
    page.set_viewport_size(SIZES["desktop"])


def test_shots(enter, school):
    place = school.place
    case = CaseFactory(unit=place.school, alert__office=place.office)
    InvolvementFactory(case=case, pupil=school.pupils[0])
    page = begin(enter())
    hand = Hand(page)
    shoot(page, "1-step1")
    page.locator(".finder input").fill("a")
    shoot(page, "1-step1-find")
    page.locator(".finder input").fill("")
    hand.find("cahp")
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    shoot(page, "2-duplicate")
    page.get_by_role("link", name="Add this there").click()
    page.wait_for_load_state()
    shoot(page, "2b-put")
    with page.expect_navigation():
        page.get_by_role("link", name="Cancel").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Open a new one").click()
    page.wait_for_url("**/2/")
    page.locator("[name=what_happened]").fill(TEXT)
    page.wait_for_timeout(1500)
    shoot(page, "3-step2")
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/3/")
    shoot(page, "4-step3")
    with page.expect_navigation():
        page.get_by_role("button", name="Open the case").click()
    shoot(page, "5-step3-errors")
    hand.choose("serious", "yes")
    page.locator("[name=serious_reason]").fill("Eleven tør ikke komme på skolen.")
    hand.choose("about", "leader")
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_url("**/confirm/")
    shoot(page, "6-confirm")
    page.goto(page.web.url + "/today/")
    shoot(page, "7-today")
    page.get_by_role("link", name="Throw away").click()
    page.wait_for_load_state()
    shoot(page, "8-throw")
    page.goto(page.web.url + case.get_absolute_url())
    shoot(page, "9-case")
    concern = ConcernFactory(unit=place.school, reporter=place.teacher)
    CaseConcernFactory(case=case, concern__reporter=place.teacher)
    page.goto(page.web.url + f"/cases/concerns/{concern.pk}/add/")
    shoot(page, "a-add")
    page.goto(page.web.url + f"/cases/{case.pk}/concerns/tell/")
    shoot(page, "b-tell")
    page.locator("[name=unit]").select_option(index=1)
    page.locator("[name=about]").fill("en elev på 9. trinn")
    page.locator("[name=what]").fill("Noe skjer på vei hjem.")
    page.locator("[name=reason]").fill("De må passe på veien.")
    hand.send()
    shoot(page, "c-concerns")
    page.goto(page.web.url + f"/cases/{case.pk}/raised/")
    shoot(page, "d-raised")
    hand.write("raised_on", case.known_at.strftime("%d.%m.%Y"))
    hand.send()
    shoot(page, "e-case-raised")
