"""A case that the owner answers for itself, when its advisers have left, are away or are closed out
of it: those who give roles there see that something waits, and are told. Nothing is said of it."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from cases.actions import tell_what_is_left_at_owner
from cases.models import Case
from cases.notices import LeftAtOwner
from notifications.models import Message
from organisations.models import Membership
from organisations.roles import Role
from tests.cases.holding import second_adviser
from tests.clock import NOW, TODAY
from tests.concerns.acts import reported
from tests.evaluations.test_reviews import at, run
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.organisations import AbsenceFactory, MembershipFactory, member
from tests.plugin_database import as_app, as_worker

pytestmark = pytest.mark.usefixtures("english")
WEEK = timedelta(days=7)


@pytest.fixture
def case(fjellet):
    """The owner answers for it, since a leader of the unit may not see it."""
    return CaseFactory(
        unit=fjellet.school, held_by=fjellet.owner, is_about_staff=True, is_about_leader=True,
        alert__office=fjellet.office,
    )  # fmt: skip


def left(place):
    Membership.objects.filter(person=place.owner_adviser).update(ends_on=TODAY - WEEK)


def made_inactive(place):
    type(place.owner_adviser).objects.filter(pk=place.owner_adviser.pk).update(**CLOSED)


def excluded(place):
    CaseAccessFactory(case=Case.objects.get(), person=place.owner_adviser, answer="confirmed",
                      answered_at=NOW, answered_by=place.owner_administrator)  # fmt: skip


def works_at_the_unit(place):
    MembershipFactory(person=place.owner_adviser, organisation=place.school, role=Role.STAFF)


def away(place, **more):
    AbsenceFactory(person=place.owner_adviser, organisation=place.owner, **more)


GONE = [left, made_inactive, excluded, works_at_the_unit, away]


def told(place):
    rows = Message.objects.filter(kind=LeftAtOwner.name, channel="inbox")
    assert {(row.thing_id, row.case_id) for row in rows} <= {(place.owner.pk, None)}
    return {(row.person, row.due_on) for row in rows}


def seen(place, signed_in):
    """On the first page of whoever gives roles at the owner, which says nothing of the case."""
    page = signed_in(place.owner_administrator).get("/", follow=True)
    assert Case.objects.get().reference not in page.content.decode()
    assert page.redirect_chain[-1][0] == "/owner/"
    return page.context["for_nobody"].of_cases


@pytest.mark.parametrize("gone", GONE)
def test_with_nobody_there_it_is_a_task_and_a_message_for_whoever_gives_roles(
    fjellet, signed_in, case, gone
):
    assert seen(fjellet, signed_in) is False
    assert run(tell_what_is_left_at_owner) == 0
    gone(fjellet)
    assert seen(fjellet, signed_in) is True
    assert run(tell_what_is_left_at_owner) == 2  # inbox and e-mail
    assert told(fjellet) == {(fjellet.owner_administrator, TODAY)}


@pytest.mark.parametrize("gone", GONE)
def test_a_colleague_who_is_there_is_enough(fjellet, signed_in, case, gone):
    gone(fjellet)
    second_adviser(fjellet)
    assert seen(fjellet, signed_in) is False
    assert run(tell_what_is_left_at_owner) == 0


def test_whoever_is_away_another_time_or_from_another_place_is_there(fjellet, signed_in, case):
    away(fjellet, starts_on=TODAY + WEEK)
    away(fjellet, starts_on=TODAY - WEEK, ends_on=TODAY - timedelta(days=1))
    AbsenceFactory(person=fjellet.owner_adviser, organisation=fjellet.school)
    assert seen(fjellet, signed_in) is False


@pytest.mark.parametrize("state", ["closed", "void"])
def test_tell_what_is_left_at_owner_refused_by_state_of_what_has_ended(
    fjellet, signed_in, case, state
):
    left(fjellet)
    Case.objects.update(state=state, ended_reason="Trygt.")
    assert seen(fjellet, signed_in) is False
    assert run(tell_what_is_left_at_owner) == 0


def test_what_the_unit_holds_is_not_the_owners(fjellet, signed_in):
    CaseFactory(unit=fjellet.school, alert__office=fjellet.office)
    left(fjellet)
    assert seen(fjellet, signed_in) is False
    assert run(tell_what_is_left_at_owner) == 0


def test_tell_what_is_left_at_owner_tells_again_each_week_until_somebody_is_there(fjellet, case):
    left(fjellet)
    for days in range(14):
        run(tell_what_is_left_at_owner, TODAY + timedelta(days=days))
    administrator = fjellet.owner_administrator
    assert told(fjellet) == {(administrator, TODAY), (administrator, TODAY + WEEK)}
    second_adviser(fjellet)
    assert run(tell_what_is_left_at_owner, TODAY + 2 * WEEK) == 0


def test_tell_what_is_left_at_owner_refused_by_role_without_the_worker(fjellet, case):
    left(fjellet)
    with as_app(), pytest.raises(ProgrammingError), transaction.atomic():
        tell_what_is_left_at_owner(now=NOW)


def test_whoever_gives_roles_and_is_closed_out_of_it_is_not_told(fjellet, signed_in, case):
    another = member(Role.OWNER_ADMINISTRATOR, fjellet.owner)
    CaseAccessFactory(case=case, person=fjellet.owner_administrator)
    left(fjellet)
    assert seen(fjellet, signed_in) is False
    run(tell_what_is_left_at_owner)
    assert told(fjellet) == {(another, TODAY)}


def test_it_is_sent_while_it_waits_to_those_who_give_roles_and_may_know_of_it(fjellet, case):
    left(fjellet)
    run(tell_what_is_left_at_owner)
    message = Message.objects.get(channel="email")
    kind = LeftAtOwner()
    assert kind.url(message) == "/owner/"

    def answers(person=fjellet.owner_administrator):
        message.person = person
        with as_worker():
            return kind.still_due(message, at(TODAY)), kind.may_receive(message, TODAY)

    assert answers() == (True, True)
    assert answers(fjellet.principal) == (True, False)
    assert answers(fjellet.owner_adviser) == (True, False)
    both = member(Role.OWNER_ADMINISTRATOR, fjellet.owner)
    MembershipFactory(person=both, organisation=fjellet.school, role=Role.STAFF)
    assert answers(both) == (True, False)
    CaseAccessFactory(case=case, person=fjellet.owner_administrator)
    assert answers() == (True, False)
    second_adviser(fjellet)
    assert answers() == (False, False)


def test_a_concern_that_came_to_the_owner_waits_for_nobody_while_its_adviser_is_away(
    fjellet, signed_in
):
    reported(fjellet.school, fjellet.teacher, route="owner")
    client = signed_in(fjellet.owner_administrator)
    assert client.get("/owner/").context["for_nobody"].concerns is False
    away(fjellet)
    assert client.get("/owner/").context["for_nobody"].concerns is True
