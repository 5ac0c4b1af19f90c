"""Goals G7 and G8: at PPT one alert is acknowledged and given to somebody in three clicks, and ten
are acknowledged in four; on a computer, a phone, and without scripts. The seconds are printed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Person
from cases.models import PptAlert
from organisations.roles import Role
from tests.browser.hand import Hand
from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.factories.cases import PptAlertFactory
from tests.factories.organisations import member

ONE, TEN = 3, 4
WAYS = {
    "computer": ("desktop", {}),
    "phone": ("phone", {"has_touch": True}),
    "without scripts": ("desktop", {"java_script_enabled": False}),
}
# No bar lies across the page, and every press has room for a thumb.
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('main button, main a.ds-button')]
    .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 44)
    .map(one => one.innerText)"""


@pytest.fixture
def school(transactional_db, day):
    return School(day)


@pytest.fixture
def enter(school, programs, new_page):
    web, place = programs.web(), school.place
    for number in range(12):
        PptAlertFactory(
            unit=place.school, office=place.office, stage="5-7", kinds=["words"],
            created_at=timezone.now() - timedelta(days=number),
            answer_by=school.today + timedelta(days=5 - number), week=school.today,
        )  # fmt: skip

    def signed_in(way):
        size, options = WAYS[way]
        page = sign_in(new_page(size, **options), web, place.ppt_adviser)
        page.web = web
        return page

    return signed_in


def first(page):
    return page.locator("main .card").first


def has(**what):
    return PptAlert.objects.filter(**what).count()


@pytest.mark.parametrize("way", WAYS)
def test_one_is_acknowledged_and_given_to_oneself(way, school, enter):
    page = enter(way)
    hand = Hand(page)
    assert page.url.endswith("/ppt/")  # where PPT begins the day
    hand.press(first(page).get_by_role("button", name="Give it to me"))
    hand.tell(f"an alert acknowledged and taken, {way}")
    assert has(state="assigned", assigned_to=school.place.ppt_adviser) == 1
    assert hand.clicks <= ONE
    if way == "phone":
        assert not page.evaluate(WIDER)
        assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("way", WAYS)
def test_one_is_given_to_a_colleague(way, school, enter):
    hanne = member(Role.PPT_ADVISER, school.place.office, name="Hanne Holm")
    Person.objects.update(language="en")
    page = enter(way)
    hand = Hand(page)
    page.locator("main .card [type=checkbox]").first.check()
    hand.clicks += 1
    hand.select("to", "Hanne Holm")
    hand.press(page.get_by_role("button", name="Give", exact=True))
    hand.tell(f"an alert acknowledged and given to a colleague, {way}")
    assert has(state="assigned", assigned_to=hanne, received_by=school.place.ppt_adviser) == 1
    assert hand.clicks <= ONE


@pytest.mark.parametrize("way", WAYS)
def test_ten_are_acknowledged(way, school, enter):
    page = enter(way)
    # A colleague has taken two while the page stood open: ten are new.
    known = PptAlert.objects.order_by("created_at").values("pk")[:2]
    for alert in PptAlert.objects.filter(pk__in=known):
        alert.state, alert.received_at = "received", timezone.now()
        alert.received_by = school.place.ppt_leader
        alert.save()
    hand = Hand(page)
    hand.press(page.get_by_role("link", name="New ("))
    hand.press(page.get_by_role("button", name="Acknowledge all 10 new ones shown here"))
    hand.tell(f"ten alerts acknowledged, {way}")
    assert (has(state="received"), has(state="new")) == (12, 0)
    assert has(received_by=school.place.ppt_adviser) == 10
    assert hand.clicks <= TEN
    assert "10 alerts are acknowledged." in page.inner_text("main")


def test_enter_on_a_box_does_nothing_to_what_is_not_chosen(school, enter):
    page = enter("computer")
    page.locator("main .card [type=checkbox]").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Choose at least one alert." in page.inner_text("main")
    assert has(state="new") == PptAlert.objects.count()
