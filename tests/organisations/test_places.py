"""Owners, units, offices, and who serves whom."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from organisations.actions.places import add_office, add_owner, add_unit, serve
from organisations.models import Organisation, PptService
from organisations.models.orgnr import is_orgnr
from tests.clock import NOW, TODAY
from tests.factories.organisations import orgnr
from tests.scope import acting

UNIT = {
    "kind": "school",
    "regime": "education_act",
    "name": "Elva skole",
    "now": NOW,
}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("974760673", True),  # Brønnøysundregistrene's own number
        ("974760674", False),
        ("97476067", False),
        ("9747606731", False),
        ("97476067a", False),
        ("٩٧٤٧٦٠٦٧٣", False),
        ("", False),
    ],
)
def test_is_orgnr(text, right):
    assert is_orgnr(text) == right


def test_add_owner_by_the_system(db):
    owner = add_owner(name="Ny kommune", orgnr=orgnr(9001), by=SYSTEM, now=NOW)
    assert (owner.kind, owner.parent, owner.regime) == ("owner", None, "")
    assert [event.name for event in Event.objects.all()] == ["organisation.added"]


def test_add_owner_refused_by_state_of_the_number(db):
    with pytest.raises(ActionError):
        add_owner(name="Ny kommune", orgnr="123456789", by=SYSTEM, now=NOW)
    assert not Organisation.objects.exists()


def test_add_owner_refused_by_role(fjellet):
    with acting(fjellet.owner_administrator, TODAY) as viewer, pytest.raises(PermissionDenied):
        add_owner(name="Ny kommune", orgnr=orgnr(9001), by=viewer.person, now=NOW)


def test_add_unit_under_its_owner(fjellet):
    with acting(fjellet.owner_administrator, TODAY) as viewer:
        unit = add_unit(owner=fjellet.owner, orgnr=orgnr(9001), by=viewer.person, **UNIT)
    assert (unit.parent, unit.is_unit, unit.owner_id) == (fjellet.owner, True, fjellet.owner.pk)


def test_add_unit_refused_by_state_of_a_taken_number(fjellet):
    with acting(fjellet.owner_administrator, TODAY) as viewer, pytest.raises(ActionError):
        add_unit(owner=fjellet.owner, orgnr=fjellet.school.orgnr, by=viewer.person, **UNIT)


def test_add_unit_refused_by_role(fjellet, strand):
    for person in (fjellet.principal, strand.owner_administrator):
        with acting(person, TODAY), pytest.raises(PermissionDenied):
            add_unit(owner=fjellet.owner, orgnr=orgnr(9001), by=person, **UNIT)


def test_add_office(fjellet):
    with acting(fjellet.owner_administrator, TODAY) as viewer:
        office = add_office(
            owner=fjellet.owner, name="PPT Nord", orgnr=orgnr(9001), by=viewer.person, now=NOW
        )
    assert (office.kind, office.parent) == ("ppt", fjellet.owner)


def test_add_office_refused_by_state_of_the_number(fjellet):
    with acting(fjellet.owner_administrator, TODAY) as viewer, pytest.raises(ActionError):
        add_office(owner=fjellet.owner, name="PPT", orgnr="1", by=viewer.person, now=NOW)


def test_add_office_refused_by_role(fjellet):
    with acting(fjellet.ppt_leader, TODAY) as viewer, pytest.raises(PermissionDenied):
        add_office(owner=fjellet.owner, name="P", orgnr=orgnr(9001), by=viewer.person, now=NOW)


def test_serve_a_unit_goes_before_its_owners_office(fjellet, strand):
    with acting(fjellet.owner_administrator, TODAY) as viewer:
        serve(office=strand.office, place=fjellet.school, by=viewer.person, now=NOW)
    serving = PptService.objects.office_serving
    assert serving(fjellet.school) == strand.office
    assert serving(fjellet.other_school) == fjellet.office


def test_serve_nobody_serves(fjellet):
    PptService.objects.all().delete()
    assert PptService.objects.office_serving(fjellet.school) is None


def test_serve_refused_by_state_when_it_is_no_office(fjellet):
    with acting(fjellet.owner_administrator, TODAY) as viewer, pytest.raises(ActionError):
        serve(office=fjellet.school, place=fjellet.school, by=viewer.person, now=NOW)


def test_serve_refused_by_role(fjellet, strand):
    with acting(strand.owner_administrator, TODAY) as viewer, pytest.raises(PermissionDenied):
        serve(office=strand.office, place=fjellet.school, by=viewer.person, now=NOW)
