"""A file of pupils in a real browser: a script goes on by itself, and without it a button."""

import pytest
from django.utils import timezone

from organisations.calendar import school_year_of
from pupils.models import Pupil, PupilImport
from tests.browser.signing_in import sign_in
from tests.factories.accounts import PASSWORD
from tests.plugin_browser import PATIENCE
from tests.pupils.files import PUPILS, as_csv

LINES = 2300
DONE = "**/pupils/imports/*/"


@pytest.fixture
def place(transactional_db, request):
    return request.getfixturevalue("fjellet")


@pytest.fixture
def file(tmp_path):
    def make(data):
        path = tmp_path / "liste.csv"
        path.write_bytes(data)
        return path

    return make


def rows():
    return [PUPILS[0], *([f"e{n}", f"Elev {n}", "7A", "01.02.2014"] for n in range(LINES))]


def to_look_over(page, web, place, path):
    """The first two steps by hand: a file, and the columns as they are guessed."""
    sign_in(page, web, place.school_administrator, PASSWORD)
    page.goto(f"{web.url}/pupils/{place.school.pk}/import/")
    page.set_input_files("input[type=file]", path)
    page.locator("#file-form button[type=submit]").last.click()
    page.wait_for_url("**/columns/")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/look-over/")


def confirm(page):
    page.locator("#main-form button[type=submit]").last.click()
    page.wait_for_url(DONE)


def test_the_page_goes_on_by_itself(place, programs, new_page, file):
    page = new_page()
    to_look_over(page, programs.web(), place, file(as_csv(rows())))
    confirm(page)
    page.locator("form[action$='/undo/']").wait_for(timeout=3 * PATIENCE)
    job = PupilImport.objects.get()
    assert (job.state, job.done, Pupil.objects.count()) == ("done", LINES, LINES)
    assert job.school_year == school_year_of(timezone.localdate(job.uploaded_at))


def test_without_a_script_a_button_goes_on(place, programs, new_page, file):
    page = new_page("phone", java_script_enabled=False)
    to_look_over(page, programs.web(), place, file(as_csv(rows())))
    confirm(page)
    for done in (1000, 2000):
        assert page.locator("#import-said").inner_text() == f"{done} av {LINES}"
        assert page.locator("#import-bar").get_attribute("value") == str(done)
        with page.expect_navigation():
            page.locator("#import-go-on button").click()
    assert page.locator("form[action$='/undo/']").count() == 1
    assert Pupil.objects.count() == LINES


def test_a_file_of_fifty_megabytes_is_answered_with_the_limit(place, programs, new_page, file):
    new_page.allow("status of 413")
    page, web = new_page(), programs.web()
    sign_in(page, web, place.school_administrator, PASSWORD)
    page.goto(f"{web.url}/pupils/{place.school.pk}/import/")
    page.set_input_files("input[type=file]", file(b"x" * (50 * 1024 * 1024)))
    with page.expect_navigation(timeout=3 * PATIENCE):
        page.locator("#file-form button[type=submit]").last.click()
    assert "10 MB" in page.locator("main").inner_text()
