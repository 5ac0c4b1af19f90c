"""The page of one's private calendar, and where its events lead."""

import re

from django.utils import translation

from documents.models import Feed, FeedEvent
from measures.models import Measure
from tests.clock import TODAY
from tests.documents.feeds import fetch, turned_on
from tests.evaluations.scene import scene
from tests.factories.documents import FeedFactory

PAGE = "/calendar/"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/calendar/[\w-]{43}\.ics)")


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def link_in(response):
    return LINK.search(response.content.decode()).group(1)


def test_it_is_off_until_somebody_turns_it_on(fjellet, signed_in):
    page = text(signed_in(fjellet.teacher).get(PAGE))
    assert "Make a private link" in page
    assert "for example Microsoft or Google, reads what stands in it" in page
    assert "Turn off the calendar" not in page
    assert "calendar" in text(signed_in(fjellet.teacher).get("/account/"))


def test_the_link_is_shown_once_and_works(fjellet, signed_in, client):
    hand = signed_in(fjellet.teacher)
    shown = hand.post("/calendar/turn-on/")
    assert "shown only now" in text(shown)
    assert shown["Cache-Control"] == "no-store"
    link = link_in(shown)
    assert hand.get(link).status_code == 200
    page = hand.get(PAGE)
    assert not LINK.search(page.content.decode())
    assert "Last fetched by a calendar program" in text(page)
    assert "Not yet" not in text(page)
    assert link not in str(dict(hand.session))


def test_a_new_link_and_turning_off(fjellet, signed_in):
    hand = signed_in(fjellet.teacher)
    first = link_in(hand.post("/calendar/turn-on/"))
    second = link_in(hand.post("/calendar/renew/"))
    assert [hand.get(link).status_code for link in (first, second)] == [404, 200]
    response = hand.post("/calendar/turn-off/", follow=True)
    assert "The private calendar is off. Its link leads nowhere now." in text(response)
    assert hand.get(second).status_code == 404
    assert not Feed.objects.exists()


def test_pressed_too_late_the_page_says_what_to_do(fjellet, signed_in):
    hand = signed_in(fjellet.teacher)
    for path in ("/calendar/renew/", "/calendar/turn-off/"):
        response = hand.post(path, follow=True)
        assert "The private calendar is off. Turn it on to get a link." in text(response)
    FeedFactory(person=fjellet.teacher)
    response = hand.post("/calendar/turn-on/", follow=True)
    assert "is on already. Make a new link if it is lost." in text(response)


def test_each_has_an_own_one(fjellet, signed_in):
    FeedFactory(person=fjellet.principal)
    hand = signed_in(fjellet.teacher)
    assert "Make a private link" in text(hand.get(PAGE))
    hand.post("/calendar/renew/")
    hand.post("/calendar/turn-off/")
    assert Feed.objects.get().person == fjellet.principal


def test_the_buttons_take_a_post_alone(fjellet, signed_in):
    hand = signed_in(fjellet.teacher)
    for path in ("turn-on/", "renew/", "turn-off/"):
        assert hand.get(PAGE + path).status_code == 405


def test_an_event_leads_to_what_is_to_be_done(fjellet, signed_in, client):
    set_up = scene(fjellet)
    address = turned_on(fjellet.teacher)
    hand = signed_in(fjellet.teacher)
    (event,) = fetch(hand, address)
    path = event["URL"].removeprefix("http://127.0.0.1:8000")
    assert hand.get(path)["Location"] == f"/evaluations/{set_up.measure.pk}/"
    # Done meanwhile: the calendar program has not asked again yet.
    Measure.objects.update(state="stopped", evaluate_on=None, ends_on=TODAY, ended_reason="Nok.")
    assert hand.get(path)["Location"] == "/today/"
    assert signed_in(fjellet.principal).get(path).status_code == 404
    hand.logout()
    assert hand.get(path)["Location"] == f"/account/sign-in/?next={path}"
    assert FeedEvent.objects.count() == 1


def test_it_reads_alike_in_a_kindergarten_and_in_every_language(fjellet, signed_in):
    for language in ("nb", "nn"):
        hand = signed_in(fjellet.head)
        type(fjellet.head).objects.filter(pk=fjellet.head.pk).update(language=language)
        with translation.override(language):
            page = text(hand.get(PAGE)).lower()
        assert [word for word in ("elev", "skole", "klasse") if word in page] == []
