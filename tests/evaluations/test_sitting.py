"""All measures of a case in one sitting; the question shown to the pupil; a no is respected."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import SafetyAnswer
from evaluations.models import Evaluation
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.evaluations.test_views import TAPS, address, posted, text
from tests.factories.cases import (
    CaseAccessFactory,
    EntryFactory,
    InvolvementFactory,
    SafetyAnswerFactory,
)
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import MeasureFactory


def several(place, more=1, **given):
    set_up = scene(place)
    asked = {"running": True, "evaluate_on": TODAY, "responsible": place.teacher} | given
    others = [
        MeasureFactory(plan=set_up.measure.plan, title=f"Nummer {number}", **asked)
        for number in range(more)
    ]
    return set_up, [set_up.measure, *others]


def url_of(set_up):
    return reverse("evaluations:sitting", args=[set_up.case.pk])


def taps(measure, effect="partly", next="continue", due_on=TODAY):
    told = {"due_on": due_on.isoformat(), "effect": effect, "next": next}
    return {f"{measure.pk}-{name}": value for name, value in told.items()}


def safe(set_up, value="3"):
    return {f"safe-{set_up.pupil.pk}-safety": value}


def test_one_sitting_asks_once_how_safe_it_is_and_saves_all(fjellet, signed_in):
    set_up, measures = several(fjellet, 2)
    client = signed_in(fjellet.teacher)
    assert client.get(url_of(set_up)).content.count(b"How safe is the pupil now?") == 1
    sent = safe(set_up) | {name: v for one in measures for name, v in taps(one).items()}
    response = client.post(url_of(set_up), sent)
    assert (response.status_code, response["Location"]) == (302, "/today/")
    answer = SafetyAnswer.objects.get()
    assert set(Evaluation.objects.values_list("measure", "safety")) == {
        (one.pk, answer.pk) for one in measures
    }


def test_what_is_wrong_or_left_is_kept_and_the_rest_saved(fjellet, signed_in):
    set_up, (first, second, third) = several(fjellet, 2)
    sent = safe(set_up) | taps(first) | taps(second, effect="")
    sent[f"{second.pk}-note"] = "Gikk bra i dag."
    page = signed_in(fjellet.teacher).post(url_of(set_up), sent)
    assert Evaluation.objects.get().measure == first
    assert "1 evaluation is saved." in text(page)
    assert "Choose whether the measure has had effect." in text(page)
    assert "Gikk bra i dag." in text(page)
    assert third.title in text(page)
    assert first.title not in text(page)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Nothing is saved"),
        ({"effect": "yes", "next": "continue"}, "Choose how safe the pupil is"),
    ],
)
def test_nothing_is_saved_without_an_answer(fjellet, signed_in, sent, sentence):
    set_up, (first, _second) = several(fjellet)
    told = {f"{first.pk}-{name}": value for name, value in sent.items()}
    page = signed_in(fjellet.teacher).post(url_of(set_up), told)
    assert sentence in text(page)
    assert Evaluation.objects.count() == 0


def test_what_a_colleague_was_quicker_with_is_said(fjellet, signed_in):
    set_up, (first, second) = several(fjellet)
    EvaluationFactory(measure=first, due_on=TODAY, recorded_at=NOW, recorded_by=fjellet.principal)
    sent = safe(set_up) | taps(first) | taps(second)
    page = signed_in(fjellet.teacher).post(url_of(set_up), sent)
    assert "already been recorded by Anne Fjellet" in text(page)
    assert Evaluation.objects.count() == 2


def test_stopping_while_unsafe_is_asked_about_in_a_sitting_too(fjellet, signed_in):
    set_up, (first, _second) = several(fjellet)
    sent = safe(set_up, "1") | taps(first, next="stop")
    client = signed_in(fjellet.teacher)
    assert "Stop all the same?" in text(client.post(url_of(set_up), sent))
    client.post(url_of(set_up), sent | {f"{first.pk}-stop_anyway": "on"})
    assert Evaluation.objects.get().next == "stop"


def test_a_teacher_gets_only_his_own_and_a_leader_all(fjellet, signed_in):
    set_up, (_first, other) = several(fjellet, responsible=fjellet.other_teacher)
    assert other.title not in text(signed_in(fjellet.teacher).get(url_of(set_up)))
    assert other.title in text(signed_in(fjellet.principal).get(url_of(set_up)))
    CaseAccessFactory(case=set_up.case, person=fjellet.owner_adviser, kind="granted")
    assert signed_in(fjellet.owner_adviser).get(url_of(set_up)).status_code == 403
    assert signed_in(fjellet.other_principal).get(url_of(set_up)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_sitting_takes_as_many_queries_however_much_there_is(
    fjellet, signed_in, django_assert_num_queries, rows
):
    set_up, _measures = several(fjellet, rows)
    client = signed_in(fjellet.teacher)
    client.get(url_of(set_up))
    # The frame's seven; then the measures, the calendar, who is exposed, who each one is in earlier
    # rows, and their newest answers.
    with django_assert_num_queries(7 + 5):
        client.get(url_of(set_up))


def test_the_pupil_sees_one_question_and_the_adult_saves_the_answer(fjellet, signed_in):
    set_up = scene(fjellet)
    SafetyAnswerFactory(involvement=set_up.pupil, value=5, day=TODAY - timedelta(days=7))
    client = signed_in(fjellet.teacher)
    page = reverse("evaluations:ask_pupil", args=[set_up.measure.pk])
    shown = text(client.get(page))
    assert "How is it at school now?" in shown
    assert not any(word in shown for word in ("Nilsen", "Trygg voksen", "Fjellet", "My day"))
    assert "Give it back to the adult" in text(client.post(page, {"said": "2"}))
    assert SafetyAnswer.objects.count() == 1
    form = client.get(address(set_up.measure)).content.decode()
    assert 'value="2" ' in form.split("checked")[0][-160:]
    posted(client, set_up, safety="2")
    assert SafetyAnswer.objects.get(day=TODAY).value == 2
    assert client.get(page).status_code == 302


def test_a_no_is_respected_until_the_trusted_adult_has_talked_with_the_pupil(fjellet, signed_in):
    set_up = scene(fjellet)
    SafetyAnswerFactory(
        involvement=set_up.pupil, value=None, missing="declined", day=TODAY - timedelta(days=7)
    )
    client = signed_in(fjellet.teacher)
    for url in (address(set_up.measure), url_of(set_up)):
        page = client.get(url)
        assert b'value="not_asked"' not in page.content
    assert "did not want to answer" in text(client.get(address(set_up.measure)))
    set_up.pupil.trusted_adults.update(talked_on=TODAY - timedelta(days=1))
    assert b'name="safety"' in client.get(address(set_up.measure)).content
    set_up.pupil.trusted_adults.update(talked_on=None)
    client.post(address(set_up.measure), {k: v for k, v in TAPS.items() if k != "safety"})
    assert Evaluation.objects.get().safety is None


def test_a_talk_that_should_have_been_held_is_said_to_be_overdue(fjellet, signed_in):
    set_up = scene(fjellet)
    day = TODAY - timedelta(days=7)
    SafetyAnswerFactory(involvement=set_up.pupil, value=None, missing="declined", day=day)
    set_up.pupil.trusted_adults.update(talk_on=day)
    client = signed_in(fjellet.teacher)
    for url in (address(set_up.measure), url_of(set_up)):
        shown = text(client.get(url))
        assert "is overdue since Monday 16 November 2026, week 47" in shown
        assert "We do not ask again before" not in shown


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_a_talk_of_the_same_day_counts_when_it_came_after_the_no(fjellet, signed_in, hours):
    set_up = scene(fjellet)
    SafetyAnswerFactory(involvement=set_up.pupil, value=None, missing="declined", recorded_at=NOW)
    set_up.pupil.trusted_adults.update(talked_on=TODAY)
    EntryFactory(
        case=set_up.case, kind="talk", about=set_up.pupil, written_at=NOW + timedelta(hours=hours)
    )
    page = signed_in(fjellet.teacher).get(address(set_up.measure))
    assert (b'name="safety"' in page.content) is (hours == 1)


def test_a_child_who_was_named_today_is_asked_once(fjellet, signed_in):
    set_up = scene(fjellet)
    before = InvolvementFactory(
        case=set_up.case, pupil=None, described="en elev på 5.", ends_on=TODAY
    )
    type(before).objects.filter(pk=set_up.pupil.pk).update(continues=before)
    SafetyAnswerFactory(involvement=before, value=2)
    client = signed_in(fjellet.teacher)
    for url in (address(set_up.measure), url_of(set_up)):
        assert b'value="not_asked"' not in client.get(url).content
