"""The next date that is filled in follows the answer: sooner when the pupil does not feel safe."""

from datetime import date, timedelta

import pytest

from evaluations.models import Evaluation
from tests.clock import TODAY
from tests.evaluations.scene import scene
from tests.evaluations.test_sitting import safe, several, taps, url_of
from tests.evaluations.test_views import address, posted, text
from tests.factories.cases import SafetyAnswerFactory

USUAL, SOON, OWN = date(2026, 12, 7), date(2026, 11, 30), date(2026, 12, 16)


def shown(client, set_up):
    return client.get(address(set_up.measure)).context["form"]


@pytest.mark.parametrize(
    ("value", "offered", "chosen", "becomes"),
    [
        ("4", USUAL, USUAL, USUAL),
        ("1", USUAL, USUAL, SOON),  # without JavaScript: the server decides
        ("1", SOON, SOON, SOON),  # the script has filled it in
        ("1", SOON, USUAL, USUAL),  # somebody has set the usual day again
        ("4", USUAL, SOON, SOON),
        ("1", USUAL, OWN, OWN),
    ],
)
def test_a_day_that_somebody_chose_stands_and_else_it_follows_the_answer(
    fjellet, signed_in, value, offered, chosen, becomes
):
    set_up, client = scene(fjellet), signed_in(fjellet.teacher)
    told = {"offered_on": offered.isoformat(), "next_on": chosen.strftime("%d.%m.%Y")}
    response = posted(client, set_up, safety=value, **told)
    assert Evaluation.objects.get().next_on == becomes
    is_told = "sooner than usual" in text(client.get(response["Location"]))
    assert is_told is (becomes == SOON and value == "1")


def test_the_page_says_it_beforehand(fjellet, signed_in):
    set_up, client = scene(fjellet), signed_in(fjellet.teacher)
    page = client.get(address(set_up.measure))
    assert "the next evaluation is Monday 30 November 2026, week 49 unless" in text(page)
    assert 'data-alarming="1 2"' in page.content.decode()


def test_a_fall_of_two_counts_from_the_pupils_own_last_answer(fjellet, signed_in):
    set_up = scene(fjellet)
    week = timedelta(days=7)
    SafetyAnswerFactory(involvement=set_up.pupil, day=TODAY - 2 * week, value=5)
    SafetyAnswerFactory(involvement=set_up.pupil, day=TODAY - week, value=1, answered_by="adult")
    assert shown(signed_in(fjellet.teacher), set_up).sheet.alarming == [1, 2, 3]


@pytest.mark.parametrize(("value", "day"), [(2, SOON), (4, USUAL)])
def test_what_was_answered_today_decides_the_day_that_is_filled_in(fjellet, signed_in, value, day):
    set_up, client = scene(fjellet), signed_in(fjellet.teacher)
    SafetyAnswerFactory(involvement=set_up.pupil, value=value)
    form = shown(client, set_up)
    assert (form["next_on"].value(), form.follows) == (day, "")
    posted(client, set_up, safety="", next_on=day.strftime("%d.%m.%Y"))
    assert Evaluation.objects.get().next_on == day


def test_in_a_sitting_each_measure_follows_the_answer_about_its_pupil(fjellet, signed_in):
    set_up, (first, second) = several(fjellet)
    client = signed_in(fjellet.teacher)
    page = client.get(url_of(set_up)).content.decode()
    assert page.count(f'data-follows="safe-{set_up.pupil.pk}-safety"') == 2
    client.post(url_of(set_up), safe(set_up, "1") | taps(first) | taps(second))
    assert set(Evaluation.objects.values_list("next_on", flat=True)) == {SOON}
