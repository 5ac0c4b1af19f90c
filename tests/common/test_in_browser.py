"""The frame in a real browser: at two widths, with and without scripts."""

import pytest

from tests.browser.faults import faults
from tests.cast import settle
from tests.common import urls as trial
from tests.factories.accounts import PASSWORD

STORY = "Eleven ble holdt utenfor."
SAVE = "button:has-text('Save the note')"
pytestmark = pytest.mark.urls("tests.common.urls")


@pytest.fixture
def principal(transactional_db, settings):
    settings.DEMO = True
    trial.SAVED.clear()
    principal = settle("Fjellet").principal
    principal.language = "en"
    principal.save()
    return principal


@pytest.fixture
def enter(live_server, principal):
    def signed_in(page):
        page.goto(f"{live_server.url}/account/sign-in/?next=/trial/note/")
        page.fill("[name=login]", principal.email)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.press("[name=password]", "Enter")
        assert page.url == f"{live_server.url}/trial/note/"
        return page

    return signed_in


def sent(page, what):
    """Press it, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.click(what)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_are_without_faults_that_a_program_finds(size, new_page, live_server, enter):
    page = new_page(size)
    seen = {}
    page.goto(f"{live_server.url}/account/sign-in/")
    sent(page, "main button")
    seen["sign-in with errors"] = faults(page)
    enter(page)
    for path in ("trial/questions", "account", "account/app", "account/password", "about"):
        page.goto(f"{live_server.url}/{path}/")
        seen[path] = faults(page)
    page.goto(f"{live_server.url}/trial/questions/")
    sent(page, "main button:has-text('Save')")
    seen["questions with errors"] = faults(page)
    assert {name: found for name, found in seen.items() if found} == {}


def test_a_fault_would_be_found(new_page, live_server, enter):
    page = enter(new_page("phone"))
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('.form-actions .ds-button').style.color = '#5b9bd5'")
    page.evaluate("document.querySelector('h1').style.minWidth = '900px'")
    found = faults(page)
    assert {"color-contrast", "label"} <= {fault.split()[0] for fault in found}
    assert any("too wide" in fault for fault in found)


def test_errors_take_the_focus_and_lead_to_their_field(new_page, enter):
    page = enter(new_page())
    sent(page, SAVE)
    assert page.evaluate("document.activeElement.classList.contains('error-summary')")
    page.click(".error-summary a")
    assert page.evaluate("document.activeElement.id") == "id_text"


def test_a_hidden_screen_is_not_shown_by_the_back_button(new_page, enter):
    page = enter(new_page())
    page.fill("[name=text]", STORY)
    sent(page, "text=Hide the screen")
    assert page.url.endswith("/hidden/")
    assert "Fjellet" not in page.content()
    page.go_back()
    assert page.url.endswith("/hidden/")
    assert STORY not in page.content()
    sent(page, "text=Show the page again")
    assert page.url.endswith("/trial/note/")
    assert page.input_value("[name=text]") == STORY


@pytest.mark.parametrize("scripts", [True, False])
def test_enter_saves_and_does_not_hide_the_screen(new_page, live_server, enter, scripts):
    page = enter(new_page(java_script_enabled=scripts))
    page.goto(f"{live_server.url}/account/password/")
    with page.expect_navigation():
        page.press("[name=oldpassword]", "Enter")
    assert page.locator(".error-summary").count() == 1
    assert page.url.endswith("/account/password/")


def test_two_presses_send_one_form(new_page, enter):
    page = enter(new_page())
    page.fill("[name=text]", STORY)
    page.dblclick(SAVE)
    page.wait_for_selector(".messages .ds-alert")
    assert trial.SAVED == [STORY]


def test_the_menu_of_the_phone_opens_without_scripts(new_page, enter):
    page = enter(new_page("phone", java_script_enabled=False))
    sign_out = page.locator("#menu button:has-text('Sign out')")
    assert not sign_out.is_visible()
    page.click("text=Menu")
    assert sign_out.is_visible()


def test_without_scripts_all_of_it_works(new_page, enter):
    page = enter(new_page("phone", java_script_enabled=False))
    page.fill("[name=text]", STORY)
    sent(page, "text=Hide the screen")
    sent(page, "text=Show the page again")
    assert page.input_value("[name=text]") == STORY
    sent(page, SAVE)
    assert page.locator(".messages .ds-alert").count() == 1
    assert trial.SAVED == [STORY]


def test_before_the_session_ends_one_is_warned_and_can_stay(new_page, live_server, enter):
    page = new_page()
    page.clock.install()
    enter(page)
    warning = page.locator("#session-warning")
    page.clock.run_for(24 * 60 * 1000)
    assert not warning.is_visible()
    page.clock.run_for(90 * 1000)
    assert warning.is_visible()
    page.click("button:has-text('Stay signed in')")
    warning.wait_for(state="hidden")
    page.clock.run_for(26 * 60 * 1000)
    assert warning.is_visible()


def test_the_button_that_sends_stays_in_sight_on_a_phone(new_page, live_server, enter):
    page = enter(new_page("phone"))
    page.goto(f"{live_server.url}/trial/questions/")
    box = page.locator("main button:has-text('Save')").bounding_box()
    assert box["y"] + box["height"] <= 740
    assert box["height"] >= 44
