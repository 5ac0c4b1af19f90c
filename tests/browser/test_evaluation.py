"""Goals G2 and G21: from Min dag to a saved evaluation in three inputs, five clicks and half a
minute, or in fifteen keys; and a form whose button is in sight and covers nothing that has the
focus."""

from datetime import timedelta

import pytest

from evaluations.models import Evaluation
from tests.browser.hand import Hand
from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.evaluations.scene import scene

INPUTS, CLICKS, SECONDS, KEYS = 3, 5, 30, 15
WHY = "Eleven har ingen å gå til når det skjer. Nå er det alltid en som venter ved døren."
SERVER = "performance.getEntriesByType('navigation')[0].responseEnd"
LOW = {"width": 360, "height": 600}
ASKED = ".form [name]:not([type=hidden])"
# Where the focus is, if something of it lies outside the window or under the button's bar.
HIDDEN = """() => {
    const one = document.activeElement, bar = document.querySelector('.form > .form-actions')
    const over = bar.getBoundingClientRect()
    const box = (one.closest('.tap') || one).getBoundingClientRect()
    if (one === document.body) return ''
    const inside = box.top >= 0 && box.bottom <= window.innerHeight
    const clear = bar.contains(one) || box.bottom <= over.top || box.top >= over.bottom
    return inside && clear ? '' : `${one.outerHTML.slice(0, 90)} ${box.top}–${box.bottom}`
}"""


class Keyboard:
    """A person with a keyboard alone: every key that is pressed is counted."""

    def __init__(self, page):
        self.page = page
        self.keys = 0

    def press(self, key, times=1):
        for _time in range(times):
            self.page.keyboard.press(key)
        self.keys += times

    def tab_to(self, what):
        for _step in range(40):
            if what.evaluate("found => found === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"The keyboard never came to {what}")

    def pass_the_frame(self):
        """The first that Tab comes to leads past the header."""
        self.press("Tab")
        assert self.page.evaluate("document.activeElement.className") == "ds-skip-link"
        self.press("Enter")

    def choose(self, name, value):
        """With the arrows, the shortest way; the first is chosen with Space."""
        options = self.page.locator(f"main [name={name}]")
        values = options.evaluate_all("found => found.map(one => one.value)")
        self.tab_to(options.first)
        place = values.index(value)
        if place == 0:
            self.press("Space")
        elif place <= len(values) - place:
            self.press("ArrowDown", place)
        else:
            self.press("ArrowUp", len(values) - place)
        assert options.nth(place).is_checked()

    def enter(self):
        with self.page.expect_navigation():
            self.press("Enter")


@pytest.fixture
def school(transactional_db, day):
    return School(day)


@pytest.fixture
def due(school):
    """Due today, with another one of the same teacher in another case."""
    day = {"evaluate_on": school.today, "why": WHY}
    scene(school.place, **day | {"evaluate_on": school.today + timedelta(days=1)})
    return scene(school.place, **day).measure


@pytest.fixture
def enter(school, programs, new_page):
    web = programs.web()

    def signed_in(size="desktop", language="en", **options):
        teacher = school.place.teacher
        type(teacher).objects.filter(pk=teacher.pk).update(language=language)
        page = sign_in(new_page(size, **options), web, teacher)
        page.web = web
        return page

    return signed_in


def evaluate(page):
    return page.locator("main").get_by_role("link", name="Evaluate").first


def bottom(what):
    box = what.bounding_box()
    return box["y"] + box["height"]


def saved(measure):
    answer = Evaluation.objects.get(measure=measure)
    return (str(answer.safety.value), answer.effect, answer.next)


@pytest.mark.parametrize(
    ("size", "options"),
    [
        ("desktop", {}),
        ("phone", {"has_touch": True}),
        ("phone", {"has_touch": True, "java_script_enabled": False}),
    ],
    ids=["computer", "phone", "phone without scripts"],
)
def test_three_inputs_and_five_clicks_within_half_a_minute(due, enter, size, options):
    page = enter(size, **options)
    hand = Hand(page)
    hand.press(evaluate(page))
    waited = page.evaluate(SERVER)
    hand.choose("safety", "4")
    hand.choose("effect", "yes")
    hand.choose("next", "continue")
    hand.send()
    waited += page.evaluate(SERVER)
    hand.tell(f"evaluation from Min dag, {size} {options}, and {waited / 1000:.2f} s of waiting")
    assert saved(due) == ("4", "yes", "continue")
    assert page.url == f"{page.web.url}/today/"
    assert (hand.inputs, hand.clicks) == (INPUTS, CLICKS)
    assert hand.seconds + waited / 1000 <= SECONDS


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize(
    "answers", [("4", "yes", "continue"), ("1", "no", "replace"), ("5", "partly", "stop")]
)
def test_fifteen_keys_from_min_dag_to_saved(due, enter, size, answers):
    page = enter(size)
    keyboard = Keyboard(page)
    keyboard.pass_the_frame()
    keyboard.tab_to(evaluate(page))
    keyboard.enter()
    for name, value in zip(("safety", "effect", "next"), answers, strict=True):
        keyboard.choose(name, value)
    keyboard.enter()
    print(f"measured: evaluation from Min dag by keyboard, {answers}: {keyboard.keys} keys")
    assert saved(due) == answers
    assert keyboard.keys <= KEYS


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_with_the_browsers_bars_the_button_is_in_sight_and_covers_no_focus(due, enter, language):
    page = enter("phone", language=language, has_touch=True)
    page.set_viewport_size(LOW)
    page.goto(f"{page.web.url}/evaluations/{due.pk}/")
    asked = set(page.locator(ASKED).evaluate_all("found => found.map(one => one.name)"))
    bar = page.locator(".form > .form-actions")
    assert (page.evaluate("scrollY"), bottom(bar) <= LOW["height"]) == (0, True)
    page.locator("details.more summary").click()
    page.locator("h1").focus()
    reached, hidden = set(), []
    for key in ("Tab", "Shift+Tab"):
        for _step in range(len(asked) + 8):
            page.keyboard.press(key)
            hidden.append(page.evaluate(HIDDEN))
            if page.evaluate("document.activeElement.type === 'radio'"):
                page.keyboard.press("ArrowDown")
                hidden.append(page.evaluate(HIDDEN))
            if page.evaluate("!!document.activeElement.closest('.form')"):
                reached.add(page.evaluate("document.activeElement.name"))
                assert bottom(bar) <= LOW["height"]
    assert [one for one in hidden if one] == []
    assert asked <= reached
