"""The county governor has a case, and cases that are held whole."""

import uuid
from datetime import date

import factory

from cases.models import CountyCase, LegalHold, Letter, OrderedAct
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseFactory


class CountyCaseFactory(factory.django.DjangoModelFactory):
    """``decided=True`` when a decision is noted."""

    class Meta:
        model = CountyCase

    class Params:
        decided = factory.Trait(decided_on=TODAY, decision="Skolen skal gjøre mer.")

    case = factory.SubFactory(CaseFactory)
    opened_on = date(2026, 11, 20)
    form_token = factory.LazyFunction(uuid.uuid4)


class LetterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Letter

    county_case = factory.SubFactory(CountyCaseFactory)
    case = factory.SelfAttribute("county_case.case")
    direction = "in"
    dated_on = date(2026, 11, 20)
    about = "De ber om en redegjørelse."
    written_by = factory.SubFactory(PersonFactory)
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)


class OrderedActFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrderedAct

    county_case = factory.SubFactory(CountyCaseFactory, decided=True)
    case = factory.SelfAttribute("county_case.case")
    owner = factory.LazyAttribute(lambda act: act.case.unit.parent)
    reference = factory.SelfAttribute("case.reference")
    act = "En voksen skal være ute i alle friminutt."
    due_on = date(2026, 12, 7)
    form_token = factory.LazyFunction(uuid.uuid4)


class LegalHoldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LegalHold

    case = factory.SubFactory(CaseFactory)
    reason = "Familien har bedt om det."
    set_by = factory.SubFactory(PersonFactory)
    set_at = NOW
