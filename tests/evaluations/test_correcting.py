"""A wrong tap: whoever wrote down how safe a child has it sets it right, up or down. The log keeps
what stood and why, and nothing that was told is taken back in silence."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit.models import Event
from cases.actions import record_safety, say_what_is_done
from cases.models import Entry, SafetyAnswer
from cases.notices import AnswerCorrected
from common.errors import ActionError
from evaluations.actions import correct_answer
from evaluations.models import Evaluation
from notifications.models import Message
from overview.log.editions import on_paper
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.evaluations.test_views import address, posted, text
from tests.factories.cases import CaseAccessFactory, InvolvementFactory, SafetyAnswerFactory
from tests.measures.scene import do
from tests.plugin_database import as_worker

WHY = "Jeg trykket feil."


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


def answered(set_up, by, value=1, **given):
    told = {"involvement": set_up.pupil, "day": TODAY, "value": value} | given
    return do(record_safety, by, case=set_up.case, **told)


def corrected(answer, by, value=4, **given):
    told = {"value": value, "answered_by": "pupil", "reason": WHY} | given
    return do(correct_answer, by, answer=answer, **told)


def told(kind):
    return set(Message.objects.filter(kind=kind, channel="inbox").values_list("person", flat=True))


@pytest.mark.parametrize(("was", "value"), [(1, 4), (4, 1), (5, 4)])
def test_correct_answer_keeps_what_stood_and_why_in_the_log(fjellet, was, value):
    set_up = scene(fjellet)
    answer = answered(set_up, fjellet.teacher, was)
    assert corrected(answer, fjellet.teacher, value).pk == answer.pk
    assert SafetyAnswer.objects.get().value == value
    lines = [line for line in on_paper(set_up.case, set_up.pupil) if "corrected" in line.words]
    (line,) = lines
    assert line.words.endswith(f"corrected how safe the one exposed has it: {value}, not {was}.")
    assert [one.text for one in line.texts] == [WHY]
    assert f"recorded how safe the one exposed has it: {was}." in " ".join(
        one.words for one in on_paper(set_up.case, set_up.pupil)
    )


def test_a_family_of_another_child_does_not_read_it(fjellet):
    set_up = scene(fjellet)
    other = InvolvementFactory(case=set_up.case, role="violating")
    corrected(answered(set_up, fjellet.teacher), fjellet.teacher)
    shown = on_paper(set_up.case, other)
    assert not [line for line in shown if "corrected" in line.words]
    assert WHY not in str([line.texts for line in shown])


def test_upwards_the_task_stays_and_those_who_were_told_learn_of_it(fjellet):
    set_up = scene(fjellet)
    answer = answered(set_up, fjellet.teacher)
    was_told = told("cases.PupilUnsafe")
    corrected(answer, fjellet.teacher)
    set_up.case.refresh_from_db()
    assert set_up.case.unsafe_since == TODAY
    assert told("cases.AnswerCorrected") == was_told == {
        fjellet.principal.pk, fjellet.deputy.pk, fjellet.case_worker.pk,
    }  # fmt: skip
    entry = do(
        say_what_is_done, fjellet.principal, case=set_up.case, token=uuid.uuid4(),
        text="Vi har snakket med eleven: det var feil trykket.",
    )  # fmt: skip
    assert Entry.objects.get() == entry
    assert entry.about == set_up.pupil  # whose it was, so that no other family reads it


def test_those_who_were_told_get_it_while_the_case_goes_on_and_not_when_excluded(fjellet):
    set_up = scene(fjellet)
    corrected(answered(set_up, fjellet.teacher), fjellet.teacher)
    message = Message.objects.filter(kind=AnswerCorrected.name, person=fjellet.deputy).first()
    assert AnswerCorrected().url(message) == reverse("overview:case", args=[set_up.case.pk])
    with as_worker():
        assert AnswerCorrected().still_due(message, NOW) is True
        assert AnswerCorrected().may_receive(message, TODAY) is True
    CaseAccessFactory(case=set_up.case, person=fjellet.deputy)
    type(set_up.case).objects.update(state="closed", ended_reason="Trygt.")
    with as_worker():
        assert AnswerCorrected().still_due(message, NOW) is False
        assert AnswerCorrected().may_receive(message, TODAY) is False


def test_a_correction_among_safe_answers_tells_nobody(fjellet):
    corrected(answered(scene(fjellet), fjellet.teacher, 5), fjellet.teacher, 4)
    assert Message.objects.count() == 0


def test_downwards_it_is_an_alarm_and_the_measures_are_evaluated_sooner(fjellet, signed_in):
    set_up = scene(fjellet)
    posted(signed_in(fjellet.teacher), set_up, safety="4")
    answer = SafetyAnswer.objects.get()
    corrected(answer, fjellet.teacher, 1)
    set_up.case.refresh_from_db()
    set_up.measure.refresh_from_db()
    assert set_up.case.unsafe_since == TODAY
    assert fjellet.principal.pk in told("cases.PupilUnsafe")
    assert (Evaluation.objects.get().next_on, set_up.measure.evaluate_on) == (
        date(2026, 12, 7), date(2026, 11, 30),
    )  # fmt: skip
    assert Event.objects.filter(name="measure.evaluation_moved").count() == 1


def test_upwards_a_date_that_was_brought_forward_stays(fjellet, signed_in):
    set_up = scene(fjellet)
    posted(signed_in(fjellet.teacher), set_up, safety="1")
    corrected(SafetyAnswer.objects.get(), fjellet.teacher)
    set_up.measure.refresh_from_db()
    assert set_up.measure.evaluate_on == date(2026, 11, 30)


def test_among_safe_answers_no_date_is_moved(fjellet, signed_in):
    set_up = scene(fjellet)
    posted(signed_in(fjellet.teacher), set_up, safety="4")
    corrected(SafetyAnswer.objects.get(), fjellet.teacher, 5)
    set_up.measure.refresh_from_db()
    assert set_up.measure.evaluate_on == date(2026, 12, 7)
    assert not Event.objects.filter(name="measure.evaluation_moved").exists()


def test_whether_closing_may_be_talked_about_follows_the_right_answer(fjellet):
    set_up = scene(fjellet)
    for weeks in (10, 5):
        day = TODAY - timedelta(weeks=weeks)
        SafetyAnswerFactory(involvement=set_up.pupil, day=day, value=4)
    answer = answered(set_up, fjellet.teacher, 5)
    for value, proposed_on in ((3, None), (4, TODAY)):
        corrected(answer, fjellet.teacher, value)
        set_up.case.refresh_from_db()
        assert set_up.case.review_on == proposed_on


def test_correct_answer_sent_twice_corrects_once(fjellet):
    set_up = scene(fjellet)
    answer = answered(set_up, fjellet.teacher)
    assert corrected(answer, fjellet.teacher) == corrected(answer, fjellet.teacher)
    assert Event.objects.filter(name="safety.corrected").count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"value": 1}, "stands already"),
        ({"reason": " "}, "Write what was wrong"),
        ({"value": 9}, "in the list"),
        ({"value": None}, "or why there is none"),
        ({"answered_by": "nobody"}, "in the list"),
    ],
)
def test_correct_answer_refused_by_state_of_what_is_told(fjellet, given, sentence):
    answer = answered(scene(fjellet), fjellet.teacher)
    with pytest.raises(ActionError, match=sentence):
        corrected(answer, fjellet.teacher, **given)
    assert SafetyAnswer.objects.get().value == 1


def test_correct_answer_refused_by_state_when_a_newer_one_counts(fjellet):
    set_up = scene(fjellet)
    answer = answered(set_up, fjellet.teacher, day=TODAY - timedelta(days=2))
    SafetyAnswerFactory(involvement=set_up.pupil, day=TODAY)
    with pytest.raises(ActionError, match="newer answer"):
        corrected(answer, fjellet.teacher)


@pytest.mark.parametrize("state", ["closed", "void"])
def test_correct_answer_refused_by_state_when_the_case_has_ended(fjellet, state):
    set_up = scene(fjellet)
    answer = answered(set_up, fjellet.teacher)
    type(set_up.case).objects.update(state=state, ended_reason="Trygt.")
    with pytest.raises(ActionError, match="This case has ended"):
        corrected(answer, fjellet.teacher)
    assert SafetyAnswer.objects.get().value == 1


@pytest.mark.parametrize("who", ["principal", "other_teacher", "ppt_adviser", "owner_adviser"])
def test_correct_answer_refused_by_role(fjellet, who):
    set_up = scene(fjellet)
    answer = answered(set_up, fjellet.teacher)
    with pytest.raises((PermissionDenied, type(set_up.case).DoesNotExist)):
        corrected(answer, getattr(fjellet, who))


def page_of(set_up):
    return reverse("evaluations:correct", args=[set_up.measure.pk])


def test_whoever_gave_it_corrects_it_from_the_form_and_from_the_measure(fjellet, signed_in):
    set_up = scene(fjellet)
    client = signed_in(fjellet.teacher)
    posted(client, set_up, safety="1")
    measure = reverse("overview:measure", args=[set_up.measure.pk])
    for page in (address(set_up.measure), measure):
        assert page_of(set_up) in client.get(page).content.decode()
    assert "1 Very unsafe" in text(client.get(page_of(set_up)))
    sent = {"safety": "4", "answered_by": "pupil", "reason": WHY}
    response = client.post(page_of(set_up), sent, follow=True)
    assert "The answer is corrected." in text(response)
    assert SafetyAnswer.objects.get().value == 4
    other = signed_in(fjellet.principal)
    for page in (address(set_up.measure), measure):
        assert page_of(set_up) not in other.get(page).content.decode()
    assert "no answer of yours" in text(other.get(page_of(set_up), follow=True))
    unsafe = reverse("cases:say_what_is_done", args=[set_up.case.pk])
    assert "An answer has been corrected since." in text(other.get(unsafe))


def test_what_was_written_is_kept_when_somebody_else_has_answered_meanwhile(fjellet, signed_in):
    set_up = scene(fjellet)
    client = signed_in(fjellet.teacher)
    posted(client, set_up, safety="4")
    SafetyAnswer.objects.update(recorded_by=fjellet.principal, value=2)
    sent = {"safety": "5", "answered_by": "pupil", "reason": "Feil barn i tankene."}
    page = text(client.post(page_of(set_up), sent))
    assert "no answer of yours" in page
    assert "Feil barn i tankene." in page
    assert SafetyAnswer.objects.get().value == 2


def test_what_is_wrong_on_the_page_is_said_and_what_was_typed_is_kept(fjellet, signed_in):
    set_up = scene(fjellet)
    client = signed_in(fjellet.teacher)
    posted(client, set_up, safety="2")
    sent = {"safety": "2", "answered_by": "pupil", "reason": "Feil barn i tankene."}
    page = text(client.post(page_of(set_up), sent))
    assert "That is the answer that stands already." in page
    assert "Feil barn i tankene." in page
