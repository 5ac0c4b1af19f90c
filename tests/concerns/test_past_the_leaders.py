"""What passes the leaders by is not answered by anybody who works at the unit, in no other role."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from cases.actions import add_concern
from concerns.models import Concern
from concerns.notices import answerers_at
from concerns.rules import Place
from organisations.models import Membership
from organisations.roles import Role
from tests.cases.holding import do, second_adviser, told
from tests.clock import TODAY
from tests.concerns.acts import answered, reported, sent_on
from tests.concerns.sheets import text
from tests.factories.cases import CaseFactory
from tests.factories.organisations import MembershipFactory
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def both(fjellet):
    """The principal is the owner's adviser too."""
    MembershipFactory(person=fjellet.principal, organisation=fjellet.owner, role=Role.OWNER_ADVISER)
    return fjellet.principal


def sees(person, concern):
    """What layer 1 and plain SQL show."""
    with acting(person, TODAY) as viewer:
        waits = Concern.objects.waiting_for(viewer).filter(pk=concern.pk).exists()
        seen = Concern.objects.visible_to(viewer).filter(pk=concern.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM concerns_concern WHERE id = %s", [concern.pk])
            raw = cursor.fetchone()[0] == 1
    return waits, seen, raw


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.DEPUTY, Role.STAFF])
def test_nobody_who_works_there_learns_what_the_owner_alone_is_told(fjellet, role):
    person = MembershipFactory(organisation=fjellet.school, role=role).person
    MembershipFactory(person=person, organisation=fjellet.owner, role=Role.OWNER_ADVISER)
    concern = reported(fjellet.school, fjellet.teacher, route="owner", what="Rektor roper.")
    assert told("concerns.ConcernRaised") == {fjellet.owner_adviser.pk}
    assert sees(person, concern) == (False, False, False)
    assert sees(fjellet.owner_adviser, concern) == (True, True, True)
    elsewhere = reported(fjellet.other_school, fjellet.other_principal, route="owner")
    assert sees(person, elsewhere) == (True, True, True)


def test_what_was_sent_on_is_not_answered_by_those_it_was_sent_past(fjellet, both):
    concern = reported(fjellet.school, fjellet.teacher)
    answered(concern, both)
    sent_on(concern, fjellet.teacher)
    assert told("concerns.ConcernSentOn") == {fjellet.owner_adviser.pk}
    assert sees(both, concern) == (False, True, True)
    with pytest.raises(PermissionDenied):
        answered(concern, both, reason="Fortsatt nei.")
    with acting(both, TODAY) as viewer:
        assert not Concern.objects.get(pk=concern.pk).is_answered_by(viewer)
    answered(concern, fjellet.owner_adviser)


def test_whoever_has_declined_it_at_the_owner_does_not_answer_it_again(fjellet):
    other = second_adviser(fjellet)
    concern = reported(fjellet.school, fjellet.teacher, route="staff")
    answered(concern, fjellet.owner_adviser)
    sent_on(concern, fjellet.teacher)
    assert told("concerns.ConcernSentOn") == {other.pk}
    assert sees(fjellet.owner_adviser, concern) == (False, True, True)
    with pytest.raises(PermissionDenied):
        answered(concern, fjellet.owner_adviser, reason="Fortsatt nei.")
    answered(concern, other)


def test_the_unit_still_takes_on_what_was_sent_on(fjellet, both):
    concern = reported(fjellet.school, fjellet.teacher)
    answered(concern, both)
    sent_on(concern, fjellet.teacher)
    do(add_concern, both, case=CaseFactory(unit=fjellet.school), concern=concern)
    assert Concern.objects.get().state == "taken_on"


def test_the_receipt_says_that_nobody_was_told_and_the_administrator_sees_that_it_waits(
    fjellet, both, signed_in
):
    Membership.objects.filter(person=fjellet.owner_adviser).delete()
    concern = reported(fjellet.school, fjellet.teacher, route="owner", what="Rektor roper.")
    assert told("concerns.ConcernRaised") == set()
    receipt = text(signed_in(fjellet.teacher).get(f"/concerns/{concern.pk}/"))
    assert "Nobody has been told. Tell somebody at the owner in another way" in receipt
    owner = signed_in(fjellet.owner_administrator).get("/owner/")
    assert owner.context["for_nobody"] == (0, 1)
    assert "Concerns have come to the owner that nobody there may answer." in text(owner)
    second_adviser(fjellet)
    assert signed_in(fjellet.owner_administrator).get("/owner/").context["for_nobody"] == (0, 0)


def test_what_passes_a_leader_by_is_not_told_to_him_at_the_owner_either(fjellet, both, signed_in):
    """In a small private service one person may be all of it."""
    Membership.objects.filter(person=fjellet.owner_adviser).delete()
    MembershipFactory(person=both, organisation=fjellet.owner, role=Role.OWNER_ADMINISTRATOR)
    reported(fjellet.school, fjellet.teacher, route="owner")
    assert signed_in(both).get("/owner/").context["for_nobody"] == (0, 0)


def test_why_it_was_sent_on_is_written_to_the_owner_alone(fjellet, signed_in):
    concern = reported(fjellet.school, fjellet.teacher)
    answered(concern, fjellet.principal)
    sent_on(concern, fjellet.teacher, reason="Rektor dekker over.")
    shown = {
        who: "Rektor dekker over." in text(signed_in(who).get(f"/concerns/{concern.pk}/"))
        for who in (fjellet.principal, fjellet.deputy, fjellet.teacher, fjellet.owner_adviser)
    }
    assert shown == {
        fjellet.principal: False, fjellet.deputy: False,
        fjellet.teacher: True, fjellet.owner_adviser: True,
    }  # fmt: skip


def test_the_worker_asks_who_has_declined_it(fjellet):
    concern = reported(fjellet.school, fjellet.teacher, route="staff")
    answered(concern, fjellet.owner_adviser)
    sent_on(concern, fjellet.teacher)
    concern.refresh_from_db()
    assert not answerers_at(Place.OWNER, concern, TODAY).exists()
