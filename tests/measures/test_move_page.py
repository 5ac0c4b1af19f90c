"""The page that offers where a measure can be moved: what each button says, it does."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from measures.models import Measure
from tests.clock import TODAY
from tests.measures.pages import at, page_of, text
from tests.measures.scene import (
    WEEK_48,
    WEEK_49,
    WEEK_50,
    chain,
    comes_after,
    measure_in,
    plan_at,
)

# Frame, with the savepoint of the read log: 7; where the one who signs in works: 1; the measure,
# the measures of the plan, their order, and the calendar (two): 5.
QUERIES = 12


def offers(page):
    """What each button says, and what it sends."""
    found = re.findall(r'<button[^>]* name="place" value="([^"]+)"[^>]*>(.*?)</button>', page, re.S)
    said = {
        " ".join(re.sub(r"<[^>]+>", " ", unescape(words)).split()): value for value, words in found
    }
    assert len(said) == len(found)
    return said


def seen(page):
    return re.search(r'name="seen" value="([^"]+)"', page)[1]


def press(client, measure, beginning):
    page = client.get(at("move", measure)).content.decode()
    (value,) = (value for said, value in offers(page).items() if said.startswith(beginning))
    sent = {"place": value, "seen": seen(page)}
    return client.post(at("move", measure), sent, follow=True)


def dates(*measures):
    for measure in measures:
        measure.refresh_from_db()
    return [(measure.starts_on, measure.ends_on) for measure in measures]


@pytest.fixture
def three(fjellet, calendar):
    """A, then B, then C."""
    return chain(plan_at(fjellet), fjellet)


def test_each_button_says_what_happens(fjellet, signed_in, three):
    a, b, _c = three
    alone = measure_in(a.plan, fjellet, title="Alene", **WEEK_48)
    page = signed_in(fjellet.principal).get(at("move", a)).content.decode()
    said = list(offers(page))
    assert said == [
        "After “Alene” Starts Monday 30 November 2026, week 49. "
        "2 other measures move 5 school days later.",
        "1 week later Starts Monday 30 November 2026, week 49. "
        "2 other measures move 5 school days later.",
        "2 weeks later Starts Monday 7 December 2026, week 50. "
        "2 other measures move 10 school days later.",
        "4 weeks later Starts Monday 4 January 2027, week 1. "
        "2 other measures move 19 school days later.",
    ]
    page = signed_in(fjellet.principal).get(at("move", alone)).content.decode()
    assert [one.partition(" Starts")[0] for one in offers(page)] == [
        "After “A”", "After “B”",
        "At the same time as “B”", "At the same time as “C”",
        "1 week later", "2 weeks later",
        "After “C”", "4 weeks later",
    ]  # fmt: skip


def test_the_nearest_places_stand_first_and_the_rest_last(fjellet, signed_in, three):
    a = three[0]
    new = measure_in(a.plan, fjellet, title="Ny", **WEEK_48)
    page = signed_in(fjellet.principal).get(at("move", new)).content.decode()
    said = [
        [one.partition(" Starts")[0] for one in offers(group)]
        for group in page.split("<section aria-labelledby")[1:]
    ]
    assert said == [
        ["After “A”", "After “B”"],
        ["At the same time as “B”", "At the same time as “C”"],
        ["1 week later", "2 weeks later"],
        ["After “C”", "4 weeks later"],
    ]
    assert "<details" not in page[page.index("After “A”") : page.index("4 weeks later")]


def test_a_press_does_what_the_button_says_and_the_page_says_it_again(fjellet, signed_in, three):
    a, b, c = three
    page = press(signed_in(fjellet.principal), a, "1 week later")
    assert dates(a, b) == [
        (date(2026, 11, 30), date(2026, 12, 4)),
        (date(2026, 12, 7), date(2026, 12, 14)),
    ]
    said = "“A” starts Monday 30 November 2026, week 49. 2 other measures move 5 school days later."
    assert said in text(page)
    assert page.redirect_chain[-1][0].endswith(f"#measure-{a.pk}")


def test_beside_another_it_comes_after_the_same(fjellet, signed_in, three):
    a, b, c = three
    new = measure_in(a.plan, fjellet, title="Ny", **WEEK_48)
    client = signed_in(fjellet.principal)
    press(client, new, "At the same time as “B”")
    assert (dates(new)[0], list(new.after.all())) == (tuple(WEEK_49.values()), [a])
    press(client, new, "After “C”")
    assert (dates(new)[0][0], list(new.after.all())) == (date(2026, 12, 14), [c])


def test_some_weeks_earlier_are_offered_as_far_as_what_is_before_it_allows(
    fjellet, signed_in, calendar
):
    plan = plan_at(fjellet)
    before = measure_in(plan, fjellet, title="Først", **WEEK_48)
    late = {"starts_on": date(2027, 1, 11), "ends_on": date(2027, 1, 15)}
    follower = measure_in(plan, fjellet, title="Så", **late)
    comes_after(follower, before)
    client = signed_in(fjellet.principal)
    said = offers(client.get(at("move", follower)).content.decode())
    earlier = [one for one in said if "earlier Starts" in one]
    # School is closed from 21 December to 1 January; four open weeks earlier is week 49.
    assert earlier == [
        "1 week earlier Starts Monday 4 January 2027, week 1.",
        "2 weeks earlier Starts Monday 14 December 2026, week 51.",
        "4 weeks earlier Starts Monday 30 November 2026, week 49.",
    ]
    press(client, follower, "4 weeks earlier")
    assert (dates(follower), list(follower.after.all())) == ([tuple(WEEK_49.values())], [before])
    shown = offers(client.get(at("move", follower)).content.decode())
    assert not [one for one in shown if "earlier Starts" in one]


def test_nothing_can_be_put_after_what_comes_after_it(fjellet, signed_in, three):
    page = signed_in(fjellet.principal).get(at("move", three[0])).content.decode()
    assert not [one for one in offers(page) if "“B”" in one or "“C”" in one]


def test_what_has_no_end_can_be_given_one(fjellet, signed_in, three):
    endless = measure_in(three[0].plan, fjellet, title="Trygg voksen")
    page = signed_in(fjellet.principal).get(at("move", three[0])).content.decode()
    assert f'href="{at("change", endless)}#id_ends_on"' in page
    assert "Give “Trygg voksen” an end" in text(
        signed_in(fjellet.principal).get(at("move", three[0]))
    )


def test_a_day_is_tried_before_anything_is_moved(fjellet, signed_in, three):
    _a, b, c = three
    client = signed_in(fjellet.principal)
    shown = client.post(at("move", b), {"on": "uke 50"}, follow=True)
    # Friday of week 50 is a planning day.
    said = "Starts Monday 14 December 2026, week 51. 1 other measure moves 9 school days later."
    assert f"Move it here {said}" in list(offers(shown.content.decode()))
    assert dates(b) == [tuple(WEEK_49.values())]
    earlier = client.post(at("move", b), {"on": "24.11.2026"}, follow=True)
    (found,) = (one for one in offers(earlier.content.decode()) if one.startswith("Move it here"))
    assert "It no longer comes after “A”." in found
    press_here = {
        "place": offers(earlier.content.decode())[found],
        "seen": seen(earlier.content.decode()),
    }
    client.post(at("move", b), press_here)
    assert (dates(b, c)[0][0], list(b.after.all())) == (date(2026, 11, 24), [])


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Write a date, for example 25.11.2026."),
        ("22.11.2026", "A measure cannot be moved to the past."),
        ("1.1.2099", "Choose dates from"),
        ("i morgen", "We do not understand this date."),
    ],
)
def test_a_day_that_cannot_be_is_said(fjellet, signed_in, three, day, sentence):
    page = signed_in(fjellet.principal).post(at("move", three[0]), {"on": day})
    assert sentence in text(page)


@pytest.mark.parametrize(
    "place", ["", "x", "2026-13-01", "2026-12-01 x", "0001-01-01", "9999-12-31"]
)
def test_a_place_that_cannot_be_moves_nothing(fjellet, signed_in, three, place):
    page = signed_in(fjellet.principal).post(at("move", three[0]), {"place": place})
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert dates(three[0]) == [tuple(WEEK_48.values())]


def test_two_who_move_at_once_are_told(fjellet, signed_in, three):
    a, b, _c = three
    client = signed_in(fjellet.principal)
    page = client.get(at("move", b)).content.decode()
    press(client, a, "1 week later")
    sent = {"place": list(offers(page).values())[0], "seen": seen(page)}
    assert "The plan has changed since you looked." in text(client.post(at("move", b), sent))


@pytest.mark.parametrize("asked", ["?on=x", "?on=2026-11-01", "?on=9999-12-31", "?on="])
def test_what_stands_behind_the_address_may_be_anything(fjellet, signed_in, three, asked):
    assert signed_in(fjellet.principal).get(at("move", three[0]) + asked).status_code == 200


def test_what_has_started_is_not_moved(fjellet, signed_in, three):
    running = measure_in(three[0].plan, fjellet, running=True, **WEEK_48)
    client = signed_in(fjellet.principal)
    assert at("move", running) not in client.get(page_of(running.plan)).content.decode()
    page = client.get(at("move", running), follow=True)
    assert "Only measures that have not started are moved." in text(page)


def test_a_hundred_measures_are_offered_in_as_many_queries_as_three(
    fjellet, signed_in, three, django_assert_num_queries
):
    client = signed_in(fjellet.principal)
    client.get(at("move", three[0]))  # the first one writes the session
    with django_assert_num_queries(QUERIES):
        client.get(at("move", three[0]))
    for number in range(97):
        measure_in(three[0].plan, fjellet, title=f"Nr. {number:02d}", **WEEK_50)
    with django_assert_num_queries(QUERIES):
        page = client.get(at("move", three[0]))
    assert len(offers(page.content.decode())) == 97 * 2 + 3


# ---------------------------------------------------------------- questions on the plan
def test_the_plan_asks_until_somebody_has_answered(fjellet, signed_in, three):
    a, b, _c = three
    Measure.objects.filter(pk=b.pk).update(questioned_on=TODAY, questioned_for=a)
    client = signed_in(fjellet.principal)
    page = client.get(page_of(a.plan))
    assert "“A” is adjusted or replaced. Shall “B” still start in week 49?" in text(page)
    for name in ("answer", "move", "stop"):
        assert f'"{at(name, b)}"' in page.content.decode()
    answered = client.post(at("answer", b), follow=True)
    assert "“B” starts all the same." in text(answered)
    assert "Shall “B” still start" not in text(answered)


def test_the_question_waits_on_my_day_of_those_who_lead_the_case(fjellet, signed_in, three):
    a, b, _c = three
    Measure.objects.filter(pk=b.pk).update(questioned_on=TODAY, questioned_for=a)
    today = reverse("overview:today")
    assert "Decide whether this still starts" in text(signed_in(fjellet.principal).get(today))
    assert "Decide whether" not in text(signed_in(fjellet.teacher).get(today))


def test_a_card_leads_to_what_its_measure_can_do(fjellet, signed_in, three):
    endless = measure_in(three[0].plan, fjellet, title="Trygg voksen")
    comes_after(measure_in(three[0].plan, fjellet, title="Sist", **WEEK_50), three[0])
    page = signed_in(fjellet.principal).get(page_of(three[0].plan)).content.decode()
    assert f'href="{at("move", three[0])}"' in page
    assert f'href="{at("change", endless)}#id_ends_on"' in page
