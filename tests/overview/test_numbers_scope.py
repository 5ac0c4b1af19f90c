"""Who reads the owner's numbers, in both layers; and what the database keeps to itself."""

from datetime import UTC, date, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.models import Case, CaseAccess
from organisations.roles import Role
from overview.desks.numbers import half_years
from tests.clock import TODAY
from tests.factories.audit import EventFactory
from tests.factories.cases import CaseAccessFactory
from tests.factories.organisations import (
    KindergartenFactory,
    MembershipFactory,
    OwnerFactory,
    member,
)
from tests.overview.counting import NUMBERS, cells, happened, opened, table_of
from tests.overview.test_numbers import OCTOBER, SPRING, YESTERDAY, overdue_evaluation, overdue_plan
from tests.plugin_database import as_worker
from tests.scope import acting


def asked(person, sql, *values):
    """The answer of the database itself to the web, in the scope of the person."""
    with acting(person, TODAY), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def numbers_for(person, half=date(2026, 8, 1), today=TODAY):
    return asked(person, "SELECT * FROM evaluations_numbers_at(%s, %s)", half, today)


# ---------------------------------------------------------------- who sees it
def test_a_case_that_is_closed_to_the_viewer_is_in_no_number(fjellet, signed_in):
    cases = opened(fjellet, fjellet.school, OCTOBER, 6, plan_due_on=YESTERDAY)
    client = signed_in(fjellet.owner_adviser)
    closed = {"person": fjellet.owner_adviser, "given_at": OCTOBER}
    CaseAccessFactory(case=cases[0], **closed)
    assert cells(client, fjellet.school)["Open cases"] == "5"
    for case in cases[1:]:
        CaseAccessFactory(case=case, **closed)
    page = cells(client, fjellet.school)
    assert (page["Open cases"], page["Something overdue now"]) == ("fewer than 5", "No")


# ---------------------------------------------------------------- what was read once stands
AFTER = datetime(2026, 11, 10, 9, tzinfo=UTC)
EVERY_HALF = tuple(half.first for half in half_years(TODAY))


def all_numbers(person, today=TODAY):
    return {half: numbers_for(person, half, today) for half in EVERY_HALF}


def shut_out(place, case):
    CaseAccessFactory(case=case, person=place.owner_adviser, given_at=AFTER)


def let_in_again(place, case):
    CaseAccess.objects.filter(case=case).update(ended_at=AFTER)


def taken_by_the_owner_and_closed_to_the_one_who_asks(place, case):
    Case.objects.filter(pk=case.pk).update(held_by=place.owner)
    EventFactory(name="case.held_by_owner", at=AFTER, case_id=case.pk, target_id=case.pk)
    shut_out(place, case)


def handed_back(place, case):
    Case.objects.filter(pk=case.pk).update(held_by=place.school)
    EventFactory(name="case.handed_back", at=AFTER, case_id=case.pk, target_id=case.pk)


def ended(place, case):
    happened(case, "case.closed", AFTER)


@pytest.mark.parametrize(
    ("before", "happens"),
    [
        ({}, shut_out),
        ({"closed": True}, let_in_again),
        ({}, taken_by_the_owner_and_closed_to_the_one_who_asks),
        ({"held": True}, handed_back),
        ({}, ended),
    ],
)
def test_what_happens_later_changes_no_number_of_a_day(fjellet, before, happens):
    """A difference would tell of one case: that there is one, and how many there are besides."""
    *_others, case = opened(fjellet, fjellet.school, SPRING, 6)
    if "closed" in before:
        CaseAccessFactory(case=case, person=fjellet.owner_adviser, given_at=SPRING)
    if "held" in before:
        Case.objects.filter(pk=case.pk).update(held_by=fjellet.owner)
        EventFactory(name="case.held_by_owner", at=SPRING, case_id=case.pk, target_id=case.pk)
    numbers = all_numbers(fjellet.owner_adviser)
    assert [row[1] for row in numbers[date(2026, 8, 1)]] == [5 if before else 6]
    happens(fjellet, case)
    assert all_numbers(fjellet.owner_adviser) == numbers
    # From the next day that is counted on, it shows.
    december = all_numbers(fjellet.owner_adviser, date(2026, 12, 1))
    assert [row[1] for row in december[date(2026, 8, 1)]] == [6 if before else 5]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("owner_adviser", 200), ("owner_administrator", 404), ("data_protection_officer", 404),
        ("principal", 404), ("ppt_leader", 404),
    ],
)  # fmt: skip
def test_who_opens_the_numbers(fjellet, signed_in, role, status):
    client = signed_in(getattr(fjellet, role))
    assert client.get(NUMBERS).status_code == status
    if role in ("owner_adviser", "owner_administrator"):
        assert (NUMBERS in client.get("/owner/").content.decode()) is (status == 200)


