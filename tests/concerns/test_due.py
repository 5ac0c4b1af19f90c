"""A concern that waits is a duty of those who answer it, on Min dag and on the owner's page."""

from datetime import date, timedelta

import pytest

from audit.models import Reading
from common.dates import at_in_figures
from concerns.models import Concern
from tests.concerns.sheets import links, text
from tests.factories.concerns import ConcernFactory

TODAYS_PAGE = "/today/"
EVERYBODY = {
    "principal", "deputy", "case_worker", "teacher", "other_principal", "owner_adviser",
}  # fmt: skip


def duties(response):
    return [
        (heap.key, duty.days_over)
        for heap in response.context["workday"].heaps
        for duty in heap.duties
        if str(duty.what) == "Answer a concern"
    ]


@pytest.mark.parametrize(
    ("route", "whose"),
    [
        ("leader", {"principal", "deputy", "case_worker"}),
        ("staff", {"principal", "owner_adviser"}),
        ("owner", {"owner_adviser"}),
    ],
)
def test_it_is_the_duty_of_those_who_answer(fjellet, strand, signed_in, route, whose):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher, route=route)
    for who in sorted(EVERYBODY):
        page = signed_in(getattr(fjellet, who)).get(TODAYS_PAGE)
        assert (who, duties(page)) == (who, [("today", 0)] if who in whose else [])
        assert (f"/concerns/{concern.pk}/" in links(page)) is (who in whose)
    assert duties(signed_in(strand.principal).get(TODAYS_PAGE)) == []


def test_the_child_who_needs_something_at_once_comes_first_and_it_says_so(fjellet, signed_in):
    first = ConcernFactory(unit=fjellet.school)
    urgent = ConcernFactory(unit=fjellet.school, needs_today="Følge hjem.")
    later = first.told_at + timedelta(minutes=5)
    Concern.objects.filter(pk=urgent.pk).update(told_at=later)
    page = signed_in(fjellet.principal).get(TODAYS_PAGE)
    (heap,) = page.context["workday"].heaps
    assert [(str(one.what), one.url) for one in heap.duties] == [
        (
            "Answer a concern where the child needs something at once",
            f"/concerns/{urgent.pk}/",
        ),
        ("Answer a concern", f"/concerns/{first.pk}/"),
    ]
    assert "Følge hjem." not in text(page)


def test_it_is_overdue_the_day_after(fjellet, signed_in):
    ConcernFactory(unit=fjellet.school, answer_by=date(2026, 11, 22))
    page = signed_in(fjellet.principal).get(TODAYS_PAGE)
    assert duties(page) == [("overdue", 1)]
    assert "Overdue 1 day" in text(page)


@pytest.mark.parametrize("how", ["answered", "taken_on"])
def test_it_is_gone_when_it_is_answered(fjellet, signed_in, how):
    ConcernFactory(unit=fjellet.school, **{how: True})
    assert duties(signed_in(fjellet.principal).get(TODAYS_PAGE)) == []


def test_what_was_sent_on_is_the_owners_duty(fjellet, signed_in):
    ConcernFactory(unit=fjellet.school, sent_on=True)
    assert duties(signed_in(fjellet.principal).get(TODAYS_PAGE)) == []
    assert duties(signed_in(fjellet.owner_adviser).get(TODAYS_PAGE)) == [("today", 0)]


def test_min_dag_says_where_and_when_it_was_told_names_nobody_and_reads_nothing(fjellet, signed_in):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher)
    page = text(signed_in(fjellet.principal).get(TODAYS_PAGE))
    named = ("Jonas", "7A", "alene", fjellet.teacher.name)
    assert [word for word in named if word in page] == []
    assert f"Answer a concern: Fjellet skole, {at_in_figures(concern.told_at)}" in page
    assert Reading.objects.count() == 0


def test_the_owners_page_lists_what_waits_there(fjellet, strand, signed_in):
    waiting = [
        ConcernFactory(unit=fjellet.school, **how)
        for how in ({"route": "staff"}, {"route": "owner"}, {"sent_on": True})
    ]
    for how in ({}, {"route": "owner", "answered": True}):
        ConcernFactory(unit=fjellet.school, **how)
    ConcernFactory(unit=strand.school, route="owner")
    page = signed_in(fjellet.owner_adviser).get("/owner/")
    assert {concern.pk for concern in page.context["concerns"]} == {one.pk for one in waiting}
    assert "Jonas" not in text(page)
    administrator = signed_in(fjellet.owner_administrator).get("/owner/")
    assert list(administrator.context["concerns"]) == []
