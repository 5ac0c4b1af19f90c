"""The fixed cast: two municipalities, each with a school and a PPT office, and people in each role.

Anne is principal at Fjellet, Bjørn teacher there, Cecilie PPT adviser for it, Dag the owner's
adviser, Eli the owner's administrator. The strangers do the same work in another municipality.
"""

from dataclasses import dataclass

import pytest

from accounts.models import Person
from organisations.models import Organisation
from organisations.roles import Role
from tests.factories.organisations import (
    KindergartenFactory,
    OfficeFactory,
    OwnerFactory,
    PptServiceFactory,
    SchoolFactory,
    member,
)


@dataclass
class Place:
    """One municipality with its people."""

    owner: Organisation
    school: Organisation
    other_school: Organisation
    kindergarten: Organisation
    office: Organisation
    principal: Person
    deputy: Person
    case_worker: Person
    teacher: Person
    other_teacher: Person
    school_administrator: Person
    other_principal: Person
    head: Person
    ppt_adviser: Person
    ppt_leader: Person
    owner_adviser: Person
    owner_administrator: Person
    data_protection_officer: Person


def settle(name):
    """A municipality of this name with two schools, a kindergarten, an office and all roles."""
    owner = OwnerFactory(name=f"{name} kommune")
    school = SchoolFactory(name=f"{name} skole", parent=owner)
    other_school = SchoolFactory(name=f"Nye {name} skole", parent=owner)
    kindergarten = KindergartenFactory(name=f"{name} barnehage", parent=owner)
    office = OfficeFactory(name=f"PPT {name}", parent=owner)
    PptServiceFactory(office=office, serves=owner)
    return Place(
        owner=owner,
        school=school,
        other_school=other_school,
        kindergarten=kindergarten,
        office=office,
        principal=member(Role.PRINCIPAL, school, name=f"Anne {name}"),
        deputy=member(Role.DEPUTY, school),
        case_worker=member(Role.CASE_WORKER, school),
        teacher=member(Role.STAFF, school, name=f"Bjørn {name}"),
        other_teacher=member(Role.STAFF, school),
        school_administrator=member(Role.SCHOOL_ADMINISTRATOR, school),
        other_principal=member(Role.PRINCIPAL, other_school),
        head=member(Role.PRINCIPAL, kindergarten),
        ppt_adviser=member(Role.PPT_ADVISER, office, name=f"Cecilie {name}"),
        ppt_leader=member(Role.PPT_LEADER, office),
        owner_adviser=member(Role.OWNER_ADVISER, owner, name=f"Dag {name}"),
        owner_administrator=member(Role.OWNER_ADMINISTRATOR, owner, name=f"Eli {name}"),
        data_protection_officer=member(Role.DATA_PROTECTION_OFFICER, owner),
    )


@pytest.fixture
def fjellet(db):
    """The municipality in which most tests play."""
    return settle("Fjellet")


@pytest.fixture
def strand(db):
    """Another municipality: whose people must see nothing of the first."""
    return settle("Strand")
