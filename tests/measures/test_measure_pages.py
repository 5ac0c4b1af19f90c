"""The form for a measure: what it begins with, and what is typed into it."""

import re
import uuid
from datetime import date

import pytest

from measures.models import Measure
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory
from tests.measures.pages import at, text, typed
from tests.measures.scene import (
    WEEK_48,
    WEEK_50,
    chain,
    measure_in,
    plan_at,
)


def test_the_form_for_a_measure_is_filled_from_the_one_it_stands_beside(fjellet, signed_in):
    plan = plan_at(fjellet)
    beside = measure_in(plan, fjellet, **WEEK_50)
    page = signed_in(fjellet.principal).get(f"{at('add', plan)}?with={beside.pk}")
    assert b'value="07.12.2026"' in page.content
    assert b'value="11.12.2026"' in page.content
    assert "Monday 7 December 2026, week 50" in text(page)
    assert "is Monday 14 December 2026, week 51" in text(page)
    assert not re.search(rf'value="{beside.pk}"[^>]* checked', page.content.decode())


def test_the_form_for_a_measure_beside_another_comes_after_the_same(fjellet, signed_in):
    a, b, _c = chain(plan_at(fjellet), fjellet)
    page = signed_in(fjellet.principal).get(f"{at('add', a.plan)}?with={b.pk}").content.decode()
    assert re.search(rf'value="{a.pk}"[^>]* checked', page)


