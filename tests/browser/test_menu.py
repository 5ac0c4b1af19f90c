"""The main menu stays on one line; what is gathered on the page of the school is found there."""

from datetime import timedelta

import pytest

from accounts.models import Person
from tests.browser.drawing import look
from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.evaluations.scene import scene


@pytest.fixture
def school(transactional_db, day):
    return School(day)


@pytest.fixture
def web(programs):
    return programs.web()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_main_menu_stays_on_one_line_on_a_computer(school, web, new_page, language):
    place = school.place
    Person.objects.update(language=language)
    page = new_page("desktop")
    page.set_viewport_size({"width": 1280, "height": 800})
    for person in (place.principal, place.deputy, place.owner_adviser, place.school_administrator):
        page.context.clear_cookies()
        sign_in(page, web, person)
        tops = page.eval_on_selector_all(
            ".main-nav a", "links => links.map(link => Math.round(link.getBoundingClientRect().y))"
        )
        assert len(set(tops)) == 1, (person, tops)


def test_the_school_and_a_full_day_are_without_faults(school, web, new_page):
    place = school.place
    for days in (-5, 0, 2, 30):
        scene(place, evaluate_on=school.today + timedelta(days=days))
    page = sign_in(new_page("phone", has_touch=True), web, place.principal)
    look(page, "today-by-case")
    page.goto(f"{web.url}/school/")
    look(page, "school")
    with page.expect_navigation():
        page.locator(".tile", has_text="Overdue").click()
    assert page.url == f"{web.url}/school/?show=overdue"
    look(page, "school-overdue")
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="Library of measures").click()
    assert page.url == f"{web.url}/library/"
