"""A new case in a real browser: how much it asks for."""

import time

import pytest

from cases.models import Case, CaseDraft
from tests.browser.hand import Hand
from tests.browser.school import NAMES, TEXT
from tests.browser.sheet import begin, is_clean


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