def test_the_form_for_a_measure_never_begins_in_the_past(fjellet, signed_in):
    plan = plan_at(fjellet, complete=True)
    weeks_ago = {"starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 27)}
    runs = measure_in(plan, fjellet, running=True, **weeks_ago)
    ended = weeks_ago | {"ends_on": date(2026, 11, 6)}
    over = measure_in(plan, fjellet, state="finished", **ended)
    client = signed_in(fjellet.principal)
    beside = client.get(f"{at('add', plan)}?with={runs.pk}").content
    assert b'value="23.11.2026"' in beside
    assert b'value="27.11.2026"' in beside
    assert b'value="23.11.2026"' in client.get(f"{at('add', plan)}?after={over.pk}").content


def test_the_form_for_a_measure_is_filled_from_the_one_it_follows(fjellet, signed_in, calendar):
    plan = plan_at(fjellet)
    before = measure_in(plan, fjellet, starts_on=TODAY, ends_on=date(2026, 12, 10))
    page = signed_in(fjellet.principal).get(f"{at('add', plan)}?after={before.pk}")
    # The 11th is a planning day.
    assert b'value="14.12.2026"' in page.content
    assert re.search(rf'value="{before.pk}"[^>]* checked', page.content.decode())


@pytest.mark.parametrize("asked", ["", "?with=x", "?after=x", f"?after={uuid.UUID(int=0)}"])
def test_the_form_for_a_measure_begins_on_the_next_open_day(fjellet, signed_in, asked):
    page = signed_in(fjellet.principal).get(at("add", plan_at(fjellet)) + asked)
    assert b'value="23.11.2026"' in page.content


def test_only_those_who_may_take_part_can_be_chosen(fjellet, signed_in):
    plan = plan_at(fjellet)
    CaseAccessFactory(case=plan.case, person=fjellet.other_teacher)
    page = signed_in(fjellet.principal).get(at("add", plan)).content.decode()
    offered = set(re.findall(r'<option value="([^"]+)"', page))
    assert offered == {
        str(person.pk)
        for person in (fjellet.principal, fjellet.deputy, fjellet.case_worker, fjellet.teacher)
    }


def test_a_measure_is_added_once_however_often_it_is_sent(fjellet, signed_in):
    plan = plan_at(fjellet)
    before = measure_in(plan, fjellet, title="A", **WEEK_48)
    client, sent = (
        signed_in(fjellet.principal),
        typed(
            fjellet, starts_on="30.11.2026", ends_on="", after=[before.pk], follows="when_evaluated"
        ),
    )
    for _twice in range(2):
        assert client.post(at("add", plan), sent).status_code == 302
    made = Measure.objects.get(title="Klassemøte")
    assert (made.target_groups, made.level) == (["bystanders", "class"], "system")
    assert (made.starts_on, made.ends_on) == (date(2026, 11, 30), None)
    assert (list(made.after.all()), made.follows) == ([before], "when_evaluated")
    assert (made.responsible, made.interval_weeks) == (fjellet.teacher, None)


@pytest.mark.parametrize(
    ("sent", "interval", "first"),
    [
        ({"evaluation": "2"}, 2, None),
        ({"evaluation": "4", "first_evaluation_on": "1.12.2026"}, 4, None),
        ({"evaluation": "date", "first_evaluation_on": "1.12.2026"}, None, date(2026, 12, 1)),
        ({"evaluation": "date", "first_evaluation_on": "uke 50"}, None, date(2026, 12, 14)),
    ],
)
def test_the_evaluation_date_can_be_changed(fjellet, signed_in, calendar, sent, interval, first):
    plan = plan_at(fjellet)
    client = signed_in(fjellet.principal)
    page = client.post(at("add", plan), typed(fjellet, **sent), follow=True)
    made = Measure.objects.get()
    assert (made.interval_weeks, made.first_evaluation_on) == (interval, first)
    moved = "Friday 11 December 2026, week 50 is not an open day" in text(page)
    assert moved is (first == date(2026, 12, 14))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Name the measure."),
        ({"target_groups": []}, "Choose whom the measure is for."),
        ({"responsible": ""}, "Choose who carries it out."),
        ({"responsible": str(uuid.UUID(int=0))}, "Choose among the answers in the list."),
        ({"starts_on": "31.02.2027"}, "We do not understand this date."),
        ({"ends_on": "20.11.2026"}, "The measure ends before it starts."),
        ({"starts_on": "23.11.2226"}, "The measure ends before it starts."),
        ({"starts_on": "23.11.2226", "ends_on": ""}, "Choose dates from"),
        ({"evaluation": "date"}, "Write the date of the first evaluation."),
        ({"why": "x" * 1001}, "There is room for 1000."),
        ({"title": "snudd \u202e tekst"}, "hidden characters"),
        ({"how": "x" * 1_000_000}, "There is room for"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(fjellet, signed_in, wrong, sentence):
    plan = plan_at(fjellet)
    sent = typed(fjellet, **{"how": "Hver mandag, sammen med klassen."} | wrong)
    page = signed_in(fjellet.principal).post(at("add", plan), sent)
    assert page.status_code == 200
    assert sentence in text(page)
    if "how" not in wrong:
        assert "Hver mandag, sammen med klassen." in text(page)
    assert not Measure.objects.exists()


def test_a_measure_is_changed_and_what_the_form_does_not_hold_stays(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, deputy=fjellet.deputy, interval_weeks=6, digital=True)
    client = signed_in(fjellet.principal)
    page = client.get(at("change", measure))
    assert "Every 6 weeks" in text(page)
    told = {"deputy": str(fjellet.deputy.pk), "digital": "on"}
    sent = typed(fjellet, evaluation="6", revision="1", **told)
    assert client.post(at("change", measure), sent).status_code == 302
    measure.refresh_from_db()
    assert (measure.title, measure.interval_weeks) == ("Klassemøte", 6)
    assert (measure.deputy, measure.digital) == (fjellet.deputy, True)


def test_two_who_change_a_measure_see_both(fjellet, signed_in):
    measure = measure_in(plan_at(fjellet), fjellet)
    client = signed_in(fjellet.principal)
    client.post(at("change", measure), typed(fjellet, revision="1"))
    other = typed(fjellet, revision="1", level="individual", title="Samtale", ends_on="4.12.2026")
    page = client.post(at("change", measure), other)
    said = text(page)
    assert "Somebody else has changed this while you wrote." in said
    assert "Measure Klassemøte" in said
    assert "Level System" in said
    assert "Ends Friday 27 November 2026, week 48" in said
    assert 'value="Samtale"' in page.content.decode()
    assert Measure.objects.get().title == "Klassemøte"


def test_a_running_measure_keeps_its_start(fjellet, signed_in):
    plan = plan_at(fjellet, complete=True)
    measure = measure_in(plan, fjellet, running=True)
    client = signed_in(fjellet.principal)
    assert b'name="starts_on"' not in client.get(at("change", measure)).content
    sent = typed(fjellet, revision="1", starts_on="1.12.2026", ends_on="18.12.2026")
    assert client.post(at("change", measure), sent).status_code == 302
    measure.refresh_from_db()
    assert (measure.starts_on, measure.ends_on) == (TODAY, date(2026, 12, 18))
