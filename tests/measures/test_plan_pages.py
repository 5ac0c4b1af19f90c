"""The plan is started, written and completed; its measures start and end."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from measures.models import Measure, Plan, PlanVersion
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.measures.pages import at, completed, page_of, text, typed
from tests.measures.scene import (
    WEEK_48,
    WEEK_49,
    WEEK_50,
    measure_in,
    plan_at,
)

DAY = timedelta(days=1)


def test_a_plan_is_started_for_the_one_exposed_and_leads_to_its_texts(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    sara = InvolvementFactory(case=case, pupil__name="Sárá Nilsen")
    client = signed_in(fjellet.principal)
    page = client.get(reverse("measures:plan", args=[case.pk]))
    assert "Start a plan for Sárá Nilsen" in text(page)
    answer = client.post(reverse("measures:start_plan", args=[case.pk]), {"about": sara.pk})
    plan = Plan.objects.get()
    assert (plan.about, answer["Location"]) == (sara, at("write", plan))


def test_two_exposed_get_a_plan_each(fjellet, signed_in):
    plan = plan_at(fjellet, created_at=NOW - timedelta(days=1))
    ola = InvolvementFactory(case=plan.case, pupil__name="Ola Ås")
    client = signed_in(fjellet.principal)
    start = reverse("measures:start_plan", args=[plan.case_id])
    assert client.post(start, {"about": "something"})["Location"] == page_of(plan)
    assert "Start a plan for Ola Ås" in text(client.get(page_of(plan)))
    client.post(start, {"about": ola.pk})
    other = Plan.objects.get(about=ola)
    both = client.get(page_of(plan)).content.decode()
    addresses = [reverse("measures:plan_of", args=[plan.case_id, one.pk]) for one in (plan, other)]
    assert [address in both for address in addresses] == [True, True]


def test_a_case_where_nobody_is_known_gets_a_plan_for_the_group(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    client = signed_in(fjellet.principal)
    assert "Start a plan for the group" in text(
        client.get(reverse("measures:plan", args=[case.pk]))
    )
    client.post(reverse("measures:start_plan", args=[case.pk]))
    assert Plan.objects.get().about is None


def test_the_texts_are_saved(fjellet, signed_in):
    plan = plan_at(fjellet)
    sent = {"problem": "Stengt ute.", "goal": "Med.", "together": "Sammen.", "revision": "1"}
    answer = signed_in(fjellet.principal).post(at("write", plan), sent)
    assert answer.status_code == 302
    assert Plan.objects.get().problem == "Stengt ute."


def test_two_who_write_at_once_see_both_texts_and_overwrite_nothing(fjellet, signed_in):
    plan = plan_at(fjellet, problem="Slik sto det.")
    client = signed_in(fjellet.principal)
    sent = {"goal": "", "together": "", "revision": "1"}
    client.post(at("write", plan), sent | {"problem": "Annes tekst."})
    page = client.post(at("write", plan), sent | {"problem": "En annen tekst."})
    said = text(page)
    assert page.status_code == 200
    assert "Somebody else has changed this while you wrote." in said
    assert "What is saved now" in said
    saved = f"Saved by {fjellet.principal.name}, Monday 23 November 2026, week 48, at 10.00"
    assert saved in said
    assert "Annes tekst." in said
    assert "En annen tekst." in said
    assert Plan.objects.get().problem == "Annes tekst."
    assert b'name="revision" value="2"' in page.content
    client.post(at("write", plan), sent | {"problem": "Begge deler.", "revision": "2"})
    assert Plan.objects.get().problem == "Begge deler."


def test_the_plan_is_completed(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet, title="Trygg voksen")
    client = signed_in(fjellet.principal)
    assert at("complete", plan) in client.get(page_of(plan)).content.decode()
    assert "Trygg voksen" in text(client.get(at("complete", plan)))
    page = client.post(at("complete", plan), completed(), follow=True)
    assert "Version 1, Monday 23 November 2026, week 48." in text(page)
    assert "What is best for the child Sárá er hørt." in text(page)
    assert at("complete", plan) not in page.content.decode()
    assert PlanVersion.objects.get().best_interests == "Sárá er hørt."


def test_a_draft_without_gaps_says_so_at_the_top(fjellet, signed_in):
    said = "All five items are there: the plan can be completed."
    plan = plan_at(fjellet)
    client = signed_in(fjellet.principal)
    assert said not in text(client.get(page_of(plan)))
    measure_in(plan, fjellet, title="Trygg voksen")
    page = client.get(page_of(plan)).content.decode()
    assert f'href="{at("complete", plan)}">{said}</a>' in page
    assert page.index(said) < page.index("The measures</h2>")
    client.post(at("complete", plan), completed())
    assert said not in text(client.get(page_of(plan)))


def test_a_plan_with_gaps_shows_them_where_it_would_be_completed(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, title="Trygg voksen", why="")
    client = signed_in(fjellet.principal)
    page = client.post(at("complete", plan), completed())
    assert f"{at('change', measure)}#id_why" in page.content.decode()
    assert not PlanVersion.objects.exists()


def test_a_plan_that_was_changed_is_completed_again_with_a_reason(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, **WEEK_49)
    client = signed_in(fjellet.principal)
    client.post(at("complete", plan), completed())
    client.post(at("change", measure), typed(fjellet, revision="1"))
    assert "The plan has changed since version 1." in text(client.get(page_of(plan)))
    again = completed(best_interests="Sárá er hørt igjen.")
    assert "Why is the plan changed?" in text(client.post(at("complete", plan), again))
    client.post(at("complete", plan), again | {"reason": "Vi begynner før."})
    assert PlanVersion.objects.get(number=2).reason == "Vi begynner før."


def test_an_urgent_measure_starts_with_one_press(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, **WEEK_50)
    client = signed_in(fjellet.principal)
    assert at("start", measure) in client.get(page_of(plan)).content.decode()
    page = client.post(at("start", measure), follow=True)
    assert "It is evaluated on Monday 30 November 2026, week 49." in text(page)
    assert Measure.objects.get().state == "running"


def test_a_measure_without_why_does_not_start(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, why="", title="Klassemøte")
    client = signed_in(fjellet.principal)
    assert at("start", measure) not in client.get(page_of(plan)).content.decode()
    page = client.post(at("start", measure), follow=True)
    assert "Write why “Klassemøte” fits this problem before it starts." in text(page)


def test_a_running_measure_is_evaluated_from_its_card_which_says_when_that_is_late(
    fjellet, signed_in
):
    plan = plan_at(fjellet, state="follow_up", complete=True)
    late = measure_in(plan, fjellet, title="Sen", running=True, evaluate_on=TODAY - DAY)
    other = measure_in(plan, fjellet, title="I dag", running=True, evaluate_on=TODAY)
    planned = measure_in(plan, fjellet, title="Siden")
    page = signed_in(fjellet.principal).get(page_of(plan)).content.decode()
    cards = {one.pk: card(page, one) for one in (late, other, planned)}
    record = {pk: reverse("evaluations:record", args=[pk]) for pk in cards}
    assert [record[pk] in shown for pk, shown in cards.items()] == [True, True, False]
    assert ["Overdue" in shown for shown in cards.values()] == [True, False, False]


def card(page, measure):
    return page.partition(f'id="measure-{measure.pk}"')[2].partition("</article>")[0]


def test_a_measure_is_stopped_with_a_reason(fjellet, signed_in):
    measure = measure_in(plan_at(fjellet), fjellet, running=True)
    client = signed_in(fjellet.principal)
    assert b"field-errors" in client.post(at("stop", measure), {"reason": ""}).content
    client.post(at("stop", measure), {"reason": "Eleven har bedt om det."})
    measure.refresh_from_db()
    assert (measure.state, measure.ended_reason) == ("stopped", "Eleven har bedt om det.")
    page = client.post(at("stop", measure), {"reason": "Eleven har bedt om det."})
    assert "This measure has already ended." in text(page)


@pytest.mark.parametrize(
    ("sent", "became"),
    [
        ({"in_weeks": "2"}, date(2026, 12, 7)),
        ({"in_weeks": "date", "on": "10.12.2026"}, date(2026, 12, 10)),
        ({"in_weeks": "date", "on": "11.12.2026"}, date(2026, 12, 14)),
    ],
)
def test_the_date_of_the_next_evaluation_is_chosen(fjellet, signed_in, calendar, sent, became):
    measure = measure_in(plan_at(fjellet), fjellet, running=True)
    client = signed_in(fjellet.principal)
    assert "Monday 30 November 2026, week 49" in text(client.get(at("evaluation_date", measure)))
    page = client.post(at("evaluation_date", measure), sent, follow=True)
    measure.refresh_from_db()
    assert measure.evaluate_on == became
    assert ("is not an open day" in text(page)) is (became == date(2026, 12, 14))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose when you evaluate the measure."),
        ({"in_weeks": "date"}, "Write the date."),
        ({"in_weeks": "date", "on": "1.11.2026"}, "The evaluation cannot be in the past."),
    ],
)
def test_a_date_that_cannot_be_is_said(fjellet, signed_in, sent, sentence):
    measure = measure_in(plan_at(fjellet), fjellet, running=True)
    page = signed_in(fjellet.principal).post(at("evaluation_date", measure), sent)
    assert sentence in text(page)


def test_a_plan_of_a_closed_case_is_read_and_not_written(fjellet, signed_in):
    plan = plan_at(fjellet, state="closed")
    measure = measure_in(plan, fjellet, state="finished", **WEEK_48)
    client = signed_in(fjellet.principal)
    assert at("change", measure) not in client.get(page_of(plan)).content.decode()
    sent = {"problem": "Nytt.", "goal": "", "together": "", "revision": "1"}
    assert "This case has ended." in text(client.post(at("write", plan), sent))
