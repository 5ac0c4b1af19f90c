"""The page of one measure, for those who follow up the case and for the one who carries it out."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import Reading
from measures.fit.content import content_of
from measures.sheet import Sheet
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, InvolvementFactory, SafetyAnswerFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import ConcernedFactory, DecisionFactory, MeasureEntryFactory
from tests.measures.pages import at, text
from tests.measures.scene import comes_after, measure_in, plan_at

OUTSIDERS = [
    "other_teacher", "school_administrator", "other_principal", "head", "ppt_adviser",
    "owner_adviser", "owner_administrator", "data_protection_officer",
]  # fmt: skip
ENDED = {"state": "finished", "look_on": date(2027, 1, 18)}


def running_in(place, **measure):
    plan = plan_at(place, state="follow_up", complete=True)
    return measure_in(plan, place, **{"running": True, "title": "Trygg voksen"} | measure)


def address(measure):
    return reverse("overview:measure", args=[measure.pk])


def opened(client, measure):
    page = client.get(address(measure))
    assert page.status_code == 200
    return text(page)


def whole(place):
    """A measure with all that can stand about it."""
    measure = running_in(place, deputy=place.other_teacher, how="Hver morgen ved porten.")
    row = InvolvementFactory(case=measure.case, role="violating", pupil__name="Ola Hansen")
    ConcernedFactory(measure=measure, involvement=row)
    MeasureEntryFactory(measure=measure, text="Vi gikk en tur.", written_by=place.teacher)
    safe = SafetyAnswerFactory(involvement=measure.plan.about, day=TODAY, value=4)
    EvaluationFactory(measure=measure, due_on=TODAY, note="Det går bedre.", safety=safe)
    return measure


def test_what_is_for_a_group_does_not_concern_the_one_exposed(fjellet, signed_in):
    measure = running_in(fjellet, target_groups=["violating", "class"])
    said = opened(signed_in(fjellet.principal), measure)
    assert "Whom it concerns All in these groups The plan is for Sárá" in said


def test_the_leader_reads_what_why_how_who_and_when(fjellet, signed_in):
    measure = whole(fjellet)
    said = opened(signed_in(fjellet.principal), measure)
    for expected in (
        "Trygg voksen", "Fordi det svarer på problemet.", "Hver morgen ved porten.",
        "Whom it concerns Ola Hansen", "Carried out by Bjørn Fjellet", "Stands in",
        "Monday 30 November 2026, week 49", "Vi gikk en tur.", "Det går bedre.", "4 Safe",
    ):  # fmt: skip
        assert expected in said
    assert "The plan is for Sárá" in said
    links = signed_in(fjellet.principal).get(address(measure)).content.decode()
    for name in ("change", "replace", "stop", "evaluation_date", "write_done"):
        assert at(name, measure) in links


def test_an_answer_given_about_another_measure_is_not_shown_as_said_here(fjellet, signed_in):
    measure = running_in(fjellet)
    before = NOW - timedelta(hours=2)
    safe = SafetyAnswerFactory(
        involvement=measure.plan.about, day=TODAY, value=4, recorded_at=before
    )
    EvaluationFactory(measure=measure, due_on=TODAY, note="Det går bedre.", safety=safe)
    said = opened(signed_in(fjellet.principal), measure)
    assert "Det går bedre." in said
    assert "4 Safe" not in said


def test_a_teacher_reads_the_own_measure_and_writes_what_was_done(fjellet, signed_in):
    measure = whole(fjellet)
    other = measure_in(measure.plan, fjellet, title="Noe annet", responsible=fjellet.deputy)
    comes_after(other, measure)
    client = signed_in(fjellet.teacher)
    said = opened(client, measure)
    assert "Vi gikk en tur." in said
    assert "Noe annet" not in said
    links = client.get(address(measure)).content.decode()
    assert reverse("evaluations:record", args=[measure.pk]) in links
    for name in ("change", "replace", "stop"):
        assert at(name, measure) not in links
    assert reverse("measures:plan_of", args=[measure.case_id, measure.plan_id]) not in links
    assert "What was done is saved." in text(
        client.post(
            at("write_done", measure),
            {
                "token": "5f5c9e9e-51ab-4a8e-8f0d-2c4c16a8a001",
                "happened_on": "20.11",
                "text": "Ute.",
            },
            follow=True,
        )
    )
    assert measure.entries.get(text="Ute.").happened_on == date(2026, 11, 20)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_finds_it(fjellet, signed_in, who):
    measure = running_in(fjellet)
    client = signed_in(getattr(fjellet, who))
    for url in (address(measure), at("write_done", measure), at("look", measure)):
        assert client.get(url).status_code == 404


def test_somebody_who_only_reads_the_case_changes_nothing(fjellet, signed_in):
    measure = running_in(fjellet)
    CaseAccessFactory(case=measure.case, person=fjellet.owner_adviser, kind="granted")
    client = signed_in(fjellet.owner_adviser)
    assert at("write_done", measure) not in client.get(address(measure)).content.decode()
    assert client.get(at("write_done", measure)).status_code == 403


def test_reading_it_is_logged(fjellet, signed_in):
    measure = running_in(fjellet)
    signed_in(fjellet.teacher).get(address(measure))
    assert Reading.objects.filter(case_id=measure.case_id, person_id=fjellet.teacher.pk).exists()


def test_the_questions_do_not_grow(fjellet, signed_in, django_assert_num_queries):
    measure = running_in(fjellet)
    client = signed_in(fjellet.principal)
    client.get(address(measure))
    for _each in range(3):
        MeasureEntryFactory(measure=measure)
        row = InvolvementFactory(case=measure.case)
        ConcernedFactory(measure=measure, involvement=row)
    with django_assert_num_queries(5 + 9):
        client.get(address(measure))


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ({"restorative": True}, "starts only when the one exposed has said yes."),
        ({"formal_decision": True}, "starts only when its decision has been made."),
        ({"formal_decision": True, "decided_on": TODAY}, "formal decision of its own"),
    ],
)
def test_what_it_waits_for_is_said_with_a_way_to_the_field(fjellet, signed_in, measure, said):
    planned = running_in(fjellet, running=False, **measure)
    client = signed_in(fjellet.principal)
    assert said in opened(client, planned)
    assert said in text(client.get(reverse("measures:plan", args=[planned.case_id])))


# ---------------------------------------------------------------- the look
def test_the_one_who_carried_it_out_looks_whether_it_has_lasted(fjellet, signed_in):
    measure = running_in(fjellet, running=False, **ENDED)
    client = signed_in(fjellet.teacher)
    assert "One later look Monday 18 January 2027, week 3" in opened(client, measure)
    page = client.post(at("look", measure), {"lasted": "no", "note": ""})
    assert "Write what you have seen." in text(page)
    sent = {"lasted": "no", "note": "Det har begynt igjen."}
    said = text(client.post(at("look", measure), sent, follow=True))
    assert "Talk about whether something more is needed." in said
    assert "Has it lasted? No · Monday 23 November 2026, week 48 · Bjørn Fjellet" in said
    assert client.post(at("look", measure), sent).status_code == 302
    page = client.post(at("look", measure), sent | {"note": "Noe annet."})
    assert "Somebody has answered this already." in text(page)
    assert "Noe annet." in text(page)


# ---------------------------------------------------------------- replaced
def test_an_evaluation_that_says_replace_leads_to_another_measure(fjellet, signed_in):
    measure = running_in(fjellet, evaluate_on=TODAY)
    taps = {"due_on": "2026-11-23", "safety": "3", "effect": "no", "next": "replace"}
    client = signed_in(fjellet.principal)
    page = client.post(reverse("evaluations:record", args=[measure.pk]), taps)
    assert page.url == at("replace", measure)
    form = client.get(page.url).content.decode()
    assert 'value="24.11.2026"' in form
    assert f'<option value="{fjellet.teacher.pk}" selected>' in form
    sent = {
        "token": "5f5c9e9e-51ab-4a8e-8f0d-2c4c16a8a002", "reason": "Ga ikke virkning.",
        "title": "Tett voksen", "why": "Derfor.", "target_groups": ["exposed"],
        "level": "individual", "responsible": str(fjellet.teacher.pk), "starts_on": "24.11.2026",
        "ends_on": "", "evaluation": "usual",
    }  # fmt: skip
    said = text(client.post(page.url, sent, follow=True))
    assert "The measure is replaced by the new one." in said
    assert "Tett voksen" in said
    assert "Replaced by “Tett voksen”" in opened(client, measure)
    assert measure.replaced_by.title == "Tett voksen"


def test_a_refused_replacement_keeps_what_was_typed(fjellet, signed_in):
    measure = running_in(fjellet)
    sent = {"title": "Tett voksen", "why": "Derfor.", "how": "Slik.", "reason": ""}
    page = signed_in(fjellet.principal).post(at("replace", measure), sent)
    assert page.status_code == 200
    assert "Write why the measure is replaced." in text(page)
    assert 'value="Tett voksen"' in page.content.decode()
    measure.refresh_from_db()
    assert measure.state == "running"


def test_why_the_plan_goes_on_is_not_for_one_who_only_carries_it_out(fjellet, signed_in):
    measure = running_in(fjellet)
    DecisionFactory(measure=measure, way="explain", reason="Mor er syk.")
    assert "Mor er syk." in opened(signed_in(fjellet.principal), measure)
    assert "Mor er syk." not in opened(signed_in(fjellet.teacher), measure)


def test_one_who_was_violating_and_is_exposed_now_is_not_named_in_the_plan_of_another(
    fjellet, signed_in
):
    measure = running_in(fjellet, target_groups=["violating"])
    then = InvolvementFactory(case=measure.case, role="violating", pupil__name="Ola Hansen")
    ConcernedFactory(measure=measure, involvement=then)
    change = at("change", measure)
    client = signed_in(fjellet.principal)
    assert all("Ola Hansen" in text(client.get(page)) for page in (address(measure), change))
    type(then).objects.filter(pk=then.pk).update(ends_on=TODAY)
    InvolvementFactory(case=measure.case, pupil=then.pupil, continues=then, starts_on=TODAY)
    for who in (fjellet.principal, fjellet.teacher):
        assert "Ola Hansen" not in opened(signed_in(who), measure)
    assert "Ola Hansen" not in text(signed_in(fjellet.principal).get(change))
    assert content_of(Sheet(measure.plan, TODAY))["measures"][0]["concerns"] == []
