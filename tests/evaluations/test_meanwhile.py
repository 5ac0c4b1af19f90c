"""Somebody else was first: the child's answer counts all the same, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Case, SafetyAnswer
from evaluations.models import Evaluation
from tests.clock import TODAY
from tests.evaluations.scene import scene
from tests.evaluations.test_sitting import safe, several, taps, url_of
from tests.evaluations.test_views import TAPS, address, posted, text
from tests.factories.cases import SafetyAnswerFactory
from tests.factories.evaluations import EvaluationFactory, SharedEvaluationFactory
from tests.factories.measures import MeasureFactory, SharedMeasureFactory
from tests.factories.organisations import AbsenceFactory

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize("by", ["pupil", "adult"])
def test_a_lower_answer_counts_though_a_colleague_wrote_another_meanwhile(fjellet, signed_in, by):
    set_up = scene(fjellet)
    client = signed_in(fjellet.teacher)
    assert client.get(address(set_up.measure)).context["form"]["safety"]
    SafetyAnswerFactory(involvement=set_up.pupil, value=5, answered_by=by)
    assert posted(client, set_up, safety="1").status_code == 302
    assert Evaluation.objects.get().safety.value == 1
    assert Case.objects.get().unsafe_since == TODAY


def test_another_answer_that_does_not_count_is_said_and_the_text_kept(fjellet, signed_in):
    set_up = scene(fjellet)
    client = signed_in(fjellet.teacher)
    SafetyAnswerFactory(involvement=set_up.pupil, value=2)
    page = posted(client, set_up, safety="5", note="Gikk bra i dag.")
    assert "The pupil has answered that day already: 2 Unsafe." in text(page)
    assert "Answered today: 2 Unsafe" in text(page)
    assert "Gikk bra i dag." in text(page)
    assert "safety" not in page.context["form"].fields
    again = {key: value for key, value in TAPS.items() if key != "safety"}
    assert client.post(address(set_up.measure), again).status_code == 302
    assert Evaluation.objects.get().safety.value == 2


def test_what_the_pupil_tapped_is_kept_though_a_colleague_was_first(fjellet, signed_in):
    set_up = scene(fjellet)
    client = signed_in(fjellet.teacher)
    SafetyAnswerFactory(involvement=set_up.pupil, value=5)
    client.post(reverse("evaluations:ask_pupil", args=[set_up.measure.pk]), {"said": "1"})
    assert client.get(address(set_up.measure)).context["form"]["safety"].value() == "1"


def test_in_a_sitting_a_lower_answer_counts_too(fjellet, signed_in):
    set_up, measures = several(fjellet)
    SafetyAnswerFactory(involvement=set_up.pupil, value=5)
    sent = safe(set_up, "1") | {name: v for one in measures for name, v in taps(one).items()}
    assert signed_in(fjellet.teacher).post(url_of(set_up), sent).status_code == 302
    assert list(Evaluation.objects.values_list("safety__value", flat=True)) == [1, 1]


def test_in_a_sitting_what_does_not_count_is_said_and_not_asked_again(fjellet, signed_in):
    set_up, measures = several(fjellet)
    SafetyAnswerFactory(involvement=set_up.pupil, value=2)
    client = signed_in(fjellet.teacher)
    told = {name: v for one in measures for name, v in taps(one).items()}
    page = client.post(url_of(set_up), safe(set_up, "5") | told)
    assert "The pupil has answered that day already: 2 Unsafe." in text(page)
    assert "How safe is the pupil now?" not in text(page)
    assert Evaluation.objects.filter(safety__value=2).count() == 1
    [left] = page.context["sitting"].left
    assert client.post(url_of(set_up), taps(left.sheet.measure)).status_code == 302
    assert Evaluation.objects.filter(safety__value=2).count() == 2


def test_what_was_typed_stands_when_a_colleague_recorded_it_first(fjellet, signed_in):
    set_up = scene(fjellet, deputy=fjellet.other_teacher)
    posted(signed_in(fjellet.teacher), set_up)
    page = posted(signed_in(fjellet.other_teacher), set_up, note="Lang merknad.", safety="2")
    assert "What you wrote (not saved)" in text(page)
    assert "Lang merknad." in text(page)
    assert "How safe is the pupil now? Unsafe" in text(page)
    ended = address(set_up.measure)
    type(set_up.measure).objects.update(state="finished", evaluate_on=None, ends_on=TODAY)
    page = signed_in(fjellet.other_teacher).post(ended, TAPS | {"note": "Enda en."})
    assert "Enda en." in text(page)
    assert "What you wrote" not in text(signed_in(fjellet.teacher).get(ended))


def test_what_was_typed_of_a_shared_measure_stands_too(fjellet, signed_in):
    shared = SharedMeasureFactory(
        unit=fjellet.school, running=True, evaluate_on=TODAY, responsible=fjellet.teacher
    )
    SharedEvaluationFactory(shared=shared, due_on=TODAY, recorded_by=fjellet.principal)
    url = reverse("evaluations:record_shared", args=[shared.pk])
    told = {"due_on": TODAY.isoformat(), "effect": "yes", "next": "continue", "note": "Fint nå."}
    page = signed_in(fjellet.teacher).post(url, told)
    assert "What you wrote (not saved)" in text(page)
    assert "Fint nå." in text(page)


@pytest.mark.parametrize("page", ["sitting", "meeting"])
@pytest.mark.parametrize("more", [0, 1])
def test_in_a_sitting_what_was_typed_of_a_measure_that_waits_no_more_stands(
    fjellet, signed_in, page, more
):
    set_up, (first, *_rest) = several(fjellet, more)
    later = TODAY + timedelta(days=14)
    type(first).objects.filter(pk=first.pk).update(evaluate_on=later)
    url = reverse(f"evaluations:{page}", args=[set_up.case.pk])
    sent = taps(first) | safe(set_up, "2") | {f"{first.pk}-note": "Lang merknad.", "minutes": "1"}
    shown = signed_in(fjellet.principal).post(url, sent)
    assert shown.status_code == 200
    assert "What you wrote (not saved)" in text(shown)
    assert "Lang merknad." in text(shown)
    assert SafetyAnswer.objects.count() == 0
    # Somebody who is still asked about keeps the answer in the form.
    assert ("How safe is the pupil now? Unsafe" in text(shown)) is (more == 0)


def test_the_next_one_that_waits_is_also_that_of_somebody_one_stands_in_for(fjellet, signed_in):
    set_up = scene(fjellet, responsible=fjellet.other_teacher)
    waits = MeasureFactory(
        plan=set_up.measure.plan, title="Nummer to", running=True, evaluate_on=TODAY,
        responsible=fjellet.other_teacher,
    )  # fmt: skip
    AbsenceFactory(
        person=fjellet.other_teacher, organisation=fjellet.school, substitute=fjellet.teacher,
        starts_on=TODAY, ends_on=None,
    )  # fmt: skip
    answer = posted(signed_in(fjellet.teacher), set_up)
    assert answer["Location"] == address(waits)


def test_what_the_pupil_tapped_is_thrown_away_once_the_sitting_is_saved(fjellet, signed_in):
    set_up, measures = several(fjellet)
    client = signed_in(fjellet.teacher)
    client.post(reverse("evaluations:ask_pupil", args=[set_up.measure.pk]), {"said": "1"})
    client.post(url_of(set_up), safe(set_up, "1") | taps(measures[1]))
    assert "evaluations.said" not in client.session


def test_before_the_measure_has_begun_it_says_so_and_keeps_what_was_typed(fjellet, signed_in):
    set_up = scene(fjellet, running=False, evaluate_on=None, starts_on=TODAY + timedelta(days=7))
    page = posted(signed_in(fjellet.teacher), set_up, note="Vi begynte litt før.")
    assert page.status_code == 200
    assert "This measure is not running. There is nothing to evaluate now." in text(page)
    assert "Vi begynte litt før." in text(page)
    assert Evaluation.objects.count() == SafetyAnswer.objects.count() == 0


@pytest.mark.parametrize("shared", [False, True])
def test_stopped_meanwhile_it_is_not_said_that_somebody_has_answered(fjellet, signed_in, shared):
    """An evaluation of last week is none of today's."""
    before = {"due_on": TODAY - timedelta(days=7), "recorded_by": fjellet.principal}
    if shared:
        measure = SharedMeasureFactory(
            unit=fjellet.school, state="stopped", responsible=fjellet.teacher
        )
        SharedEvaluationFactory(shared=measure, **before)
        url = reverse("evaluations:record_shared", args=[measure.pk])
    else:
        measure = scene(fjellet, running=False, state="stopped", evaluate_on=None).measure
        EvaluationFactory(measure=measure, **before)
        url = address(measure)
    client = signed_in(fjellet.teacher)
    page = client.post(url, TAPS | {"note": "Gikk bra."})
    assert "already been recorded by" not in text(page)
    assert "This measure is not running." in text(page)
    assert "Gikk bra." in text(page)
    assert "already been recorded by" in text(client.get(url))
