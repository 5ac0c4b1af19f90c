"""A new case that is interrupted: what is left when the tab, the network or the session is gone."""

import re
import time

from django.contrib.sessions.models import Session

from cases.drafting import text_of
from cases.models import CaseDraft
from tests.browser.school import TEXT
from tests.browser.sheet import is_clean, second_step
from tests.factories.accounts import PASSWORD

PRINTED = "JSON.stringify([localStorage, sessionStorage, document.cookie])"
SAVING = "**/save/"


def test_a_killed_tab_loses_two_seconds_of_typing_at_most(enter, new_page):
    page = enter()
    field, long = second_step(page), " ".join([TEXT] * 2)
    field.click()
    under_way, took = {}, []
    page.on("request", lambda save: under_way.setdefault(save, time.monotonic()))
    page.on("requestfinished", lambda save: took.append(time.monotonic() - under_way.pop(save)))
    began = time.monotonic()
    page.keyboard.type(long, delay=40)
    page.context.set_offline(True)  # from here on nothing leaves the tab, as when it is killed
    typing = time.monotonic() - began
    slowest = max([*took, *(time.monotonic() - at for at in under_way.values())])
    page.context.close()
    saved = text_in_draft()
    lost = (len(long) - len(saved)) * typing / len(long)
    print(
        f"measured: killed tab: {len(long) - len(saved)} of {len(long)} characters lost, "
        f"{lost:.2f} s of {typing:.1f} s of typing; a save took {slowest:.2f} s at most"
    )
    assert long.startswith(saved)
    # One save waits for the one before: while the machine is slow, more is on its way.
    assert lost <= 2 + 2 * slowest
    new_page.allow("ERR_INTERNET_DISCONNECTED|ERR_ABORTED")
    page = enter()
    assert "New case, saved" in page.inner_text("main")
    with page.expect_navigation():
        page.get_by_role("link", name="Go on").click()
    assert page.locator("main [name=what_happened]").input_value() == saved


def text_in_draft():
    return text_of(CaseDraft.objects.get())


def test_it_is_said_when_it_is_saved_and_when_it_is_not(enter, new_page):
    new_page.allow("ERR_INTERNET_DISCONNECTED")
    page = enter()
    field, status = second_step(page), page.locator("#draft-status")
    assert page.locator("form[data-save] [role=status]").count() == 1
    with page.expect_response(SAVING):
        field.fill("Noe.")
    began = time.monotonic()
    page.context.set_offline(True)
    field.press_sequentially(" Mer.")
    page.wait_for_selector("#draft-status:has-text('again')")
    assert status.inner_text() == "Not saved. We try again."
    with page.expect_response(SAVING):
        page.context.set_offline(False)
    status.filter(has_text=re.compile("^Saved")).wait_for()
    print(f"measured: not saved and saved again: {time.monotonic() - began:.1f} s")
    assert text_in_draft() == "Noe. Mer."


def test_nothing_is_stored_in_the_browser(enter):
    page = enter()
    field = second_step(page)
    with page.expect_response(SAVING):
        field.fill(TEXT)
    assert page.evaluate(PRINTED) == '[{},{},""]'


def test_the_button_waits_for_what_is_under_way(enter):
    """Held back on its way, the older text does not come in behind the newer."""
    page = enter()
    field = second_step(page)

    def hold(route):
        time.sleep(0.5)
        route.continue_()

    page.route("**/save/", hold)
    field.fill("Eldst")
    field.blur()
    field.fill("Nyest")
    with page.expect_navigation(url="**/3/"):
        page.get_by_role("button", name="Next").click()
    assert text_in_draft() == "Nyest"


def test_the_older_of_two_windows_is_told(enter, new_page):
    new_page.allow("409")
    page = enter()
    field = second_step(page)
    other = page.context.new_page()
    other.goto(page.url)
    with other.expect_response(SAVING):
        other.locator("main [name=what_happened]").fill("I det andre vinduet.")
    field.fill("I det første vinduet.")
    page.wait_for_selector("#draft-status:has-text('Opened in another window')")
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    assert "Opened in another window" in page.inner_text("main")
    assert field.input_value() == "I det første vinduet."
    assert text_in_draft() == "I det andre vinduet."
    is_clean(page)
    page.locator("main [name=what_happened]").fill("I det første vinduet!")
    with page.expect_navigation(url="**/3/"):
        page.get_by_role("button", name="Next").click()
    assert text_in_draft() == "I det første vinduet!"


def test_what_is_typed_when_the_session_has_ended_is_there_after_sign_in(enter, school):
    page = enter()
    field = second_step(page)
    end_all_sessions()
    field.focus()
    with page.expect_navigation(url="**/sign-in/**"):
        page.keyboard.type("Dette skrev jeg for sent.")
    page.fill("[name=login]", school.place.principal.email)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    kept = page.locator("main [name=what_happened]").input_value()
    print(f"measured: session over while typing: {len(kept)} of 25 characters kept")
    assert kept
    assert "Dette skrev jeg for sent.".startswith(kept)


def end_all_sessions():
    for session in Session.objects.all():
        data = session.get_decoded()
        data["seen"] = data["started"] = 0
        session.session_data = Session.objects.encode(data)
        session.save()
