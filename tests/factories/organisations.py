"""Places, memberships and who serves whom."""

import uuid
from datetime import date

import factory

from organisations.models import Absence, Membership, Organisation, PptService
from organisations.models.orgnr import is_orgnr
from organisations.roles import Role
from tests.clock import NOW
from tests.factories.accounts import PersonFactory


def orgnr(n):
    """The nth invented organisation number: begins with 3, with a right check digit."""
    found = (
        f"{base}{check}" for base in range(30_000_000 + n * 20, 40_000_000) for check in range(10)
    )
    return next(number for number in found if is_orgnr(number))


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    orgnr = factory.Sequence(orgnr)


class OwnerFactory(OrganisationFactory):
    kind = Organisation.Kind.OWNER
    name = factory.Sequence(lambda n: f"Eier{n:05d} kommune")


class SchoolFactory(OrganisationFactory):
    kind = Organisation.Kind.SCHOOL
    regime = Organisation.Regime.EDUCATION_ACT
    name = factory.Sequence(lambda n: f"Skolen{n:05d} skole")
    parent = factory.SubFactory(OwnerFactory)


class KindergartenFactory(OrganisationFactory):
    kind = Organisation.Kind.KINDERGARTEN
    regime = Organisation.Regime.KINDERGARTEN_ACT
    name = factory.Sequence(lambda n: f"Barnehagen{n:05d} barnehage")
    parent = factory.SubFactory(OwnerFactory)


class OfficeFactory(OrganisationFactory):
    kind = Organisation.Kind.PPT
    name = factory.Sequence(lambda n: f"PPT{n:05d}")
    parent = factory.SubFactory(OwnerFactory)


class PptServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PptService

    office = factory.SubFactory(OfficeFactory)
    serves = factory.SubFactory(SchoolFactory)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(SchoolFactory)
    role = Role.STAFF
    starts_on = date(2024, 8, 1)


def member(role, organisation, **person):
    """A new person with this role at the place."""
    return MembershipFactory(
        role=role, organisation=organisation, person=PersonFactory(**person)
    ).person


class AbsenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Absence

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(SchoolFactory)
    starts_on = date(2026, 11, 20)
    ends_on = date(2026, 12, 4)
    written_by = factory.SubFactory(PersonFactory)
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)
