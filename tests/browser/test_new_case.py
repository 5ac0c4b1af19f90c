"""A new case in a real browser: how much it asks for, and what is left when it is interrupted."""

import re
import time

import pytest
from django.contrib.sessions.models import Session

from cases.drafting import text_of
from cases.models import Case, CaseDraft
from tests.browser.faults import faults
from tests.browser.hand import Hand
from tests.browser.school import NAMES, TEXT, School
from tests.browser.signing_in import sign_in
from tests.factories.accounts import PASSWORD

PRINTED = "JSON.stringify([localStorage, sessionStorage, document.cookie])"
SAVING = "**/save/"


@pytest.fixture
def school(transactional_db, day):
    return School(day)


@pytest.fixture
def enter(school, programs, new_page):
    """``enter()`` signs the principal in; one web for all windows."""
    web = programs.web()

    def signed_in(size="desktop", **options):
        page = sign_in(new_page(size, **options), web, school.place.principal)
        page.web = web
        return page

    return signed_in


def begin(page):
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="New case").click()
    return page


def second_step(page):
    """With somebody chosen, and nothing saved yet of what happened."""
    begin(page)
    page.locator("main [name=described]").fill("en elev")
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    return page.locator("main [name=what_happened]")


def is_clean(page):
    assert faults(page) == []
    assert not [name for name in NAMES if name in page.title() + page.url]


# ---------------------------------------------------------------- how much it asks for
def log_with_finder(hand):
    hand.press(hand.page.locator("main").get_by_role("link", name="New case"))
    hand.find("cahp")  # Čáhppesvuotna
    is_clean(hand.page)
    hand.send()
    hand.write("what_happened", TEXT)
    hand.choose("kinds", "exclusion")
    hand.choose("places", "break")
    is_clean(hand.page)
    hand.send()
    hand.choose("serious", "no")
    is_clean(hand.page)
    hand.send()


@pytest.mark.parametrize(("size", "options"), [("desktop", {}), ("phone", {"has_touch": True})])
def test_a_case_is_logged_in_a_minute(enter, school, size, options):
    hand = Hand(enter(size, **options))
    began = time.monotonic()
    log_with_finder(hand)
    hand.tell(f"new case, {size}")
    print(f"measured: new case, {size}: {time.monotonic() - began:.1f} s with the looking over")
    case = Case.objects.get()
    assert case.involvements.get().pupil == school.pupils[0]
    assert (case.what_happened, case.kinds, case.places) == (TEXT, ["exclusion"], ["break"])
    assert hand.inputs <= 6
    assert hand.clicks <= 9
    assert hand.seconds <= 60
    assert CaseDraft.objects.count() == 0


def test_three_answers_are_enough(enter, school):
    """Whom, what, and whether it is serious: the rest is filled in beforehand."""
    hand = Hand(enter())
    hand.press(hand.page.locator("main").get_by_role("link", name="New case"))
    hand.find("baevt")
    hand.send()
    hand.write("what_happened", TEXT)
    hand.send()
    hand.choose("serious", "unknown")
    hand.send()
    hand.tell("new case, least")
    case = Case.objects.get()
    assert hand.inputs == 3
    assert (case.involvements.get().pupil, case.kinds) == (school.pupils[2], ["unknown"])
    assert (case.source, case.serious) == ("pupil", None)


def test_without_scripts(enter, school):
    hand = Hand(enter("phone", java_script_enabled=False, has_touch=True))
    hand.press(hand.page.locator("main").get_by_role("link", name="New case"))
    assert not hand.page.locator(".finder").is_visible()
    hand.unfold("7A")
    hand.choose("pupils", str(school.pupils[1].pk))
    hand.send()
    hand.write("what_happened", TEXT)
    hand.choose("kinds", "words")
    hand.send()
    hand.choose("serious", "no")
    hand.send()
    hand.tell("new case, no scripts")
    assert (hand.inputs, hand.clicks) == (4, 9)
    assert Case.objects.get().involvements.get().pupil == school.pupils[1]


class Keys:
    """Nothing but the keyboard."""

    def __init__(self, page):
        self.page = page
        self.pressed = 0

    def press(self, key, times=1):
        for _each in range(times):
            self.page.keyboard.press(key)
            self.pressed += 1

    def to(self, selector):
        """Tab until the control has the focus; from the top of the page it is never far."""
        for _step in range(60):
            if self.page.locator(selector).first.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
        pytest.fail(f"{selector} is not reached by Tab")

    def send(self):
        with self.page.expect_navigation():
            self.press("Enter")


def test_with_the_keyboard_alone(enter, school):
    page = enter()
    keys = Keys(page)
    keys.to("main a[href='/cases/new/']")
    keys.send()
    keys.to("main .finder input")
    page.keyboard.type("cahp")
    keys.press("Enter")
    keys.to("main .form-actions button")
    keys.send()
    keys.to("main [name=what_happened]")
    page.keyboard.type(TEXT)
    keys.to("main .form-actions button")
    keys.send()
    keys.to("main [name=serious]")
    keys.press("ArrowDown")
    keys.press("Space")
    keys.to("main .form-actions button")
    keys.send()
    print(f"measured: new case, keyboard: {keys.pressed} keys besides the text")
    case = Case.objects.get()
    assert (case.what_happened, case.serious) == (TEXT, False)
    assert case.involvements.get().pupil == school.pupils[0]


# ---------------------------------------------------------------- finding somebody by name
def test_a_name_is_found_by_a_part_however_it_is_written(enter, school):
    page = begin(enter())
    field, shown = page.locator(".finder input"), page.locator("details .ds-field:visible label")
    for typed, found in (
        ("cahpp", NAMES[0]), ("ČÁHPP", NAMES[0]), ("oyvind", NAMES[1]), ("aer", NAMES[1]),
        ("maret b", NAMES[2]), ("bævt", NAMES[2]),
    ):  # fmt: skip
        field.fill(typed)
        assert shown.all_inner_texts() == [found], typed
        assert page.locator(".finder [aria-live]").inner_text() == "Found: 1"
    field.fill("finnes ikke")
    assert shown.count() == 0
    field.fill("")
    assert page.locator("details[open]").count() == 0
    assert page.locator("fieldset details:visible").count() == 1
    assert page.url.endswith("/1/")


# ---------------------------------------------------------------- what is left when it breaks off
def test_a_killed_tab_loses_two_seconds_of_typing_at_most(enter, new_page):
    page = enter()
    field, long = second_step(page), " ".join([TEXT] * 2)
    field.click()
    began = time.monotonic()
    page.keyboard.type(long, delay=40)
    page.context.set_offline(True)  # from here on nothing leaves the tab, as when it is killed
    typing = time.monotonic() - began
    page.context.close()
    saved = text_in_draft()
    lost = (len(long) - len(saved)) * typing / len(long)
    print(
        f"measured: killed tab: {len(long) - len(saved)} of {len(long)} characters lost, "
        f"{lost:.2f} s of {typing:.1f} s of typing"
    )
    assert long.startswith(saved)
    assert lost <= 2
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
    with page.expect_navigation(url="**/sign-in/**"):
        field.press_sequentially("Dette skrev jeg for sent.")
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
