"""Protected identity: marked, opened to people by name, closed and ended; in both layers."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from common.errors import ActionError
from pupils.actions.identity import close_identity, open_identity, protect_pupil, unprotect_pupil
from pupils.models import Guardian, Placement, Pupil, PupilAccess
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.organisations import member
from tests.factories.pupils import (
    GuardianFactory,
    PlacementFactory,
    PupilAccessFactory,
    PupilFactory,
)
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")
WHY = "Sperret adresse."


def protect(pupil, by, *people, reason=WHY):
    with acting(by, TODAY):
        return protect_pupil(pupil=pupil, people=people, reason=reason, by=by, now=NOW)


def opened(pupil, by, person, reason=WHY):
    asked = {"pupil_id": pupil.pk, "unit": pupil.unit, "person": person, "reason": reason}
    with acting(by, TODAY):
        return open_identity(**asked, by=by, now=NOW)


def closed(access, by):
    with acting(by, TODAY):
        return close_identity(access=access, by=by, now=NOW)


def ended(pupil, by):
    with acting(by, TODAY):
        return unprotect_pupil(pupil_id=pupil.pk, unit=pupil.unit, by=by, now=NOW)


def sees(person):
    """What the person sees with both layers, with the database's alone, with the code's alone."""
    with acting(person, TODAY) as viewer:
        both = list(Pupil.objects.visible_to(viewer))
        walls = list(Pupil.objects.all())
    return both, walls, list(Pupil.objects.visible_to(viewer))


@pytest.fixture
def pupil(fjellet):
    return PupilFactory(unit=fjellet.school, name="Kanari Fugl")


@pytest.fixture
def hidden(fjellet, pupil):
    protect(pupil, fjellet.principal, fjellet.principal, fjellet.deputy)
    return pupil


def test_protect_pupil_hides_it_from_all_but_those_who_are_named(fjellet, hidden):
    GuardianFactory(pupil=hidden)
    PlacementFactory(pupil=hidden, group__unit=fjellet.school)
    for person in (fjellet.principal, fjellet.deputy):
        assert sees(person) == ([hidden], [hidden], [hidden])
    for person in (fjellet.case_worker, fjellet.school_administrator):
        assert sees(person) == ([], [], [])
        with acting(person, TODAY):
            assert not Guardian.objects.exists()
            assert not Placement.objects.exists()
            assert Pupil.objects.filter(pk=hidden.pk).update(name="X") == 0


def test_protect_pupil_by_somebody_who_is_not_named_hides_it_from_that_person_too(fjellet, pupil):
    by = fjellet.school_administrator
    protect(pupil, by, fjellet.principal)
    assert sees(by) == ([], [], [])
    rows = PupilAccess.objects.order_by("ended_at")
    assert [(row.person, row.ended_at, row.reason) for row in rows] == [
        (by, NOW, WHY),
        (fjellet.principal, None, WHY),
    ]
    event = Event.objects.get()
    assert (event.name, event.data) == ("pupil.protected", {"people": [str(fjellet.principal.pk)]})


def test_protect_pupil_refused_by_state(fjellet, strand, hidden):
    other = PupilFactory(unit=fjellet.school)
    by = fjellet.principal
    with pytest.raises(ActionError, match="protected already"):
        protect(hidden, by, by)
    with pytest.raises(ActionError, match="Write why"):
        protect(other, by, by, reason=" . ")
    with pytest.raises(ActionError, match="does not work here"):
        protect(other, by, by, strand.principal)
    with pytest.raises(ActionError, match="does not work here"):
        protect(other, by, by, member("staff", fjellet.school, is_active=False))
    for people in ((), (fjellet.deputy, fjellet.school_administrator)):
        with pytest.raises(ActionError, match="Name the leader of the place too"):
            protect(other, by, *people)
    other.refresh_from_db()
    assert not other.protected


@pytest.mark.parametrize("role", ["deputy", "case_worker", "teacher", "other_principal", "head"])
def test_protect_pupil_refused_by_role(fjellet, pupil, role):
    with pytest.raises(PermissionDenied):
        protect(pupil, getattr(fjellet, role), fjellet.principal)


def test_open_identity_names_one_more(fjellet, hidden):
    opened(hidden, fjellet.principal, fjellet.case_worker)
    assert sees(fjellet.case_worker) == ([hidden], [hidden], [hidden])
    event = Event.objects.get(name="pupil.identity_opened")
    assert event.data == {"pupil": str(hidden.pk), "person": str(fjellet.case_worker.pk)}


def test_open_identity_by_a_leader_who_is_not_named(fjellet, hidden):
    """Who comes new must be able to find out, and the others who are named see that it was done."""
    new = member("principal", fjellet.school)
    assert sees(new) == ([], [], [])
    opened(hidden, new, new)
    assert sees(new) == ([hidden], [hidden], [hidden])


def test_open_identity_to_the_owners_adviser_opens_what_the_owner_answers_for_alone(
    fjellet, hidden
):
    opened(hidden, fjellet.principal, fjellet.owner_adviser)
    assert sees(fjellet.owner_adviser)[0] == []  # not the unit's list of pupils


def test_open_identity_refused_by_state(fjellet, strand, hidden):
    by, plain = fjellet.principal, PupilFactory(unit=fjellet.school)
    with pytest.raises(ActionError, match="named already"):
        opened(hidden, by, fjellet.deputy)
    with pytest.raises(ActionError, match="not protected any more"):
        opened(plain, by, fjellet.deputy)
    with pytest.raises(ActionError, match="Write why"):
        opened(hidden, by, fjellet.case_worker, reason="")
    for stranger in (strand.principal, PersonFactory()):
        with pytest.raises(ActionError, match="does not work here"):
            opened(hidden, by, stranger)


@pytest.mark.parametrize("role", ["deputy", "case_worker", "school_administrator", "owner_adviser"])
def test_open_identity_refused_by_role(fjellet, hidden, role):
    """Also for one who is named: seeing a pupil is not opening it to others."""
    with pytest.raises(PermissionDenied):
        opened(hidden, getattr(fjellet, role), fjellet.case_worker)


def access_of(pupil, person):
    return PupilAccess.objects.get(pupil=pupil, person=person, ended_at=None)


def test_close_identity_takes_the_pupil_away(fjellet, hidden):
    closed(access_of(hidden, fjellet.deputy), fjellet.principal)
    assert sees(fjellet.deputy) == ([], [], [])
    event = Event.objects.get(name="pupil.identity_closed")
    assert event.data == {"pupil": str(hidden.pk), "person": str(fjellet.deputy.pk)}


def test_close_identity_refused_by_state(fjellet, hidden):
    access = access_of(hidden, fjellet.deputy)
    with pytest.raises(ActionError, match="Name another leader first"):
        closed(access_of(hidden, fjellet.principal), fjellet.principal)
    closed(access, fjellet.principal)
    with pytest.raises(ActionError, match="already been ended"):
        closed(access, fjellet.principal)


@pytest.mark.parametrize("role", ["deputy", "school_administrator", "owner_adviser"])
def test_close_identity_refused_by_role(fjellet, hidden, role):
    with pytest.raises(PermissionDenied):
        closed(access_of(hidden, fjellet.deputy), getattr(fjellet, role))


def test_unprotect_pupil_shows_it_again_and_ends_all_that_was_named(fjellet, hidden):
    ended(hidden, fjellet.principal)
    assert sees(fjellet.case_worker) == ([hidden], [hidden], [hidden])
    assert not PupilAccess.objects.current().exists()
    assert Event.objects.filter(name="pupil.unprotected", target_id=hidden.pk).count() == 1


def test_unprotect_pupil_refused_by_state(fjellet, hidden):
    new = member("principal", fjellet.school)
    with pytest.raises(ActionError, match="Name yourself first"):
        ended(hidden, new)
    ended(hidden, fjellet.principal)
    with pytest.raises(ActionError, match="not protected any more"):
        ended(hidden, fjellet.principal)


@pytest.mark.parametrize("role", ["deputy", "case_worker", "school_administrator"])
def test_unprotect_pupil_refused_by_role(fjellet, hidden, role):
    with pytest.raises(PermissionDenied):
        ended(hidden, getattr(fjellet, role))


def test_who_is_named_is_behind_the_wall_of_the_unit(fjellet, strand, hidden):
    for person in (strand.principal, fjellet.other_principal, fjellet.head):
        with acting(person, TODAY) as viewer:
            assert not PupilAccess.objects.exists()
        assert not PupilAccess.objects.visible_to(viewer).exists()
    with acting(fjellet.deputy, TODAY) as viewer:
        assert PupilAccess.objects.count() == 2
    assert not PupilAccess.objects.visible_to(viewer).exists()  # layer 1: the leader's alone


@transaction.atomic
def name_oneself(pupil, person, unit):
    PupilAccessFactory(pupil=pupil, unit=unit, person=person, given_by=person)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nobody_names_himself_for_a_pupil_of_another_unit(fjellet, strand, hidden):
    by = strand.principal
    for unit in (fjellet.school, strand.school):
        with acting(by, TODAY), pytest.raises(DatabaseError):
            name_oneself(hidden, by, unit)


def test_a_protected_pupil_cannot_be_made_before_anybody_is_named(fjellet):
    with acting(fjellet.principal, TODAY), pytest.raises(DatabaseError), transaction.atomic():
        PupilFactory(unit=fjellet.school, protected=True)
