"""The page for one evaluation: three taps, the guards, what is shown to whom."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import Reading
from cases.models import SafetyAnswer
from evaluations.models import Evaluation
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import CaseAccessFactory, InvolvementFactory, SafetyAnswerFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import MeasureFactory

TAPS = {"due_on": "2026-11-23", "safety": "3", "effect": "partly", "next": "continue"}


def address(measure):
    return reverse("evaluations:record", args=[measure.pk])


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def posted(client, set_up, **taps):
    return client.post(address(set_up.measure), TAPS | taps)


def test_the_form_asks_three_things_with_why_and_the_next_date(fjellet, signed_in):
    set_up = scene(fjellet)
    page = signed_in(fjellet.teacher).get(address(set_up.measure))
    assert page.status_code == 200
    assert page.content.count(b"<fieldset") == 3
    assert set_up.measure.why in text(page)
    assert "Sárá Nilsen" in text(page)
    assert "Monday 7 December 2026, week 50" in text(page)
    assert b"Tryggspor</title>" in page.content
    title = re.search(rb"<title>(.*?)</title>", page.content)[1].decode()
    assert "Sárá" not in title
    assert "Trygg voksen" not in title


def test_a_kindergarten_asks_about_the_child(fjellet, signed_in):
    set_up = scene(fjellet)
    type(set_up.case).objects.update(unit=fjellet.kindergarten)
    page = signed_in(fjellet.teacher).get(address(set_up.measure))
    assert "How safe is the child now?" in text(page)
    assert "How do you know?" in text(page)


@pytest.mark.parametrize(
    ("unit", "typed", "by"),
    [
        ("school", "", "pupil"),
        ("kindergarten", "", "adult"),  # seen, unless somebody says otherwise
        ("kindergarten", "guardian", "guardian"),
        ("kindergarten", "pupil", "pupil"),
    ],
)
def test_whose_voice_it_is_follows_the_unit(fjellet, signed_in, unit, typed, by):
    set_up = scene(fjellet)
    type(set_up.case).objects.update(unit=getattr(fjellet, unit))
    client = signed_in(fjellet.teacher)
    shown = client.get(address(set_up.measure)).content.decode()
    first = "pupil" if unit == "school" else "adult"
    assert f'<option value="{first}" selected>' in shown
    posted(client, set_up, answered_by=typed)
    assert SafetyAnswer.objects.get().answered_by == by


def test_three_taps_and_save_are_an_evaluation(fjellet, signed_in):
    set_up = scene(fjellet)
    response = posted(signed_in(fjellet.teacher), set_up)
    assert (response.status_code, response["Location"]) == (302, "/today/")
    evaluation = Evaluation.objects.get()
    assert (evaluation.effect, evaluation.next, evaluation.next_on) == (
        "partly",
        "continue",
        date(2026, 12, 7),
    )
    answer = SafetyAnswer.objects.get()
    assert (answer.value, answer.answered_by, answer.recorded_by) == (3, "pupil", fjellet.teacher)


def test_the_next_that_waits_opens_after_saving(fjellet, signed_in):
    set_up = scene(fjellet)
    following = MeasureFactory(
        plan=set_up.measure.plan,
        running=True,
        responsible=fjellet.teacher,
        evaluate_on=TODAY - timedelta(days=1),
    )
    response = posted(signed_in(fjellet.teacher), set_up)
    assert response["Location"] == address(following)
    page = signed_in(fjellet.teacher).get(response["Location"])
    assert "Answered today: 3" in text(page)
    assert page.content.count(b"<fieldset") == 2


@pytest.mark.parametrize(
    ("answer", "leads_to"),
    [("adjust", "/measures/"), ("replace", "/replace/"), ("stop", "/today/")],
)
def test_one_who_may_plan_is_led_to_what_comes_next(fjellet, signed_in, answer, leads_to):
    set_up = scene(fjellet)
    response = posted(signed_in(fjellet.principal), set_up, next=answer)
    assert leads_to in response["Location"]


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("safety", "Choose how safe the pupil is, or “Not asked yet”."),
        ("effect", "Choose whether the measure has had effect."),
        ("next", "Choose what you do next."),
    ],
)
def test_a_tap_that_is_missing_is_asked_for(fjellet, signed_in, missing, sentence):
    set_up = scene(fjellet)
    page = posted(signed_in(fjellet.teacher), set_up, **{missing: ""})
    assert page.status_code == 200
    assert sentence in text(page)
    assert page.content.count(b"checked") == 2
    assert Evaluation.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.02.2027", "We do not understand this date"),
        ("24.11.2029", "Choose a day within a year."),
        ("1.1.9999", "Choose a day within a year."),
    ],
)
def test_a_wrong_next_date_is_explained(fjellet, signed_in, typed, sentence):
    set_up = scene(fjellet)
    page = posted(signed_in(fjellet.teacher), set_up, next_on=typed)
    assert sentence in text(page)
    assert Evaluation.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "junk"),
    [
        ("due_on", "x"),
        ("safety", "9"),
        ("effect", "\x00"),
        ("next", "stopp"),
        ("answered_by", "mor"),
        ("note", "a" * 10**6),
        ("note", "a\u202eb"),
    ],
)
def test_bad_input_never_breaks_the_page(fjellet, signed_in, field, junk):
    set_up = scene(fjellet)
    page = posted(signed_in(fjellet.teacher), set_up, **{field: junk})
    assert page.status_code == 200
    assert Evaluation.objects.count() == 0


def test_a_day_that_is_not_open_becomes_the_next_one_and_is_said(fjellet, signed_in):
    set_up = scene(fjellet)
    client = signed_in(fjellet.teacher)
    posted(client, set_up, next_on="29.11.2026")
    assert Evaluation.objects.get().next_on == date(2026, 11, 30)
    assert "is not an open day ahead" in text(client.get("/today/"))


def test_stopping_while_the_pupil_is_unsafe_is_asked_about_once(fjellet, signed_in):
    set_up = scene(fjellet)
    client = signed_in(fjellet.teacher)
    asked = posted(client, set_up, safety="2", next="stop")
    assert "The school should normally go on. Stop all the same?" in text(asked)
    assert b'name="stop_anyway"' in asked.content
    assert Evaluation.objects.count() == 0
    posted(client, set_up, safety="2", next="stop", stop_anyway="on")
    assert Evaluation.objects.get().next == "stop"


def test_the_answer_of_the_day_is_asked_about_too_when_stopping(fjellet, signed_in):
    set_up = scene(fjellet)
    SafetyAnswerFactory(involvement=set_up.pupil, value=1)
    asked = posted(signed_in(fjellet.teacher), set_up, safety="", next="stop")
    assert "Stop all the same?" in text(asked)


def test_not_asked_and_not_wanting_to_answer_are_answers(fjellet, signed_in):
    for missing in ("not_asked", "declined"):
        set_up = scene(fjellet)
        posted(signed_in(fjellet.teacher), set_up, safety=missing)
        assert Evaluation.objects.get(measure=set_up.measure).safety.missing == missing


def test_sent_twice_it_is_recorded_once_and_shown(fjellet, signed_in):
    set_up = scene(fjellet)
    client = signed_in(fjellet.teacher)
    assert posted(client, set_up).status_code == 302
    again = posted(client, set_up, effect="no")
    assert again.status_code == 200
    assert "You have already recorded this evaluation" in text(again)
    title = re.search("<title>(.*?)</title>", again.content.decode())[1]
    assert title == f"The evaluation is recorded, {set_up.case.reference} – Tryggspor"
    assert Evaluation.objects.get().effect == "partly"


def test_what_a_colleague_has_recorded_is_shown_with_the_name(fjellet, signed_in):
    set_up = scene(fjellet, deputy=fjellet.other_teacher)
    posted(signed_in(fjellet.teacher), set_up, next="stop")
    page = posted(signed_in(fjellet.other_teacher), set_up)
    assert "has already been recorded by Bjørn Fjellet" in text(page)
    assert Evaluation.objects.count() == 1


def test_a_date_moved_while_one_wrote_is_shown_again_and_can_be_saved(fjellet, signed_in):
    set_up = scene(fjellet, evaluate_on=date(2026, 11, 24))
    client = signed_in(fjellet.teacher)
    page = posted(client, set_up)
    assert "was moved while you wrote" in text(page)
    assert 'name="due_on" value="2026-11-24"' in page.content.decode()
    assert posted(client, set_up, due_on="2026-11-24").status_code == 302


def test_a_measure_that_does_not_run_says_so(fjellet, signed_in):
    set_up = scene(fjellet, running=False, state="planned", evaluate_on=None)
    page = signed_in(fjellet.teacher).get(address(set_up.measure))
    assert "There is nothing to evaluate now." in text(page)


@pytest.mark.parametrize(("pupils", "asked"), [(1, True), (2, False)])
def test_a_plan_for_a_group_asks_about_the_only_one_exposed(fjellet, signed_in, pupils, asked):
    set_up = scene(fjellet, about=False)
    for _more in range(pupils - 1):
        InvolvementFactory(case=set_up.case)
    page = signed_in(fjellet.teacher).get(address(set_up.measure))
    assert (b'name="safety"' in page.content) is asked


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("teacher", 200),
        ("principal", 200),
        ("deputy", 200),
        ("case_worker", 200),
        ("other_teacher", 404),
        ("school_administrator", 404),
        ("other_principal", 404),
        ("ppt_adviser", 404),
        ("owner_adviser", 404),
        ("owner_administrator", 404),
        ("data_protection_officer", 404),
    ],
)
def test_who_finds_the_page(fjellet, signed_in, role, status):
    set_up = scene(fjellet)
    client = signed_in(getattr(fjellet, role))
    assert client.get(address(set_up.measure)).status_code == status
    assert posted(client, set_up).status_code == (302 if status == 200 else 404)


def test_a_case_opened_for_reading_is_not_evaluated(fjellet, signed_in):
    set_up = scene(fjellet)
    CaseAccessFactory(case=set_up.case, person=fjellet.owner_adviser, kind="granted")
    client = signed_in(fjellet.owner_adviser)
    assert client.get(address(set_up.measure)).status_code == 403
    assert posted(client, set_up).status_code == 403
    assert Evaluation.objects.count() == 0


def test_the_teachers_reading_is_logged(fjellet, signed_in):
    set_up = scene(fjellet)
    signed_in(fjellet.teacher).get(address(set_up.measure))
    (row,) = Reading.objects.all()
    assert (row.person_id, row.case_id) == (fjellet.teacher.pk, set_up.case.pk)
    assert row.page == "evaluations:record"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_however_much_there_is(
    fjellet, signed_in, django_assert_num_queries, rows
):
    set_up = scene(fjellet)
    for number in range(rows):
        EvaluationFactory(
            measure=set_up.measure, due_on=TODAY - timedelta(days=7 * (number + 1)), recorded_at=NOW
        )
    client = signed_in(fjellet.teacher)
    client.get(address(set_up.measure))
    # The frame's seven (here the read log's INSERT has a savepoint around it); then the measure,
    # the calendar, who the pupil is in earlier rows, the answer of the day, the last evaluation.
    with django_assert_num_queries(7 + 5):
        client.get(address(set_up.measure))
