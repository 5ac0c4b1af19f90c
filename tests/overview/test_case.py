"""The case page: the next step first, the log, and who has read it."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from audit.models import Reading
from cases.actions import write_entry
from cases.models import Entry
from evaluations.actions import record_evaluation
from tests.cases.opening import opened
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.accounts import CLOSED
from tests.factories.audit import EventFactory, ReadingFactory
from tests.factories.cases import (
    CaseAccessFactory,
    CaseFactory,
    EntryFactory,
    InvolvementFactory,
    SafetyAnswerFactory,
)
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import MeasureFactory, PlanFactory, SuccessionFactory
from tests.factories.organisations import MembershipFactory, member
from tests.plugin_database import as_role
from tests.scope import acting


def address(case):
    return reverse("overview:case", args=[case.pk])


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_what_was_logged_can_be_read_again(fjellet, signed_in):
    case = CaseFactory(
        unit=fjellet.school,
        state="follow_up",
        kinds=["words", "digital"],
        places=["break"],
        serious=True,
        serious_reason="Eleven tør ikke gå på skolen.",
    )
    page = text(signed_in(fjellet.principal).get(address(case)))
    assert "Kind Words, Digital" in page
    assert "Where? Break" in page
    assert "Serious Eleven tør ikke gå på skolen." in page
    assert "When the owner was told, and who received it" in page


def full(place, rows):
    """A case with so many of everything."""
    set_up = scene(place)
    for number in range(rows):
        day = TODAY - timedelta(days=number)
        before = NOW - timedelta(days=number)
        person = member("staff", place.school)
        involved = InvolvementFactory(case=set_up.case)
        plan = PlanFactory(case=set_up.case, about=involved)
        measure = MeasureFactory(plan=plan, running=True, responsible=person, deputy=place.deputy)
        SuccessionFactory(measure=measure)
        answer = SafetyAnswerFactory(involvement=involved, day=day, recorded_by=person)
        EvaluationFactory(measure=measure, due_on=day, safety=answer, recorded_by=person)
        entry = EntryFactory(case=set_up.case, written_by=person, written_at=before)
        EntryFactory(case=set_up.case, written_by=place.deputy, corrects=entry)
        EventFactory(case_id=set_up.case.pk, person_id=person.pk, at=before)
        ReadingFactory(case_id=set_up.case.pk, person_id=person.pk, at=before)
        CaseAccessFactory(case=set_up.case, person=person, kind="granted")
        CaseAccessFactory(case=set_up.case, person=member("deputy", place.school))
    return set_up


@pytest.mark.parametrize("rows", [1, 3])
def test_ten_queries_whatever_the_rows(fjellet, signed_in, django_assert_num_queries, rows):
    case = full(fjellet, rows).case
    client = signed_in(fjellet.principal)
    client.get(address(case))
    # The frame's seven (here the read log's INSERT has a savepoint around it), then ten.
    with django_assert_num_queries(7 + 10):
        page = client.get(address(case))
    assert page.status_code == 200
    assert len(page.context["file"].readers) == rows + 1


def test_an_empty_case_shows_what_is_missing(fjellet, signed_in):
    page = signed_in(fjellet.principal).get(address(CaseFactory(unit=fjellet.school)))
    for sentence in ("Make the plan", "No plan yet.", "No measure has been evaluated yet."):
        assert sentence in text(page)


def test_the_most_urgent_thing_stands_first(fjellet, signed_in):
    set_up = scene(fjellet, evaluate_on=TODAY - timedelta(days=3))
    page = signed_in(fjellet.principal).get(address(set_up.case))
    assert page.context["file"].duty.title == "Trygg voksen"
    assert "Overdue 3 days" in text(page)
    assert reverse("evaluations:record", args=[set_up.measure.pk]) in page.content.decode()


def test_a_case_that_has_ended_asks_for_nothing(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Trygt i åtte uker.")
    page = signed_in(fjellet.principal).get(address(case))
    assert page.context["file"].duty is None
    assert "Trygt i åtte uker." in text(page)


def test_two_without_effect_are_put_before_the_principal(fjellet, signed_in):
    set_up = scene(fjellet)
    for weeks in (1, 2):
        EvaluationFactory(
            measure=set_up.measure,
            effect="no",
            due_on=TODAY - timedelta(weeks=weeks),
            recorded_at=NOW - timedelta(weeks=weeks),
        )
    page = signed_in(fjellet.principal).get(address(set_up.case))
    assert "“Trygg voksen” has had no effect twice in a row" in text(page)


def test_the_plan_reads_itself_back(fjellet, signed_in):
    set_up = scene(fjellet, ends_on=date(2026, 12, 4))
    MeasureFactory(
        plan=set_up.measure.plan,
        title="Klassemøte",
        responsible=fjellet.teacher,
        starts_on=date(2026, 12, 7),
        ends_on=date(2026, 12, 18),
    )
    page = signed_in(fjellet.principal).get(address(set_up.case))
    said = "First Trygg voksen (weeks 48–49). Then Klassemøte (weeks 50–51)."
    assert said in text(page)


def test_names_stand_under_people_and_nowhere_else(fjellet, signed_in):
    set_up = scene(fjellet)
    page = signed_in(fjellet.principal).get(address(set_up.case))
    assert page.content.decode().count("Sárá Nilsen") == 1
    assert "Sárá" not in re.search(r"<title>(.*?)</title>", page.content.decode())[1]


def test_the_log_tells_newest_first_by_week_who_did_what(fjellet, signed_in):
    set_up = scene(fjellet)
    EntryFactory(
        case=set_up.case,
        written_by=fjellet.principal,
        written_at=NOW - timedelta(days=7),
        happened_on=TODAY - timedelta(days=9),
        text="Samtale med eleven i dag.",
    )
    with acting(fjellet.teacher, TODAY):
        record_evaluation(
            measure=set_up.measure,
            by=fjellet.teacher,
            now=NOW,
            due_on=TODAY,
            effect="partly",
            next="continue",
            safety=(set_up.pupil, 3, "", "pupil"),
        )
    page = signed_in(fjellet.principal).get(address(set_up.case))
    log = text(page).split(" Log ")[-1]
    assert log.index("Week 48, 2026") < log.index("Week 47, 2026")
    assert "Bjørn Fjellet evaluated “Trygg voksen”. Effect: Partly. Next: Continue." in log
    assert "Bjørn Fjellet recorded how safe the one exposed has it: 3." in log
    assert "Note, written by Anne Fjellet." in log
    assert "It was Saturday 14 November 2026, week 46." in log
    assert "Samtale med eleven i dag." in log


def test_a_correction_is_shown_as_one_and_both_stand(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    first = EntryFactory(case=case, text="Det var tirsdag.", written_at=NOW - timedelta(days=1))
    with acting(fjellet.principal, TODAY):
        write_entry(
            case=case,
            by=fjellet.principal,
            now=NOW,
            token=case.pk,
            kind="note",
            happened_on=TODAY,
            text="Det var onsdag.",
            corrects=Entry.objects.get(pk=first.pk),
        )
    page = text(signed_in(fjellet.principal).get(address(case)))
    assert page.index("Det var onsdag.") < page.index("Det var tirsdag.")
    assert "It corrects what was written Sunday 22 November 2026" in page
    assert "Corrected later" in page


def test_the_answer_of_ppt_is_in_the_log_and_says_who(fjellet, signed_in):
    case = CaseFactory(
        unit=fjellet.school,
        alert__office=fjellet.office,
        alert__state="received",
        alert__received_at=NOW,
        alert__received_by=fjellet.ppt_adviser,
    )
    page = signed_in(fjellet.principal).get(address(case))
    assert "Cecilie Fjellet at PPT received the alert." in text(page)


def test_who_has_read_it_how_often_and_where(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    for page in ("overview:case", "overview:case", "cases:list"):
        ReadingFactory(case_id=case.pk, person_id=fjellet.deputy.pk, page=page)
    page = signed_in(fjellet.principal).get(address(case))
    (reader,) = page.context["file"].readers
    assert (reader.name, reader.opened, reader.listed) == (fjellet.deputy.name, 2, 1)
    assert "opened 2 times · in lists 1 time" in text(page)


def test_who_can_see_the_case(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    CaseAccessFactory(case=case, person=fjellet.owner_adviser, kind="granted")
    CaseAccessFactory(case=case, person=fjellet.deputy)
    CaseAccessFactory(case=case, person=fjellet.other_principal, kind="granted", ended_at=NOW)
    type(fjellet.case_worker).objects.filter(pk=fjellet.case_worker.pk).update(**CLOSED)
    page = signed_in(fjellet.principal).get(address(case))
    assert page.context["file"].seen_by == ["Anne Fjellet", "Dag Fjellet"]


def test_who_works_at_the_unit_is_not_said_to_see_what_passes_its_leaders_by(fjellet, signed_in):
    """As ``enter`` has it: also one who has a role where the case is held."""
    case = opened(fjellet.school, fjellet.deputy, is_about_leader=True)
    MembershipFactory(person=fjellet.principal, organisation=fjellet.owner, role="owner_adviser")
    page = signed_in(fjellet.owner_adviser).get(address(case))
    assert page.context["file"].seen_by == [fjellet.owner_adviser.name]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("principal", 200),
        ("deputy", 200),
        ("case_worker", 200),
        ("teacher", 404),
        ("school_administrator", 404),
        ("other_principal", 404),
        ("ppt_adviser", 404),
        ("owner_adviser", 404),
        ("data_protection_officer", 404),
    ],
)
def test_who_opens_the_case(fjellet, signed_in, role, status):
    case = scene(fjellet).case
    assert signed_in(getattr(fjellet, role)).get(address(case)).status_code == status


def test_one_who_may_only_read_finds_no_button_that_writes(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    CaseAccessFactory(case=case, person=fjellet.owner_adviser, kind="granted")
    page = signed_in(fjellet.owner_adviser).get(address(case))
    assert page.status_code == 200
    assert reverse("cases:write_entry", args=[case.pk]) not in page.content.decode()
    assert list(page.context["steps"]) == []


def test_opening_the_page_leaves_one_reading_of_the_page(fjellet, signed_in):
    case = full(fjellet, 2).case
    Reading.objects.all().delete()
    signed_in(fjellet.principal).get(address(case))
    (row,) = Reading.objects.all()
    assert (row.person_id, row.case_id, row.page) == (
        fjellet.principal.pk,
        case.pk,
        "overview:case",
    )


def test_a_list_leaves_one_reading_for_each_case_it_shows(fjellet, signed_in):
    shown = {CaseFactory(unit=fjellet.school).pk for _row in range(3)}
    CaseFactory(unit=fjellet.other_school)
    signed_in(fjellet.principal).get("/cases/")
    rows = Reading.objects.filter(page="cases:list")
    assert {row.case_id for row in rows} == shown
    assert rows.count() == 3


@pytest.mark.django_db(transaction=True)
def test_without_the_read_log_nothing_is_shown(fjellet, signed_in):
    case = scene(fjellet).case
    client = signed_in(fjellet.principal)
    client.get("/messages/")
    try:
        with connection.cursor() as cursor:
            cursor.execute("REVOKE INSERT ON audit_reading FROM app")
        page = client.get(address(case))
    finally:
        with as_role("owner"), connection.cursor() as cursor:
            cursor.execute("GRANT INSERT ON audit_reading TO app")
    assert page.status_code == 503
    assert case.reference not in page.content.decode()
    assert "Sárá" not in page.content.decode()
    assert Reading.objects.count() == 0
