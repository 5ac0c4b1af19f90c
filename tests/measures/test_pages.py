"""The plan as people meet it: what is shown, and who has no such page."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Reading
from measures.models import Measure
from tests.clock import NOW
from tests.factories.cases import CaseAccessFactory
from tests.factories.measures import PlanVersionFactory
from tests.measures.pages import at, page_of, text
from tests.measures.scene import (
    WEEK_48,
    WEEK_49,
    chain,
    comes_after,
    measure_in,
    plan_at,
)

FRAME = 5  # session, person, enter, read log, leave


def test_the_plan_page_shows_the_order_in_words_and_lanes(fjellet, signed_in, calendar):
    plan = plan_at(fjellet)
    earlier = NOW - timedelta(days=1)
    a = measure_in(plan, fjellet, title="Stoppsamtale", created_at=earlier, **WEEK_48)
    b = measure_in(plan, fjellet, title="Klassemøte", target_groups=["class", "unit"], **WEEK_48)
    comes_after(measure_in(plan, fjellet, title="Ny vaktplan", **WEEK_49), a, b)
    measure_in(plan, fjellet, title="Trygg voksen", interval_weeks=2)
    page = signed_in(fjellet.principal).get(page_of(plan))
    said = text(page)
    assert (
        "First Stoppsamtale and Klassemøte at the same time (week 48). "
        "Then Ny vaktplan (week 49). All the time: Trygg voksen." in said
    )
    assert "First, week 48" in said
    assert "Then, week 49" in said
    assert "The class or group, The school or kindergarten · Individual" in said
    assert "Starts Monday 23 November 2026, week 48" in said
    assert "Comes after Stoppsamtale, Klassemøte" in said
    assert "Evaluated Monday 7 December 2026, week 50" in said
    assert fjellet.teacher.name in said
    assert "Provisional" not in said
    assert "For Sárá Nilsen." in said


def test_the_plan_page_marks_dates_that_rest_on_no_calendar(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    assert "Provisional" in text(signed_in(fjellet.principal).get(page_of(plan)))


def test_the_plan_page_links_each_gap_to_its_field(fjellet, signed_in):
    plan = plan_at(fjellet, problem="")
    measure = measure_in(plan, fjellet, title="Klassemøte", why="")
    page = signed_in(fjellet.principal).get(page_of(plan)).content.decode()
    assert f'href="{at("write", plan)}#id_problem"' in page
    assert f'href="{at("change", measure)}#id_why"' in page
    assert "4 of the plan" in page
    assert at("complete", plan) not in page
    assert 'id="id_why"' in signed_in(fjellet.principal).get(at("change", measure)).content.decode()


def test_the_plan_page_has_no_name_in_its_title(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet, title="Klassemøte")
    page = signed_in(fjellet.principal).get(page_of(plan)).content.decode()
    assert re.search("<title>(.*?)</title>", page)[1] == f"Plan, {plan.case.reference} – Tryggspor"


def test_pages_about_a_plan_say_which_case_in_their_titles(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, title="Klassemøte", **WEEK_48)
    PlanVersionFactory(plan=plan, made_by=fjellet.principal)
    client = signed_in(fjellet.principal)
    of_plan = ("write", "complete", "choose", "choose_shared", "versions", "compare")
    pages = [*(at(name, plan) for name in of_plan), at("move", measure), at("change", measure)]
    for page in pages:
        title = re.search("<title>(.*?)</title>", client.get(page).content.decode())[1]
        assert title.endswith(f", {plan.case.reference} – Tryggspor"), (page, title)
        assert "Klassemøte" not in title


def test_reading_the_plan_is_noted(fjellet, signed_in):
    plan = plan_at(fjellet)
    signed_in(fjellet.principal).get(page_of(plan))
    noted = Reading.objects.get()
    assert (noted.case_id, noted.person_id, noted.page) == (
        plan.case_id,
        fjellet.principal.pk,
        "measures:plan",
    )


def test_measures_that_never_began_are_listed_apart(fjellet, signed_in):
    plan = plan_at(fjellet)
    gone = {"state": "stopped", "started_on": None, "ended_reason": "Passet ikke."}
    measure_in(plan, fjellet, title="Skolebytte", **gone)
    said = text(signed_in(fjellet.principal).get(page_of(plan)))
    assert "Skolebytte: Passet ikke." in said
    assert "The plan has no measures yet." in said


def test_the_plan_page_asks_as_much_for_three_measures_as_for_one(fjellet, signed_in, calendar):
    one, three = plan_at(fjellet, complete=True), plan_at(fjellet, complete=True)
    measure_in(one, fjellet)
    chain(three, fjellet)
    client = signed_in(fjellet.principal)
    counts = []
    for plan in (one, one, three):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page_of(plan)).status_code == 200
        # The test's own transaction adds savepoints.
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in asked))
    assert counts[1:] == [FRAME + 13, FRAME + 13]


# ---------------------------------------------------------------- who has no such page
def addresses(plan, measure):
    return [
        page_of(plan),
        reverse("measures:plan_of", args=[plan.case_id, plan.pk]),
        *(at(name, plan) for name in ("write", "add", "complete")),
        *(at(name, measure) for name in ("change", "stop", "evaluation_date")),
    ]


@pytest.mark.parametrize(
    "who", ["teacher", "other_principal", "ppt_adviser", "owner_adviser", "school_administrator"]
)
def test_the_plan_is_not_there_for_others(fjellet, signed_in, who):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet)
    client = signed_in(getattr(fjellet, who))
    # A teacher sees the measure that he or she carries out, and may not plan it.
    answers = [client.get(address).status_code for address in addresses(plan, measure)]
    assert answers == [404] * 5 + [403 if who == "teacher" else 404] * 3
    assert client.post(at("start", measure)).status_code == answers[-1]
    assert client.post(reverse("measures:start_plan", args=[plan.case_id])).status_code == 404
    assert Measure.objects.get().state == "planned"


def test_the_plan_is_not_there_for_one_who_is_excluded(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, responsible=fjellet.principal)
    CaseAccessFactory(case=plan.case, person=fjellet.principal)
    client = signed_in(fjellet.principal)
    assert {client.get(address).status_code for address in addresses(plan, measure)} == {404}


def test_one_who_was_let_in_reads_the_plan_and_writes_nothing(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet)
    CaseAccessFactory(case=plan.case, person=fjellet.other_teacher, kind="granted")
    client = signed_in(fjellet.other_teacher)
    page = client.get(page_of(plan))
    assert measure.title in text(page)
    assert at("change", measure) not in page.content.decode()
    answers = {client.get(address).status_code for address in addresses(plan, measure)[2:]}
    assert answers == {403}


def test_the_plan_of_another_case_is_not_there(fjellet, signed_in):
    plan, other = plan_at(fjellet), plan_at(fjellet)
    address = reverse("measures:plan_of", args=[plan.case_id, other.pk])
    assert signed_in(fjellet.principal).get(address).status_code == 404
