"""Who is told of a step over the summer: soon, on its day, and late."""

from datetime import UTC, date, datetime

import pytest

from cases.actions import tell_due_handovers
from cases.models import Case, Handover
from notifications.kinds import kind_of
from notifications.models import Message
from tests.clock import NOW
from tests.factories.cases import CaseAccessFactory
from tests.factories.handovers import HandoverFactory, enter_years
from tests.plugin_database import as_app, as_worker

MAY = date(2027, 5, 14)


@pytest.fixture(autouse=True)
def calendar(fjellet):
    enter_years(fjellet.owner)


@pytest.fixture
def row(fjellet):
    return HandoverFactory(case__unit=fjellet.school, kind="may", due_on=MAY)


def at(day):
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def swept(day):
    with as_worker():
        return tell_due_handovers(now=at(day))


def told():
    rows = Message.objects.filter(channel="inbox").order_by("kind", "person__name")
    return [(row.kind.removeprefix("cases."), row.person) for row in rows]


def test_tell_due_handovers_tells_soon_on_the_day_and_late_once_each(fjellet, row):
    CaseAccessFactory(case=row.case, person=fjellet.deputy)
    assert swept(date(2027, 5, 7)) == 0
    assert swept(date(2027, 5, 11)) == 4  # principal and case worker, inbox and e-mail
    assert swept(date(2027, 5, 13)) == 0
    assert swept(MAY) == 4
    assert swept(date(2027, 5, 20)) == 2  # the principal, three open days after
    assert swept(date(2027, 5, 24)) == 0
    assert ("HandoverLate", fjellet.principal) in told()
    assert fjellet.deputy not in [person for _kind, person in told()]


def test_a_case_that_is_held_by_the_owner_is_told_there(fjellet, row):
    Case.objects.filter(pk=row.case_id).update(held_by=fjellet.owner)
    swept(MAY)
    assert told() == [("HandoverDue", fjellet.owner_adviser)]


def done_already(row):
    Handover.objects.filter(pk=row.pk).update(text="Noe.", done_at=NOW, done_by=row.case.created_by)


def case_closed(row):
    Case.objects.filter(pk=row.case_id).update(state="closed", ended_reason="Trygt.")


def of_last_year(row):
    Handover.objects.filter(pk=row.pk).update(school_year=2025)


STATES = [done_already, case_closed, of_last_year]


@pytest.mark.parametrize("arrange", STATES)
def test_tell_due_handovers_refused_by_state(row, arrange):
    arrange(row)
    assert swept(MAY) == 0


def test_tell_due_handovers_refused_by_role_without_the_worker(row):
    with as_app():
        assert tell_due_handovers(now=at(MAY)) == 0


def is_still_told(message):
    kind = kind_of(message)
    with as_worker():
        return kind.still_due(message, at(MAY)), kind.may_receive(message, MAY)


@pytest.mark.parametrize("arrange", STATES)
def test_what_is_over_is_not_sent(fjellet, row, arrange):
    swept(MAY)
    message = Message.objects.get(person=fjellet.principal, channel="email")
    assert is_still_told(message) == (True, True)
    arrange(row)
    assert is_still_told(message) == (False, True)


def test_whoever_is_excluded_meanwhile_or_leads_no_more_is_not_told(fjellet, row):
    swept(date(2027, 5, 20))
    late = Message.objects.get(kind="cases.HandoverLate", channel="email")
    due = Message.objects.get(kind="cases.HandoverDue", channel="email", person=fjellet.principal)
    fjellet.principal.memberships.update(role="deputy")
    assert [is_still_told(one)[1] for one in (late, due)] == [False, True]
    CaseAccessFactory(case=row.case, person=fjellet.principal)
    assert is_still_told(due)[1] is False
