"""Whose account an administrator closes and opens again, and what ends with it."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Person
from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from organisations.actions.people import close_account, reopen_account
from organisations.models import Membership
from organisations.roles import Role
from tests.clock import NOW, TODAY
from tests.factories.accounts import CLOSED
from tests.factories.organisations import MembershipFactory, member
from tests.organisations.test_people import NOT_ADMINISTRATORS
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")
DAY = timedelta(days=1)
YESTERDAY = TODAY - DAY


def role_of(person):
    return Membership.objects.filter(person=person).first()


def act(action, by, person, membership=None):
    asked = {"membership": membership or role_of(person), "by": by, "now": NOW}
    if by is SYSTEM:
        action(**asked)
    else:
        with acting(by, TODAY):
            action(**asked)
    person.refresh_from_db()


def close(by, person, **asked):
    act(close_account, by, person, **asked)


def reopen(by, person, **asked):
    act(reopen_account, by, person, **asked)


def address(name, role):
    return reverse(f"organisations:{name}", args=[role.organisation_id, role.pk])


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_close_account_works_and_ends_every_role(fjellet):
    person = fjellet.teacher
    MembershipFactory(
        person=person, organisation=fjellet.other_school, role="deputy", starts_on=TODAY
    )
    later = MembershipFactory(
        person=person, organisation=fjellet.office, role="ppt_adviser",
        starts_on=TODAY + 30 * DAY, ends_on=TODAY + 60 * DAY,
    )  # fmt: skip
    ended = MembershipFactory(
        person=person, organisation=fjellet.school, role="deputy", ends_on=TODAY - 30 * DAY
    )
    close(fjellet.owner_administrator, person, membership=later)
    last = dict(person.memberships.values_list("organisation", "ends_on").exclude(pk=ended.pk))
    assert last == {
        fjellet.school.pk: YESTERDAY,
        fjellet.other_school.pk: YESTERDAY,
        fjellet.office.pk: TODAY + 29 * DAY,
    }
    ended.refresh_from_db()
    assert (ended.ends_on, person.is_active, person.closed_at) == (TODAY - 30 * DAY, False, NOW)
    assert list(Event.objects.order_by("number").values_list("name", flat=True)) == [
        "person.account_closed", *["role.ended"] * 3,
    ]  # fmt: skip
    assert fjellet.principal.memberships.filter(ends_on=None).count() == 1


def test_close_account_works_for_who_has_left_and_by_the_system(fjellet):
    Membership.objects.filter(person=fjellet.teacher).update(ends_on=TODAY - 30 * DAY)
    close(fjellet.owner_administrator, fjellet.teacher)
    close(SYSTEM, fjellet.deputy)
    assert not Person.objects.filter(pk=fjellet.teacher.pk, is_active=True).exists()
    assert role_of(fjellet.teacher).ends_on == TODAY - 30 * DAY
    assert role_of(fjellet.deputy).ends_on == YESTERDAY


def test_close_account_refused_by_state(fjellet, strand):
    by = fjellet.owner_administrator
    with pytest.raises(ActionError, match="cannot close your own account"):
        close(by, by)
    close(by, fjellet.teacher)
    with pytest.raises(ActionError, match="closed already"):
        close(by, fjellet.teacher)
    MembershipFactory(person=strand.principal, organisation=fjellet.school, role=Role.STAFF)
    here = Membership.objects.get(person=strand.principal, organisation=fjellet.school)
    with pytest.raises(ActionError, match="at another owner too"):
        close(by, strand.principal, membership=here)
    assert strand.principal.memberships.filter(ends_on=None).count() == 2


def test_close_account_refused_by_state_for_the_last_administrator(fjellet):
    """Whoever asks has the role for some days more, so that nobody would have it after that."""
    other = member(Role.OWNER_ADMINISTRATOR, fjellet.owner)
    Membership.objects.filter(person=other).update(ends_on=TODAY + DAY)
    for by in (other, SYSTEM):
        with pytest.raises(ActionError, match="Nobody else is administrator"):
            close(by, fjellet.owner_administrator)
    fjellet.owner_administrator.refresh_from_db()
    assert fjellet.owner_administrator.is_active
    assert Event.objects.count() == 0


def test_close_account_refused_by_role(fjellet, strand):
    people = [getattr(fjellet, name) for name in NOT_ADMINISTRATORS if name != "teacher"]
    refused_to([*people, strand.owner_administrator], lambda by: close(by, fjellet.teacher))
    with pytest.raises(PermissionDenied):
        close(fjellet.teacher, fjellet.principal)


def test_reopen_account_works_and_gives_no_role_back(fjellet):
    close(fjellet.owner_administrator, fjellet.teacher)
    reopen(fjellet.owner_administrator, fjellet.teacher)
    assert (fjellet.teacher.is_active, fjellet.teacher.reopened_at) == (True, NOW)
    assert fjellet.teacher.memberships.not_over(TODAY).count() == 0


def test_reopen_account_refused_by_state(fjellet, strand):
    with pytest.raises(ActionError, match="open already"):
        reopen(fjellet.owner_administrator, fjellet.teacher)
    MembershipFactory(person=strand.principal, organisation=fjellet.school, role=Role.STAFF)
    Person.objects.filter(pk=strand.principal.pk).update(**CLOSED)
    here = Membership.objects.get(person=strand.principal, organisation=fjellet.school)
    with pytest.raises(ActionError, match="at another owner too"):
        reopen(fjellet.owner_administrator, strand.principal, membership=here)


def test_reopen_account_refused_by_role(fjellet, strand):
    close(fjellet.owner_administrator, fjellet.teacher)
    people = [getattr(fjellet, name) for name in NOT_ADMINISTRATORS]
    refused_to([*people, strand.owner_administrator], lambda by: reopen(by, fjellet.teacher))


def test_the_page_says_what_ends_and_the_list_offers_to_open_it_again(fjellet, signed_in):
    client, role = signed_in(fjellet.owner_administrator), role_of(fjellet.teacher)
    people = reverse("organisations:people_at", args=[fjellet.school.pk])
    assert address("close_account", role) in client.get(people).content.decode()
    shown = text(client.get(address("close_account", role)))
    assert "Roles that end Staff, Fjellet skole" in shown
    response = client.post(address("close_account", role), follow=True)
    assert "The account is closed, and its roles have ended." in text(response)
    assert fjellet.teacher.name not in text(client.get(people))
    refused = client.post(address("close_account", role))
    assert (refused.status_code, "closed already" in text(refused)) == (200, True)
    everybody = client.get(f"{people}?show=all")
    assert "22.11.2026 Account closed Never Open the account again" in text(everybody)
    assert address("close_account", role) not in everybody.content.decode()
    opened = client.post(address("reopen_account", role), follow=True)
    assert "The account is open again. Roles are given anew." in text(opened)
    again = client.post(address("reopen_account", role), follow=True)
    assert "This account is open already." in text(again)


def test_ones_own_account_is_not_offered_to_be_closed(fjellet, signed_in):
    client, role = signed_in(fjellet.owner_administrator), role_of(fjellet.owner_administrator)
    people = reverse("organisations:people_at", args=[fjellet.owner.pk])
    assert address("close_account", role) not in client.get(people).content.decode()
    assert "cannot close your own account" in text(client.post(address("close_account", role)))


def test_a_role_for_a_closed_account_says_where_it_is_opened(fjellet, signed_in):
    close(fjellet.owner_administrator, fjellet.teacher)
    typed = {"email": fjellet.teacher.email, "role": "staff", "starts_on": "23.11.2026"}
    client = signed_in(fjellet.owner_administrator)
    shown = text(client.post(reverse("roles:give", args=[fjellet.school.pk]), typed))
    assert f"The account of {fjellet.teacher.name} is closed" in shown
