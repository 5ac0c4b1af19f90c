"""The owner is told of reviews and of steps over the summer that are long overdue: of a unit, with
a number, and of no case."""

from datetime import date, timedelta

import pytest

from cases.models import Case, Handover
from evaluations.models import CaseReview
from evaluations.notices import LateAtUnit
from evaluations.telling import tell_owner
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.evaluations.test_reviews import at, open_case, run, waiting
from tests.evaluations.test_telling import told
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseAccessFactory
from tests.factories.evaluations import CaseReviewFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.measures import SharedMeasureFactory
from tests.factories.organisations import member
from tests.overview.test_school import words
from tests.plugin_database import as_worker

MONDAY, TENTH = date(2026, 11, 30), date(2026, 12, 14)


def late_step(place, **given):
    step = {"case": open_case(place), "kind": "august", "due_on": MONDAY} | given
    return HandoverFactory(**step)


@pytest.mark.parametrize("made", [waiting, late_step])
def test_tell_owner_ten_open_days_after_once_each(fjellet, made):
    row = made(fjellet, due_on=MONDAY)
    for _time in range(2):
        assert run(tell_owner, TENTH - timedelta(days=3)) == 0
    assert run(tell_owner, TENTH) == 2  # inbox and e-mail
    assert run(tell_owner, TENTH + timedelta(days=1)) == 0
    assert told(LateAtUnit) == [(fjellet.owner_adviser.name, 3, MONDAY)]
    rows = Message.objects.values_list("thing_id", "case_id")
    assert set(rows) == {(fjellet.school.pk, None)}
    assert row.case_id not in {thing for thing, _case in rows}


def test_a_unit_with_several_late_ones_of_a_day_is_told_of_once(fjellet):
    waiting(fjellet, due_on=MONDAY)
    waiting(fjellet, due_on=MONDAY)
    late_step(fjellet)
    assert run(tell_owner, TENTH) == 2


def done(rows):
    rows.update(text="Noe.", done_at=NOW, done_by=PersonFactory(), contact=PersonFactory())


def closed(rows):
    Case.objects.filter(pk__in=rows.values("case")).update(state="closed", ended_reason="Trygt.")


def of_last_year(rows):
    rows.update(school_year=2025)


@pytest.mark.parametrize("over", [done, closed, of_last_year])
def test_tell_owner_refused_by_state_where_nothing_waits(fjellet, over):
    late_step(fjellet)
    # The unit is asked about all the same: something there is still to come.
    waiting(fjellet, due_on=date(2027, 3, 1))
    run(tell_owner, TENTH)
    message = Message.objects.get(channel="email")
    with as_worker():
        assert LateAtUnit().still_due(message, at(TENTH)) is True
    over(Handover.objects.all())
    Message.objects.all().delete()
    assert run(tell_owner, TENTH) == 0
    with as_worker():
        assert LateAtUnit().still_due(message, at(TENTH)) is False


@pytest.mark.parametrize("made", [waiting, late_step])
def test_it_is_sent_while_something_of_that_day_waits_and_not_once_it_is_put_off(fjellet, made):
    row = made(fjellet, due_on=MONDAY)
    run(tell_owner, TENTH)
    message = Message.objects.get(channel="email")
    for due_on, is_due in ((MONDAY, True), (MONDAY + timedelta(days=1), False)):
        type(row).objects.update(due_on=due_on)
        with as_worker():
            assert LateAtUnit().still_due(message, at(TENTH)) is is_due


def test_tell_owner_refused_by_role_to_one_who_is_excluded(fjellet):
    another = member("owner_adviser", fjellet.owner)
    row = waiting(fjellet, due_on=MONDAY)
    CaseAccessFactory(case=row.case, person=fjellet.owner_adviser)
    run(tell_owner, TENTH)
    assert told(LateAtUnit) == [(another.name, 3, MONDAY)]
    message = Message.objects.get(channel="email")
    with as_worker():
        assert LateAtUnit().may_receive(message, TODAY) is True
        for person in (fjellet.owner_adviser, fjellet.principal, fjellet.owner_administrator):
            message.person = person
            assert LateAtUnit().may_receive(message, TODAY) is False


def test_the_owner_sees_late_ones_as_numbers_and_small_ones_not(fjellet, signed_in):
    client = signed_in(fjellet.owner_adviser)
    for _one in range(5):
        CaseReviewFactory(case=open_case(fjellet), due_on=date(2026, 10, 1))
    assert late(client.get("/owner/")) == {fjellet.school.name: None}
    step = late_step(fjellet, due_on=date(2026, 10, 1))
    page = client.get("/owner/")
    assert late(page) == {fjellet.school.name: 6}
    assert "long overdue" in words(page)
    assert step.case.reference not in words(page)
    CaseReview.objects.update(school_year=2025)
    assert late(client.get("/owner/")) == {fjellet.school.name: None}
    CaseAccessFactory(case=step.case, person=fjellet.owner_adviser)
    assert late(client.get("/owner/")) == {}


def late(page):
    return {unit.name: unit.number for unit in page.context["late"]}


def test_reviews_and_evaluations_of_a_day_are_told_of_once_and_counted_together(fjellet, signed_in):
    """A number or a message of its own would say that there is a case, also at a small unit."""
    waiting(fjellet, due_on=MONDAY)
    SharedMeasureFactory(unit=fjellet.school, running=True, evaluate_on=MONDAY)
    assert run(tell_owner, TENTH) == 2
    for _one in range(5):
        CaseReviewFactory(case=open_case(fjellet), due_on=date(2026, 10, 1))
    SharedMeasureFactory(unit=fjellet.school, running=True, evaluate_on=date(2026, 10, 1))
    assert late(signed_in(fjellet.owner_adviser).get("/owner/")) == {fjellet.school.name: 6}