def test_a_municipality_sees_nothing_of_a_private_kindergarten(fjellet, signed_in):
    private = OwnerFactory(name="Bekken barnehager AS")
    kindergarten = KindergartenFactory(name="Bekken barnehage", parent=private)
    adviser = member(Role.OWNER_ADVISER, private)
    opened(fjellet, kindergarten, OCTOBER, 6)
    overdue_plan(kindergarten, YESTERDAY)
    page = signed_in(fjellet.owner_adviser).get(NUMBERS)
    assert str(kindergarten.pk) not in table_of(page).units
    assert "Bekken" not in page.content.decode()
    assert numbers_for(fjellet.owner_adviser) == []
    assert asked(fjellet.owner_adviser, "SELECT evaluations_overdue_at(%s)", TODAY) == []
    own = table_of(signed_in(adviser).get(NUMBERS)).units
    assert {unit: row["Open cases"] for unit, row in own.items()} == {str(kindergarten.pk): "6"}


def test_an_adviser_of_two_owners_sees_whose_each_unit_is(fjellet, strand, signed_in):
    MembershipFactory(
        person=fjellet.owner_adviser, organisation=strand.owner, role=Role.OWNER_ADVISER
    )
    page = cells(signed_in(fjellet.owner_adviser), strand.school)
    assert page["School or kindergarten"] == "Strand skole Strand kommune"


# ---------------------------------------------------------------- what the database keeps
def test_the_web_gets_no_small_number(fjellet):
    for unit, number in ((fjellet.school, 5), (fjellet.other_school, 4)):
        opened(fjellet, unit, OCTOBER, number, plan_due_on=TODAY)
    assert [row[:2] for row in numbers_for(fjellet.owner_adviser)] == [(fjellet.school.pk, 5)]
    for unit, number in ((fjellet.school, 6), (fjellet.other_school, 5)):
        for _one in range(number):
            overdue_evaluation(unit, date(2026, 10, 1))
    units = [fjellet.school.pk, fjellet.other_school.pk]
    late = "SELECT * FROM evaluations_late_at(%s::uuid[], %s::date[], %s, 2026)"
    found = asked(fjellet.owner_adviser, late, units, [TODAY, TODAY], ["follow_up"])
    assert dict(found) == {fjellet.school.pk: 6, fjellet.other_school.pk: None}


@pytest.mark.parametrize("half", [date(2026, 8, 2), date(2026, 9, 1), date(2027, 1, 1)])
def test_the_database_counts_half_years_only(fjellet, half):
    opened(fjellet, fjellet.school, SPRING, 6)
    assert len(numbers_for(fjellet.owner_adviser)) == 1
    assert numbers_for(fjellet.owner_adviser, half) == []


@pytest.mark.parametrize("role", ["principal", "owner_administrator", "ppt_leader"])
def test_the_database_answers_nobody_but_the_owners_advisers(fjellet, role):
    opened(fjellet, fjellet.school, OCTOBER, 6, plan_due_on=YESTERDAY)
    assert numbers_for(getattr(fjellet, role)) == []
    assert asked(getattr(fjellet, role), "SELECT evaluations_overdue_at(%s)", TODAY) == []


def test_the_worker_may_not_count(db):
    for question in ("overdue_at(now()::date)", "numbers_at(now()::date, now()::date)"):
        with pytest.raises(ProgrammingError), transaction.atomic(), as_worker():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT evaluations_{question}")
