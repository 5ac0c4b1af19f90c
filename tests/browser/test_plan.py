"""Goal G4: a lawful plan with three measures, two at the same time and one after. At most 30
presses and no dragging, on a computer, on a phone, and by keyboard alone.
"""

import pytest

from measures.models import Measure, PlanVersion
from tests.browser.hand import Hand
from tests.factories.cases import CaseFactory, InvolvementFactory

WHY = "Eleven er alene i lunsjen."
MOST = 30


class Keys(Hand):
    """The same by keyboard alone: it goes to a control with Tab, and presses Enter or Space."""

    def _reach(self, what):
        """Tab until the control has the focus: there is a way to it, and it is no trap."""
        what.wait_for()
        for _step in range(400):
            if what.evaluate("found => found === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard never came to {what}")

    def write(self, name, text):
        self._reach(self.field(name))
        self.page.keyboard.insert_text(text)
        self.typed += len(text)
        self._counted()

    def choose(self, name, value):
        choice = self.page.locator(f"main [name={name}][value='{value}']")
        self._reach(choice)
        self.page.keyboard.press("Space")
        assert choice.is_checked()
        self._counted()

    def select(self, name, label):
        """What is typed in a list chooses what begins so."""
        self._reach(self.field(name))
        self.page.keyboard.type(label)
        chosen = self.field(name).evaluate("list => list.selectedOptions[0].label")
        assert chosen == label
        self._counted()

    def press(self, what):
        self._reach(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.clicks += 1
        self.pages += 1


def case_of(school):
    place = school.place
    case = CaseFactory(
        unit=place.school, alert__office=place.office, state="investigating", kinds=["exclusion"],
        created_by=place.principal,
    )  # fmt: skip
    InvolvementFactory(case=case, pupil=school.pupils[0])
    return case


def card(hand, title):
    return hand.page.locator(".plan-card", has=hand.page.get_by_role("heading", name=title))


def pick(hand, title, who):
    """From the library: what it is, how, for whom, from when and until when is filled in."""
    hand.press(hand.page.get_by_role("link", name=f"Choose: {title}", exact=True))
    hand.write("why", WHY)
    hand.select("responsible", who.name)
    hand.send()


def write_the_problem(hand):
    hand.press(hand.page.locator("main").get_by_role("button", name="Start a plan for"))
    hand.write("problem", "Eleven sitter alene i lunsjen og er utrygg før den.")
    hand.write("goal", "Eleven svarer trygt tre ganger.")
    hand.write("together", "De voksne gjør lunsjen trygg mens de andre lærer å ta med flere.")
    hand.send()


def three_measures(hand, place):
    page = hand.page
    hand.press(page.get_by_role("link", name="Add a measure", exact=True).last)
    pick(hand, "Talks with those who look on", place.teacher)
    talks = card(hand, "Talks with those who look on")
    hand.press(talks.get_by_role("link", name="At the same time as this"))
    pick(hand, "Close adult in breaks", place.teacher)
    talks = card(hand, "Talks with those who look on")
    hand.press(talks.get_by_role("link", name="After this"))
    pick(hand, "Rebuild the class environment", place.teacher)


def complete(hand):
    """Groups that no measure goes toward are asked about here; each is set aside with a reason."""
    hand.press(hand.page.get_by_role("link", name="Complete the plan"))
    hand.write("best_interests", "Eleven vil at en voksen er der. Planen følger det.")
    names = hand.page.locator("main form textarea").evaluate_all(
        "fields => fields.map(field => field.name)"
    )
    for name in names:
        if name not in ("best_interests", "reason", "together"):
            hand.write(name, "Det gjelder ikke her.")
    hand.send()


def the_plan_stands(hand):
    first, beside, after = Measure.objects.order_by("created_at")
    # On an open day the first two start as soon as the plan is complete.
    assert {first.state, beside.state} <= {"planned", "running"}
    assert after.state == "planned"
    assert (beside.starts_on, beside.ends_on) == (first.starts_on, first.ends_on)
    assert list(after.after.all()) == [first]
    assert after.starts_on > first.ends_on
    assert [measure.library_key for measure in (first, beside, after)] == [
        "bystander_talks", "break_adult", "rebuild_class",
    ]  # fmt: skip
    assert PlanVersion.objects.count() == 1
    said = hand.page.locator(".plan-sentence").inner_text()
    assert "at the same time" in said
    assert "Then Rebuild the class environment" in said


WAYS = {
    "computer": (Hand, "desktop", {}),
    "phone": (Hand, "phone", {"has_touch": True}),
    "keyboard": (Keys, "desktop", {}),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_lawful_plan_with_three_measures(way, school, enter):
    kind, size, options = WAYS[way]
    case = case_of(school)
    page = enter(size, **options)
    dragged = []
    page.on("console", lambda said: dragged.append(said.text) if "drag" in said.text else None)
    hand = kind(page)
    page.goto(f"{page.web.url}/cases/{case.pk}/plan/")
    hand.start_counting()
    write_the_problem(hand)
    three_measures(hand, school.place)
    complete(hand)
    hand.tell(f"plan with three measures, {way}")
    the_plan_stands(hand)
    assert hand.clicks <= MOST
    assert page.locator("[draggable=true]").count() == 0
    assert dragged == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_whole_plan_is_put_up_from_a_package(size, school, enter):
    """Without scripts too: picked, one person chosen, and all of it stands."""
    case = case_of(school)
    page = enter(size, java_script_enabled=False)
    hand = Hand(page)
    page.goto(f"{page.web.url}/cases/{case.pk}/plan/")
    write_the_problem(hand)
    hand.start_counting()
    hand.press(page.get_by_role("link", name="Add a measure", exact=True).last)
    hand.press(page.get_by_role("link", name="Exclusion in a class", exact=True))
    hand.select("responsible", school.place.teacher.name)
    hand.send()
    hand.tell("a package put up")
    assert hand.clicks == 4
    assert Measure.objects.count() == 8
    assert page.get_by_text("The text is still the library’s").count() == 8
