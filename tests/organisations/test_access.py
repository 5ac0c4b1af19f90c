"""Access is given by an e-mail address; somebody new gets an account and a start password."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.actions import add_person
from accounts.models import Person
from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from organisations.actions.people import end_role, give_access, renew_start_password
from organisations.models import Membership
from organisations.roles import Role
from tests.clock import NOW, TODAY
from tests.factories.accounts import CLOSED
from tests.factories.organisations import MembershipFactory, member
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")

NEW = {"email": " Ny@tryggspor.example ", "name": "Máret Ny"}


def give(place, by, **asked):
    asked = {"role": Role.STAFF, "starts_on": TODAY} | asked
    with acting(by, TODAY):
        return give_access(organisation=place, by=by, now=NOW, **asked)


def test_give_access_to_somebody_known(fjellet):
    known = fjellet.other_principal
    given = give(fjellet.school, fjellet.owner_administrator, email=known.email.upper())
    assert (given.membership.person, given.start_password) == (known, "")


def test_give_access_to_somebody_new_makes_an_account_with_a_start_password(fjellet):
    given = give(fjellet.school, fjellet.owner_administrator, **NEW)
    person = Person.objects.get(email="Ny@tryggspor.example")
    assert person.name == "Máret Ny"
    assert person.has_start_password
    assert person.check_password(given.start_password)
    assert len(given.start_password) == 19
    assert sorted(event.name for event in Event.objects.all()) == [
        "person.added",
        "person.start_password_given",
        "role.given",
    ]
    told = repr([event.data for event in Event.objects.all()])
    assert given.start_password not in told
    assert "Ny" not in told


def test_give_access_to_somebody_from_a_list_makes_the_start_password_too(fjellet):
    listed = add_person(email="liste@tryggspor.example", name="Fra Liste", by=SYSTEM, now=NOW)
    given = give(fjellet.school, fjellet.owner_administrator, email=listed.email)
    listed.refresh_from_db()
    assert listed.check_password(given.start_password)


# ---------------------------------------------------------------- made at another owner
@pytest.mark.parametrize("ended", [False, True])
def test_give_access_refused_by_state_of_an_account_that_is_used_elsewhere(fjellet, strand, ended):
    """Else another owner's administrator makes the account of somebody who is to begin here, keeps
    its password, and waits."""
    made = give(strand.school, strand.owner_administrator, **NEW).membership
    Person.objects.filter(pk=made.person_id).update(last_login=NOW, has_start_password=False)
    if ended:
        Membership.objects.filter(pk=made.pk).update(starts_on="2026-01-01", ends_on="2026-11-22")
    with pytest.raises(ActionError, match="made at another owner"):
        give(fjellet.school, fjellet.owner_administrator, email=NEW["email"], role=Role.PRINCIPAL)
    assert not Membership.objects.filter(person=made.person_id, organisation=fjellet.school)


def test_a_start_password_of_another_owner_opens_nothing_here(fjellet, strand):
    """Never used, and no role there any more: the one made here takes its place."""
    made = give(strand.school, strand.owner_administrator, **NEW)
    with pytest.raises(ActionError, match="made at another owner"):
        give(fjellet.school, fjellet.owner_administrator, email=NEW["email"])
    Membership.objects.filter(pk=made.membership.pk).update(
        starts_on="2026-01-01", ends_on="2026-11-22"
    )
    given = give(fjellet.school, fjellet.owner_administrator, email=NEW["email"])
    person = Person.objects.get(pk=made.membership.person_id)
    assert person.check_password(given.start_password)
    assert not person.check_password(made.start_password)


def test_another_role_here_leaves_the_start_password_as_it_is(fjellet):
    first = give(fjellet.school, fjellet.owner_administrator, **NEW)
    second = give(fjellet.other_school, fjellet.owner_administrator, email=NEW["email"])
    assert second.start_password == ""
    assert Person.objects.get(pk=first.membership.person_id).check_password(first.start_password)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"email": "ny@tryggspor.example"}, "Write the name too"),
        ({"email": "ny@tryggspor.example", "name": " - "}, "Write the name too"),
        ({"email": "ny@tryggspor.example", "name": "x" * 121}, "too long"),
        ({"email": "ny@tryggspor.example", "name": "Ny\x00"}, "hidden characters"),
        ({"email": "ny", "name": "Ny"}, "whole e-mail address"),
        ({"email": "", "name": "Ny"}, "whole e-mail address"),
        (NEW | {"role": Role.PPT_LEADER}, "does not exist"),
    ],
)
def test_give_access_refused_by_state_leaves_no_account_behind(fjellet, asked, said):
    before = Person.objects.count()
    with pytest.raises(ActionError, match=said):
        give(fjellet.school, fjellet.owner_administrator, **asked)
    assert Person.objects.count() == before


def test_give_access_refused_by_state_when_the_name_is_another(fjellet):
    fjellet.other_teacher.name = "Áilu Somby"
    fjellet.other_teacher.save()
    asked = {"email": fjellet.other_teacher.email, "role": Role.DEPUTY}
    with pytest.raises(ActionError, match="belongs to Áilu Somby"):
        give(fjellet.school, fjellet.owner_administrator, name="Kari Nordmann", **asked)
    given = give(fjellet.school, fjellet.owner_administrator, name=" A\u0301ilu somby ", **asked)
    assert given.membership.person == fjellet.other_teacher


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("name", ["", "Kari Nordmann"])
def test_give_access_refused_by_state_never_names_who_works_elsewhere(
    fjellet, strand, name, closed
):
    Person.objects.filter(pk=strand.teacher.pk).update(
        name="Áilu Somby", **(CLOSED if closed else {})
    )
    asked = {"email": strand.teacher.email, "name": name}
    with pytest.raises(ActionError) as refused:
        give(fjellet.school, fjellet.owner_administrator, **asked)
    assert "Somby" not in str(refused.value)


@pytest.mark.parametrize("giver", ["principal", "school_administrator", "teacher", "owner_adviser"])
def test_give_access_refused_by_role(fjellet, giver):
    before = Person.objects.count()
    with pytest.raises(PermissionDenied):
        give(fjellet.school, getattr(fjellet, giver), **NEW)
    assert Person.objects.count() == before


def renew(person, by):
    membership = Membership.objects.filter(person=person).first()
    with acting(by, TODAY):
        return renew_start_password(membership=membership, by=by, now=NOW)


def test_renew_start_password_takes_the_place_of_the_one_before(fjellet):
    first = give(fjellet.school, fjellet.owner_administrator, **NEW).start_password
    person = Person.objects.get(email="Ny@tryggspor.example")
    second = renew(person, fjellet.owner_administrator)
    person.refresh_from_db()
    assert (person.check_password(first), person.check_password(second)) == (False, True)


def test_renew_start_password_refused_by_state_after_the_first_sign_in(fjellet):
    fjellet.teacher.last_login = NOW
    fjellet.teacher.save()
    with pytest.raises(ActionError, match="signed in already"):
        renew(fjellet.teacher, fjellet.owner_administrator)


def test_renew_start_password_refused_by_state_of_a_role_at_another_owner(fjellet, strand):
    """Else whoever gives somebody a role could take over what the account opens elsewhere."""
    MembershipFactory(person=strand.principal, organisation=fjellet.school, role=Role.DEPUTY)
    with pytest.raises(ActionError, match="another owner"):
        renew_at_fjellet(fjellet, strand.principal)
    Membership.objects.filter(organisation=strand.school).update(ends_on="2026-11-22")
    assert renew_at_fjellet(fjellet, strand.principal)


def renew_at_fjellet(fjellet, person):
    membership = Membership.objects.get(person=person, organisation=fjellet.school)
    by = fjellet.owner_administrator
    with acting(by, TODAY):
        return renew_start_password(membership=membership, by=by, now=NOW)


@pytest.mark.parametrize("asker", ["principal", "school_administrator", "owner_adviser"])
def test_renew_start_password_refused_by_role(fjellet, asker):
    with pytest.raises(PermissionDenied):
        renew(fjellet.teacher, getattr(fjellet, asker))


def at_once(*calls):
    """All of them at the same moment, each on a connection of its own; refusals are answers."""
    answers, gate = [], threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        try:
            answers.append(call())
        except ActionError as refused:
            answers.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_end_each_others_role_at_once(fjellet):
    """Whoever comes first, somebody is left who can give roles."""
    first, second = fjellet.owner_administrator, member(Role.OWNER_ADMINISTRATOR, fjellet.owner)
    roles = {person: Membership.objects.get(person=person) for person in (first, second)}

    def end(by, whose):
        with acting(by, TODAY):
            return end_role(membership=roles[whose], by=by, now=NOW)

    answers = at_once(lambda: end(first, second), lambda: end(second, first))
    assert sorted(type(answer).__name__ for answer in answers) == ["ActionError", "Membership"]
    assert Membership.objects.filter(role=Role.OWNER_ADMINISTRATOR, ends_on=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_owners_add_the_same_address_at_once(fjellet, strand):
    places = (fjellet, strand)
    calls = [lambda p=place: give(p.school, p.owner_administrator, **NEW) for place in places]
    assert len(at_once(*calls)) == 2
    assert Person.objects.filter(email="Ny@tryggspor.example").count() == 1
