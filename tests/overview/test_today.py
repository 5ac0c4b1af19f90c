"""Min dag: what is asked of whom, most urgent first, without a name."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from audit.models import Reading
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.voices import GuardianContactFactory, HearingFactory, TrustedAdultFactory

TODAYS_PAGE = "/today/"


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def heaps(response):
    return [
        (heap.key, [(str(duty.what), duty.title, duty.reference) for duty in heap.duties])
        for heap in response.context["workday"].heaps
    ]


def complete(set_up):
    plan = set_up.measure.plan
    type(plan).objects.filter(pk=plan.pk).update(state="complete", completed_at=NOW)
    return set_up


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("principal", "/today/"),
        ("deputy", "/today/"),
        ("teacher", "/today/"),
        ("school_administrator", "/organisations/calendar/"),
        ("ppt_adviser", "/ppt/"),
        ("ppt_leader", "/ppt/"),
        ("owner_adviser", "/owner/"),
        ("owner_administrator", "/owner/"),
        ("data_protection_officer", "/today/"),
    ],
)
def test_each_role_has_its_first_page(fjellet, signed_in, role, first):
    client = signed_in(getattr(fjellet, role))
    assert client.get("/")["Location"] == first
    today = client.get(TODAYS_PAGE)
    opens = first == "/today/" or role == "owner_adviser"
    assert today.status_code == (200 if opens else 302)


def test_new_case_is_offered_only_where_one_may_open_it(fjellet, signed_in):
    for person, offered in [
        (fjellet.principal, True),
        (fjellet.deputy, True),
        (fjellet.teacher, False),
        (fjellet.owner_adviser, False),
    ]:
        page = signed_in(person).get(TODAYS_PAGE).content.decode()
        assert (reverse("cases:new") in page) is offered


def test_the_heading_says_the_day_and_the_week(fjellet, signed_in):
    page = signed_in(fjellet.teacher).get(TODAYS_PAGE)
    assert "Monday 23 November · week 48" in text(page)


@pytest.mark.parametrize(
    ("days", "key"), [(-3, "overdue"), (0, "today"), (4, "week"), (14, "later")]
)
def test_a_teachers_evaluation_lies_in_the_right_heap(fjellet, signed_in, days, key):
    set_up = complete(scene(fjellet, evaluate_on=TODAY + timedelta(days=days)))
    page = signed_in(fjellet.teacher).get(TODAYS_PAGE)
    assert heaps(page) == [(key, [("Evaluate", "Trygg voksen", set_up.case.reference)])]
    assert reverse("evaluations:record", args=[set_up.measure.pk]) in page.content.decode()
    assert ("Overdue 3 days" in text(page)) is (key == "overdue")


def test_no_name_stands_on_the_page(fjellet, signed_in):
    complete(scene(fjellet))
    for person in (fjellet.teacher, fjellet.principal):
        page = text(signed_in(person).get(TODAYS_PAGE))
        assert "Sárá" not in page
        assert "Nilsen" not in page


def test_nothing_urgent_says_so_with_the_next_date(fjellet, signed_in):
    client = signed_in(fjellet.teacher)
    assert "Nothing is urgent now." in text(client.get(TODAYS_PAGE))
    complete(scene(fjellet, evaluate_on=date(2026, 11, 27)))
    page = text(client.get(TODAYS_PAGE))
    assert "Nothing is urgent now." in page
    assert "The next thing is due Friday 27 November 2026, week 48." in page


def test_an_evaluation_that_is_done_is_gone_by_itself(fjellet, signed_in):
    set_up = complete(scene(fjellet))
    client = signed_in(fjellet.teacher)
    taps = {"due_on": TODAY, "safety": "4", "effect": "yes", "next": "continue"}
    client.post(reverse("evaluations:record", args=[set_up.measure.pk]), taps)
    assert heaps(client.get(TODAYS_PAGE))[0][0] == "later"


def test_others_measures_and_those_of_ended_cases_are_not_there(fjellet, signed_in):
    scene(fjellet, responsible=fjellet.other_teacher)
    ended = scene(fjellet)
    type(ended.case).objects.filter(pk=ended.case.pk).update(state="void", ended_reason="Feil.")
    assert heaps(signed_in(fjellet.teacher).get(TODAYS_PAGE)) == []


def test_an_excluded_teacher_does_not_meet_the_measure(fjellet, signed_in):
    set_up = scene(fjellet)
    CaseAccessFactory(case=set_up.case, person=fjellet.teacher)
    assert heaps(signed_in(fjellet.teacher).get(TODAYS_PAGE)) == []


def test_a_principal_sees_the_measures_of_the_whole_school_or_only_own(fjellet, signed_in):
    complete(scene(fjellet))
    client = signed_in(fjellet.principal)
    (whole,) = heaps(client.get(TODAYS_PAGE))
    assert whole[0] == "today"
    assert heaps(client.get(TODAYS_PAGE + "?mine=1")) == []


def test_a_teacher_cannot_ask_for_the_whole_school(fjellet, signed_in):
    scene(fjellet, responsible=fjellet.other_teacher)
    page = signed_in(fjellet.teacher).get(TODAYS_PAGE)
    assert heaps(page) == []
    assert "everybody" not in text(page)


def test_a_case_without_a_complete_plan_asks_for_one(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, plan_due_on=TODAY - timedelta(days=1))
    PlanFactory(case=case)
    client = signed_in(fjellet.principal)
    assert heaps(client.get(TODAYS_PAGE)) == [("overdue", [("Make the plan", "", case.reference)])]
    assert "Overdue 1 day " in text(client.get(TODAYS_PAGE))
    about = TrustedAdultFactory(
        involvement=HearingFactory(involvement__case=case).involvement,
        adult=fjellet.teacher,
        talk_on=TODAY + timedelta(days=7),
    )
    PlanFactory(case=case, about=about.involvement, state="complete", completed_at=NOW)
    GuardianContactFactory(involvement=about.involvement, guardian=None, who="mor")
    assert heaps(client.get(TODAYS_PAGE)) == []


def test_a_measure_that_should_run_and_does_not_is_shown_to_the_principal(fjellet, signed_in):
    set_up = complete(
        scene(
            fjellet,
            running=False,
            state="planned",
            evaluate_on=None,
            starts_on=TODAY - timedelta(days=2),
        )
    )
    expected = ("overdue", [("Start the measure", "Trygg voksen", set_up.case.reference)])
    assert heaps(signed_in(fjellet.principal).get(TODAYS_PAGE)) == [expected]
    assert heaps(signed_in(fjellet.teacher).get(TODAYS_PAGE)) == []


def test_measures_of_one_plan_that_should_run_are_one_line(fjellet, signed_in):
    late = {"running": False, "state": "planned", "evaluate_on": None}
    set_up = complete(scene(fjellet, starts_on=TODAY - timedelta(days=2), **late))
    plan = set_up.measure.plan
    for days in (5, 3):
        start = {"starts_on": TODAY - timedelta(days=days), "responsible": fjellet.teacher}
        MeasureFactory(plan=plan, case=plan.case, **start)
    client = signed_in(fjellet.principal)
    expected = ("overdue", [("Start the measures", "3 measures", set_up.case.reference)])
    assert heaps(client.get(TODAYS_PAGE)) == [expected]
    (shown,) = client.get(TODAYS_PAGE).context["workday"].heaps[0].duties
    assert shown.due_on == TODAY - timedelta(days=5)
    said = text(client.get(set_up.case.get_absolute_url()))
    assert "Start the measures: 3 measures" in said


def test_a_measure_that_waits_for_others_is_not_late(fjellet, signed_in):
    complete(
        scene(fjellet, running=False, state="planned", evaluate_on=None, follows="when_evaluated")
    )
    assert heaps(signed_in(fjellet.principal).get(TODAYS_PAGE)) == []


def test_what_ppt_has_answered_and_has_not(fjellet, signed_in):
    late = complete(scene(fjellet, evaluate_on=date(2026, 12, 7))).case
    type(late.alert).objects.filter(pk=late.alert_id).update(answer_by=TODAY - timedelta(days=1))
    answered = complete(scene(fjellet, evaluate_on=date(2026, 12, 7))).case
    type(answered.alert).objects.filter(pk=answered.alert_id).update(
        state="received",
        received_at=datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
        received_by=fjellet.ppt_adviser,
    )
    page = signed_in(fjellet.principal).get(TODAYS_PAGE + "?mine=1")
    assert heaps(page) == [
        ("overdue", [("Ask PPT why the alert is not answered", "", late.reference)])
    ]
    assert page.context["workday"].answered == [answered]
    assert "PPT received the alert Friday 20 November 2026" in text(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_however_many_cases_and_one_reading_for_each(
    fjellet, signed_in, django_assert_num_queries, rows
):
    for _row in range(rows):
        complete(scene(fjellet))
        CaseFactory(unit=fjellet.school)
    client = signed_in(fjellet.principal)
    client.get(TODAYS_PAGE)
    Reading.objects.all().delete()
    # The frame's seven (here the read log's INSERT has a savepoint around it), then one for the
    # measures, one for the cases, one for the drafts, one for what the owner has answered, and one
    # for each of the 22 questions of ``overview.due`` that ask something of a leader: all but the
    # owner's own two. Where there are talks, who is there is asked in another.
    with django_assert_num_queries(7 + 7 + 22 + 1):
        client.get(TODAYS_PAGE)
    assert Reading.objects.filter(page="overview:today").count() == 2 * rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_teachers_day_takes_as_many_queries_however_much_there_is(
    fjellet, signed_in, django_assert_num_queries, rows
):
    set_up = scene(fjellet)
    MeasureFactory.create_batch(
        rows - 1,
        plan=set_up.measure.plan,
        running=True,
        evaluate_on=TODAY,
        responsible=fjellet.teacher,
    )
    client = signed_in(fjellet.teacher)
    client.get(TODAYS_PAGE)
    with django_assert_num_queries(7 + 4):
        client.get(TODAYS_PAGE)
