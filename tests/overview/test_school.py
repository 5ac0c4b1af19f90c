import re
from datetime import UTC, date, datetime, timedelta

import pytest

from measures.models import Measure
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.audit import EventFactory
from tests.factories.cases import CaseAccessFactory, CaseFactory, SafetyAnswerFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.measures import MeasureFactory, PlanReferenceFactory, SharedMeasureFactory

SCHOOL = "/school/"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def tiles(response):
    return {tile.key: tile.number for tile in response.context["school"].tiles}


def cases(response):
    return [row.case for row in response.context["school"].shown]


def planned(set_up):
    plan = set_up.measure.plan
    type(plan).objects.filter(pk=plan.pk).update(state="complete", completed_at=NOW)
    return set_up


def closed(place, at, **case):
    ended = CaseFactory(unit=place.school, state="closed", ended_reason="Trygt.", **case)
    EventFactory(case_id=ended.pk, name="case.closed", at=at)
    return ended


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("principal", 200),
        ("deputy", 200),
        ("owner_adviser", 200),
        ("teacher", 404),
        ("ppt_adviser", 404),
    ],
)
def test_who_opens_the_school(fjellet, signed_in, role, status):
    assert signed_in(getattr(fjellet, role)).get(SCHOOL).status_code == status


def test_the_tiles_count_and_filter(fjellet, signed_in):
    sound = planned(scene(fjellet, evaluate_on=TODAY + timedelta(days=7)))
    late = planned(scene(fjellet, evaluate_on=TODAY - timedelta(days=2)))
    bare = CaseFactory(unit=fjellet.school, plan_due_on=TODAY + timedelta(days=3))
    worse = planned(scene(fjellet, evaluate_on=TODAY + timedelta(days=7)))
    for weeks, value in ((6, 3), (4, 3), (2, 2)):
        SafetyAnswerFactory(
            involvement=worse.pupil, value=value, day=TODAY - timedelta(weeks=weeks)
        )
    ended = closed(fjellet, NOW)
    CaseFactory(unit=fjellet.school, state="void", ended_reason="Feil.")
    CaseFactory(unit=fjellet.other_school)
    client = signed_in(fjellet.principal)
    page = client.get(SCHOOL)
    assert tiles(page) == {"": 4, "overdue": 1, "unplanned": 1, "not-better": 1, "closed": 1}
    assert set(cases(page)) == {sound.case, late.case, bare, worse.case}
    shown = {key: cases(client.get(f"{SCHOOL}?show={key}")) for key in tiles(page) if key}
    assert shown == {
        "overdue": [late.case], "unplanned": [bare], "not-better": [worse.case],
        "closed": [ended],
    }  # fmt: skip
    assert client.get(f"{SCHOOL}?show=other").status_code == 404


def test_a_row_says_how_it_stands_without_a_name(fjellet, signed_in):
    set_up = planned(scene(fjellet, evaluate_on=date(2026, 11, 30)))
    SafetyAnswerFactory(involvement=set_up.pupil, value=2, day=TODAY)
    page = words(signed_in(fjellet.principal).get(SCHOOL))
    for said in (set_up.case.reference, "Complete", "2 Unsafe", "30.11.2026", "week 49"):
        assert said in page
    for name in ("Sárá", "Nilsen", fjellet.teacher.name):
        assert name not in page


def test_the_next_date_is_the_first_of_what_is_due(fjellet, signed_in):
    set_up = scene(fjellet, evaluate_on=date(2026, 12, 10))
    type(set_up.case).objects.filter(pk=set_up.case.pk).update(plan_due_on=date(2026, 12, 9))
    client = signed_in(fjellet.principal)

    def day():
        (row,) = client.get(SCHOOL).context["school"].rows
        return row.next_on

    assert day() == TODAY + timedelta(weeks=2)  # the talk
    set_up.pupil.trusted_adults.update(talk_on=date(2026, 12, 11))
    assert day() == date(2026, 12, 9)  # the plan
    planned(set_up)
    assert day() == date(2026, 12, 10)  # the evaluation


def test_the_next_date_is_never_later_than_a_duty_of_my_day(fjellet, signed_in):
    set_up = planned(scene(fjellet, evaluate_on=date(2026, 12, 10)))
    client = signed_in(fjellet.principal)

    def overdue():
        page = client.get(SCHOOL)
        (row,) = page.context["school"].rows
        return row.next_on, tiles(page)["overdue"]

    step = HandoverFactory(case=set_up.case, due_on=date(2026, 10, 8))
    assert overdue() == (date(2026, 10, 8), 1)
    step.delete()
    Measure.objects.filter(pk=set_up.measure.pk).update(decide_on=date(2026, 11, 20))
    assert overdue() == (date(2026, 11, 20), 1)
    type(set_up.case).objects.filter(pk=set_up.case.pk).update(unsafe_since=date(2026, 11, 19))
    assert overdue() == (date(2026, 11, 19), 1)
    MeasureFactory(plan=set_up.measure.plan, starts_on=date(2026, 11, 2))
    assert overdue() == (date(2026, 11, 2), 1)


