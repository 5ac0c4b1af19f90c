"""Pupils, groups and guardians."""

from datetime import date

import factory

from common.sorting import sort_key
from pupils.models import Group, Guardian, Placement, Pupil, PupilAccess
from tests.clock import NOW
from tests.factories.accounts import PersonFactory
from tests.factories.organisations import SchoolFactory


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Group
        skip_postgeneration_save = True

    unit = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"7{n:05d}")
    school_year = 2026
    stage = 7


class PupilFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Pupil

    unit = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Elev Nummer{n:05d}")
    sort_key = factory.LazyAttribute(lambda pupil: sort_key(pupil.name))


class PlacementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Placement

    group = factory.SubFactory(GroupFactory)
    pupil = factory.SubFactory(PupilFactory, unit=factory.SelfAttribute("..group.unit"))
    starts_on = date(2026, 8, 17)


class GuardianFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guardian

    pupil = factory.SubFactory(PupilFactory)
    name = factory.Sequence(lambda n: f"Foresatt Nummer{n:05d}")
    relation = "mor"


class PupilAccessFactory(factory.django.DjangoModelFactory):
    """Somebody named for a pupil; ``pupil__protected`` hides it from everybody else."""

    class Meta:
        model = PupilAccess

    pupil = factory.SubFactory(PupilFactory, protected=True)
    unit = factory.SelfAttribute("pupil.unit")
    person = factory.SubFactory(PersonFactory)
    reason = "Trenger å vite det."
    given_by = factory.SubFactory(PersonFactory)
    given_at = NOW


def pupils_in(group, count):
    """So many new pupils placed in the group."""
    return [placement.pupil for placement in PlacementFactory.create_batch(count, group=group)]
