"""What a case tells its owner, and whom a case about staff is about."""

import uuid

import factory

from cases.models import OwnerNotice, StaffConcerned
from tests.clock import NOW
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseFactory


class OwnerNoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OwnerNotice

    case = factory.SubFactory(CaseFactory)
    owner_id = factory.LazyAttribute(lambda notice: notice.case.unit.owner_id)
    kind = "serious"
    reason = "Eleven tør ikke komme på skolen."
    told_by = factory.SubFactory(PersonFactory)
    told_at = NOW


class StaffConcernedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffConcerned

    case = factory.SubFactory(CaseFactory, is_about_staff=True)
    described = "en vikar"
    noted_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)
