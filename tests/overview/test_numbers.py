"""The owner's numbers: what is shown of each unit, to whom, and what the database keeps."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Person
from organisations.models import Membership, PptService
from organisations.roles import Role
from overview.desks.numbers import HalfYear, half_years
from tests.clock import TODAY
from tests.factories.accounts import CLOSED
from tests.factories.audit import EventFactory
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.concerns import ConcernFactory
from tests.factories.evaluations import CaseReviewFactory
from tests.factories.measures import MeasureFactory, PlanVersionFactory, SharedMeasureFactory
from tests.factories.organisations import (
    OwnerFactory,
    SchoolFactory,
    member,
)
from tests.factories.voices import TrustedAdultFactory
from tests.overview.counting import NUMBERS, cells, happened, opened, table_of

OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
SPRING = datetime(2026, 3, 2, 9, tzinfo=UTC)
AUTUMN = f"{NUMBERS}?half=2026-autumn"


# ---------------------------------------------------------------- what is shown
def test_half_years_are_fixed():
    assert [half.key for half in half_years(TODAY)] == [
        "2026-autumn", "2026-spring", "2025-autumn", "2025-spring", "2024-autumn",
    ]  # fmt: skip
    assert half_years(date(2026, 7, 31))[0] == HalfYear(2026, is_autumn=False)
    autumn = HalfYear(2026, is_autumn=True)
    assert (autumn.first, autumn.after.first) == (date(2026, 8, 1), date(2027, 1, 1))
    assert autumn.counted_on(TODAY) == date(2026, 11, 1)
    assert autumn.counted_on(date(2027, 3, 1)) == date(2027, 1, 1)


def test_five_are_shown_and_four_and_none_look_alike(fjellet, signed_in):
    opened(fjellet, fjellet.school, OCTOBER, 5)
    opened(fjellet, fjellet.other_school, OCTOBER, 4)
    page = table_of(signed_in(fjellet.owner_adviser).get(NUMBERS))
    found = [page.units[str(unit.pk)]["Open cases"] for unit in (fjellet.school,)]
    assert found == ["5"]
    four, none = (page.units[str(u.pk)] for u in (fjellet.other_school, fjellet.kindergarten))
    assert four["Open cases"] == none["Open cases"] == "fewer than 5"
    assert four["Plan in time"] == none["Plan in time"] == "–"
    assert four["PPT has received"] == none["PPT has received"] == "–"
    assert page.total == "All together not shown while a number is hidden"


def test_the_list_is_by_name_and_its_total_is_shown_when_nothing_is_hidden(fjellet, signed_in):
    for unit, number in (
        (fjellet.school, 5), (fjellet.other_school, 9), (fjellet.kindergarten, 7),
    ):  # fmt: skip
        opened(fjellet, unit, OCTOBER, number)
    client = signed_in(fjellet.owner_adviser)
    page = table_of(client.get(NUMBERS))
    names = [row["School or kindergarten"] for row in page.units.values()]
    assert names == ["Fjellet barnehage", "Fjellet skole", "Nye Fjellet skole"]
    assert page.total == "All together 21"
    kindergartens = table_of(client.get(f"{NUMBERS}?type=kindergarten"))
    assert set(kindergartens.units) == {str(fjellet.kindergarten.pk)}
    assert kindergartens.total == "All together 7"


def test_a_case_counts_as_it_stood_on_the_day(fjellet, signed_in):
    cases = opened(fjellet, fjellet.school, SPRING, 8)
    after = datetime(2026, 8, 3, 9, tzinfo=UTC)
    happened(cases[0], "case.closed", SPRING + timedelta(days=9))
    happened(cases[1], "case.closed", SPRING + timedelta(days=9))
    happened(cases[1], "case.reopened", SPRING + timedelta(days=19))
    happened(cases[2], "case.closed", after)
    happened(cases[3], "case.voided", after)
    client = signed_in(fjellet.owner_adviser)
    spring = cells(client, fjellet.school, f"{NUMBERS}?half=2026-spring")
    assert spring["Open cases"] == "7"
    assert cells(client, fjellet.school, AUTUMN)["Open cases"] == "5"
    # What is opened after the first of the month comes along with the next one.
    opened(fjellet, fjellet.school, datetime(2026, 11, 1, 9, tzinfo=UTC))
    assert cells(client, fjellet.school, AUTUMN)["Open cases"] == "5"


def test_what_the_owner_reads_one_by_one_is_not_counted(fjellet, signed_in):
    opened(fjellet, fjellet.school, OCTOBER, 5)
    opened(fjellet, fjellet.school, OCTOBER, held_by=fjellet.owner)
    opened(fjellet, fjellet.school, OCTOBER, alert__office=None)
    assert cells(signed_in(fjellet.owner_adviser), fjellet.school)["Open cases"] == "5"


def planned(case, days):
    """A plan that was complete so many days after its day."""
    late = datetime.combine(case.plan_due_on, datetime.min.time(), UTC) + timedelta(days, hours=9)
    PlanVersionFactory(plan__case=case, made_at=late)


@pytest.mark.parametrize(
    ("in_time", "late", "shown"),
    [
        (5, 0, "Yes"),
        (4, 1, "No"),
        (0, 5, "No"),
    ],
)
def test_plans_in_time_as_yes_or_no(fjellet, signed_in, in_time, late, shown):
    for days, number in ((0, in_time), (1, late)):
        for case in opened(fjellet, fjellet.school, OCTOBER, number):
            planned(case, days)
    assert cells(signed_in(fjellet.owner_adviser), fjellet.school)["Plan in time"] == shown


def test_a_plan_that_is_not_due_yet_or_not_needed_is_not_late(fjellet, signed_in):
    opened(fjellet, fjellet.school, OCTOBER, 4, plan_due_on=date(2026, 11, 1))
    (without,) = opened(fjellet, fjellet.school, OCTOBER)
    client = signed_in(fjellet.owner_adviser)
    assert cells(client, fjellet.school)["Plan in time"] == "No"
    EventFactory(name="case.monitored_without_plan", target_id=without.pk, at=OCTOBER)
    assert cells(client, fjellet.school)["Plan in time"] == "Yes"


def test_alerts_that_were_left_with_ppt_are_seen(fjellet, signed_in):
    waits = {"alert__state": "new", "alert__received_at": None, "alert__received_by": None}
    opened(fjellet, fjellet.school, OCTOBER, 4)
    opened(fjellet, fjellet.school, OCTOBER, **waits, alert__answer_by=date(2026, 11, 1))
    client = signed_in(fjellet.owner_adviser)
    assert cells(client, fjellet.school)["PPT has received"] == "Yes"
    opened(fjellet, fjellet.school, OCTOBER, **waits, alert__answer_by=date(2026, 10, 31))
    assert cells(client, fjellet.school)["PPT has received"] == "No"


# ---------------------------------------------------------------- something overdue
YESTERDAY = TODAY - timedelta(days=1)


def overdue_plan(unit, day):
    CaseFactory(unit=unit, plan_due_on=day)


def overdue_evaluation(unit, day):
    case = CaseFactory(unit=unit, state="follow_up")
    MeasureFactory(plan__case=case, running=True, evaluate_on=day)


def overdue_talk(unit, day):
    case = CaseFactory(unit=unit, state="follow_up")
    TrustedAdultFactory(involvement=InvolvementFactory(case=case), talk_on=day)


def overdue_review(unit, day):
    CaseReviewFactory(case=CaseFactory(unit=unit, state="follow_up"), due_on=day)


def overdue_shared_measure(unit, day):
    SharedMeasureFactory(unit=unit, running=True, evaluate_on=day)


def overdue_concern(unit, day):
    ConcernFactory(unit=unit, answer_by=day)


@pytest.mark.parametrize(
    "late",
    [
        overdue_plan, overdue_evaluation, overdue_talk, overdue_review, overdue_shared_measure,
        overdue_concern,
    ],
)  # fmt: skip
def test_something_overdue_is_said_with_a_yes(fjellet, signed_in, late):
    client = signed_in(fjellet.owner_adviser)
    for day, said in ((TODAY, "No"), (YESTERDAY, "Yes")):
        late(fjellet.kindergarten, day)
        found = {
            unit.name: cells(client, unit)["Something overdue now"]
            for unit in (fjellet.kindergarten, fjellet.school)
        }
        assert found == {fjellet.kindergarten.name: said, fjellet.school.name: "No"}


def test_what_lies_with_the_owner_is_not_overdue_at_the_unit(fjellet, signed_in):
    ConcernFactory(unit=fjellet.school, answer_by=YESTERDAY, route="owner")
    CaseFactory(unit=fjellet.school, held_by=fjellet.owner, plan_due_on=YESTERDAY)
    page = cells(signed_in(fjellet.owner_adviser), fjellet.school)
    assert page["Something overdue now"] == "No"


# ---------------------------------------------------------------- the page
@pytest.mark.parametrize("rows", [1, 3])
def test_the_numbers_take_as_many_queries_however_many_units(
    fjellet, signed_in, django_assert_num_queries, rows
):
    owner = OwnerFactory()
    for _row in range(rows):
        opened(fjellet, SchoolFactory(parent=owner), OCTOBER, rows * 2)
    client = signed_in(member(Role.OWNER_ADVISER, owner))
    client.get(NUMBERS)
    # The frame's four, since no case is read; the units, what is counted, what is overdue, and who
    # leads.
    with django_assert_num_queries(4 + 4):
        client.get(NUMBERS)


def test_without_units_and_with_few_cases_it_is_said(fjellet, signed_in):
    empty = member(Role.OWNER_ADVISER, OwnerFactory())
    assert "No school or kindergarten uses the service yet." in words(signed_in(empty).get(NUMBERS))
    client = signed_in(fjellet.owner_adviser)
    assert "There are too few cases to show numbers." in words(client.get(NUMBERS))
    assert "Ask all of these in the same way." in words(client.get(NUMBERS))
    opened(fjellet, fjellet.school, OCTOBER, 5)
    assert "too few cases" not in words(client.get(NUMBERS))


def test_whoever_owns_only_schools_is_not_asked_which_units_to_show(fjellet, signed_in):
    owner = SchoolFactory().parent
    client = signed_in(member(Role.OWNER_ADVISER, owner))
    assert "type=school" not in words(client.get(NUMBERS))
    assert "type=school" in words(signed_in(fjellet.owner_adviser).get(NUMBERS))


def links_to_write(page):
    return re.findall('href="(mailto:[^"]*)"', page.content.decode())


def test_every_unit_is_written_to_in_the_same_way_and_all_with_few_at_once(fjellet, signed_in):
    opened(fjellet, fjellet.school, OCTOBER, 5)
    member(Role.DEPUTY, fjellet.kindergarten)  # does not lead
    client = signed_in(fjellet.owner_adviser)
    leads = [fjellet.head, fjellet.principal, fjellet.other_principal]
    few = ",".join(sorted([fjellet.head.email, fjellet.other_principal.email]))
    assert links_to_write(client.get(NUMBERS)) == [
        *(f"mailto:{one.email}" for one in leads), f"mailto:?bcc={few}",
    ]  # fmt: skip
    assert "write nothing of a child" in words(client.get(NUMBERS))
    Membership.objects.filter(person=fjellet.head).update(ends_on=YESTERDAY)
    Person.objects.filter(pk=fjellet.principal.pk).update(**CLOSED)
    again = client.get(NUMBERS)
    other = fjellet.other_principal.email
    assert links_to_write(again) == [f"mailto:{other}", f"mailto:?bcc={other}"]
    assert words(again).count("Nobody leads here") == 2


def words(page):
    return " ".join(page.content.decode().split())


# ---------------------------------------------------------------- units without an office
def test_units_that_no_office_serves_stand_on_the_owners_page(fjellet, strand, signed_in):
    client = signed_in(fjellet.owner_adviser)
    assert "Every alert has reached a PPT office." in words(client.get("/owner/"))
    PptService.objects.filter(serves=fjellet.owner).delete()
    PptService.objects.create(office=fjellet.office, serves=fjellet.school)
    for person in (fjellet.owner_adviser, fjellet.owner_administrator):
        page = signed_in(person).get("/owner/")
        found = page.context["without_office"].units
        assert found == [fjellet.kindergarten, fjellet.other_school]
        assert "Decide who serves them" in words(page)
        assert words(page).index("No PPT office") < words(page).index("</main>")
    Membership.objects.filter(person=fjellet.owner_adviser).update(organisation=strand.owner)
    assert signed_in(fjellet.owner_adviser).get("/owner/").context["without_office"].units == []
