"""A concern told on a phone, with and without scripts, within half a minute; and answered."""

import pytest

from concerns.models import Concern
from tests.browser.drawing import look
from tests.browser.hand import Hand
from tests.browser.school import School
from tests.browser.signing_in import sign_in

# Sixty characters in all.
ABOUT, WHAT = "Ida på 7A", "Hun sto alene i friminuttet, og noen lo av henne."
assert len(ABOUT) + len(WHAT) <= 60


@pytest.fixture
def school(transactional_db, day):
    return School(day)


@pytest.fixture
def web(programs):
    return programs.web()


def tell(hand):
    """From Min dag: two answers, and the button."""
    page = hand.page
    hand.start_counting()
    hand.press(page.locator("main").get_by_role("link", name="Report a concern"))
    hand.write("about", ABOUT)
    hand.write("what", WHAT)
    hand.send()
    hand.tell("concern from Min dag, on a phone")
    assert (hand.inputs, hand.clicks) == (2, 4)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_concern_is_told_on_a_phone_in_half_a_minute(school, web, new_page, scripts):
    place = school.place
    page = new_page("phone", java_script_enabled=scripts, has_touch=True)
    hand = Hand(sign_in(page, web, place.teacher))
    tell(hand)
    concern = Concern.objects.get()
    assert page.url == f"{web.url}/concerns/{concern.pk}/"
    assert (concern.about, concern.what, concern.reporter) == (ABOUT, WHAT, place.teacher)
    assert (concern.told_by, concern.route, concern.happened_on) == (
        "self", "leader", school.today,
    )  # fmt: skip
    shown = page.inner_text("main")
    assert "You are sent a message when it is taken on" in shown
    assert "The principal and those who work on cases there" in shown
    # A second press on the button of the page before makes no second one.
    page.go_back()
    page.goto(f"{web.url}/concerns/{concern.pk}/")
    assert Concern.objects.count() == 1


def test_the_pages_of_a_concern_are_without_faults(school, web, new_page):
    place = school.place
    teller = sign_in(new_page("phone", has_touch=True), web, place.teacher)
    teller.goto(f"{web.url}/concerns/new/")
    look(teller, "concern-new")
    with teller.expect_navigation():
        teller.get_by_role("button", name="Send the concern").click()
    assert teller.locator(".error-summary li").count() == 2
    look(teller, "concern-new-errors")
    teller.goto(f"{web.url}/today/")
    tell(Hand(teller))
    look(teller, "concern-receipt")
    concern = Concern.objects.get()
    leader = sign_in(new_page("phone", has_touch=True), web, place.principal)
    assert "Answer a concern" in leader.inner_text("main")
    look(leader, "concern-today")
    hand = Hand(leader)
    hand.start_counting()
    hand.press(leader.locator("main").get_by_role("link", name="Read and answer"))
    look(leader, "concern-leader")
    hand.press(leader.get_by_role("link", name="Answer with a reason"))
    hand.write("reason", "Jeg har snakket med henne. De lo av noe annet.")
    look(leader, "concern-answer")
    hand.send()
    hand.tell("concern answered with a reason")
    leader.goto(f"{web.url}/concerns/")
    look(leader, "concerns")
    teller.goto(f"{web.url}/concerns/{concern.pk}/")
    look(teller, "concern-answered")
    Hand(teller).press(teller.get_by_role("link", name="Send on to the owner"))
    Hand(teller).write("reason", "Det skjer hver dag.")
    Hand(teller).send()
    look(teller, "concern-sent-on")
    owner = sign_in(new_page("phone"), web, place.owner_adviser)
    assert owner.url == f"{web.url}/owner/"
    look(owner, "concern-owner")
    assert [ABOUT, WHAT] == [text for text in (ABOUT, WHAT) if text not in owner.content()]