def test_coverage_counts_plans_and_takes_shared_measures_along(fjellet, signed_in):
    first, second = planned(scene(fjellet)), scene(fjellet)
    Measure.objects.filter(pk=first.measure.pk).update(target_groups=["exposed", "class"])
    Measure.objects.filter(pk=second.measure.pk).update(target_groups=["exposed"])
    shared = SharedMeasureFactory(unit=fjellet.school, target_groups=["bystanders"])
    PlanReferenceFactory(plan=second.measure.plan, case=second.case, shared=shared)
    page = signed_in(fjellet.principal).get(SCHOOL)
    found = [(str(row.label), row.number, row.plans) for row in page.context["school"].coverage]
    assert found == [
        ("The one exposed", 2, 2),
        ("The one who violates", 0, 2),
        ("Those who look on", 1, 2),
        ("The class or group", 1, 2),
        ("The school or kindergarten", 0, 2),
    ]


def test_what_was_opened_and_closed_month_by_month(fjellet, signed_in):
    for day in (datetime(2026, 9, 1, 8, tzinfo=UTC), datetime(2026, 9, 30, 8, tzinfo=UTC)):
        CaseFactory(unit=fjellet.school, created_at=day)
    closed(
        fjellet, datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
        created_at=datetime(2026, 5, 4, 8, tzinfo=UTC),
    )  # fmt: skip
    page = signed_in(fjellet.principal).get(SCHOOL)
    found = [(row.first.month, row.opened, row.closed) for row in page.context["school"].months]
    assert found == [(8, 0, 0), (9, 2, 0), (10, 0, 0), (11, 0, 1)]
    assert "September 2026" in words(page)


def test_a_case_that_is_closed_to_the_viewer_is_not_counted(fjellet, signed_in):
    set_up = scene(fjellet)
    CaseAccessFactory(case=set_up.case, person=fjellet.deputy)
    page = signed_in(fjellet.deputy).get(SCHOOL)
    assert tiles(page) == {"": 0, "overdue": 0, "unplanned": 0, "not-better": 0, "closed": 0}
    assert page.context["school"].coverage == []
    assert "Few cases do not always mean that everybody is safe." in words(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_school_takes_as_many_queries_however_many_cases(
    fjellet, signed_in, django_assert_num_queries, rows
):
    for _row in range(rows):
        planned(scene(fjellet))
    client = signed_in(fjellet.principal)
    client.get(SCHOOL)
    # The frame's seven, and one each for the cases, the answers, what was opened, what was closed,
    # the plans, their measures, and the shared ones.
    with django_assert_num_queries(7 + 9):
        client.get(SCHOOL)


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner_adviser", 200), ("owner_administrator", 200), ("principal", 404), ("ppt_leader", 404)],
)
def test_who_opens_the_owners_page(fjellet, signed_in, role, status):
    assert signed_in(getattr(fjellet, role)).get("/owner/").status_code == status


def test_the_owner_sees_alerts_that_no_office_got_and_no_case_of_the_school(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    placed = CaseFactory(unit=fjellet.other_school, alert__office=fjellet.office)
    page = signed_in(fjellet.owner_adviser).get("/owner/")
    assert [alert.pk for alert in page.context["without_office"].alerts] == [case.alert_id]
    assert list(page.context["held"]) == []
    assert case.reference not in page.content.decode()
    assert placed.reference not in page.content.decode()


def test_the_owner_sees_cases_that_it_holds(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    page = signed_in(fjellet.owner_adviser).get("/owner/")
    assert list(page.context["held"]) == [case]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_owners_page_takes_as_many_queries_however_many_rows(
    fjellet, signed_in, django_assert_num_queries, rows
):
    for _row in range(rows):
        CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    client = signed_in(fjellet.owner_adviser)
    client.get("/owner/")
    # What lies there takes six, the units that no office serves one, and the number of what is long
    # overdue three: the units, their calendars (none is entered), and the count.
    with django_assert_num_queries(7 + 10):
        client.get("/owner/")


def overdue(place, number, unit):
    for _one in range(number):
        set_up = scene(place, evaluate_on=date(2026, 10, 1))
        type(set_up.case).objects.filter(pk=set_up.case.pk).update(unit=unit, held_by=unit)


def test_the_owner_sees_what_is_long_overdue_as_numbers_and_small_ones_not(fjellet, signed_in):
    scene(fjellet, evaluate_on=TODAY - timedelta(days=3))
    client = signed_in(fjellet.owner_adviser)
    assert client.get("/owner/").context["late"] == []
    # A unit that stands here has one at least: five values fit what is not said, one to five.
    overdue(fjellet, 5, fjellet.other_school)
    overdue(fjellet, 6, fjellet.school)
    page = client.get("/owner/")
    found = {unit.name: unit.number for unit in page.context["late"]}
    assert found == {fjellet.other_school.name: None, fjellet.school.name: 6}
    assert "at most 5" in words(page)
    assert signed_in(fjellet.owner_administrator).get("/owner/").context["late"] == []
