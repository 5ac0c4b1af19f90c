"""Hearings, trusted adults, guardians who were told, and what was weighed and looked into."""

import uuid
from datetime import date

import factory

from cases.models import BestInterests, GuardianContact, Hearing, Investigation, TrustedAdult
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.pupils import GuardianFactory


class HearingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Hearing

    involvement = factory.SubFactory(InvolvementFactory)
    case = factory.SelfAttribute("involvement.case")
    heard_on = TODAY
    heard_by = "Anne"
    how = "talk"
    own_words = "Det er verst i garderoben."
    written_by = factory.SubFactory(PersonFactory)
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)

    class Params:
        declining = factory.Trait(declined=True, heard_on=None, heard_by="", how="", own_words="")
        explained = factory.Trait(
            not_heard_reason="Eleven er syk.", heard_on=None, heard_by="", how="", own_words=""
        )


class TrustedAdultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrustedAdult

    involvement = factory.SubFactory(InvolvementFactory)
    case = factory.SelfAttribute("involvement.case")
    adult = factory.SubFactory(PersonFactory)
    chosen_by_pupil = True
    starts_on = date(2026, 11, 9)
    talk_on = TODAY


class GuardianContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GuardianContact

    involvement = factory.SubFactory(InvolvementFactory)
    case = factory.SelfAttribute("involvement.case")
    guardian = factory.SubFactory(
        GuardianFactory, pupil=factory.SelfAttribute("..involvement.pupil")
    )
    told_on = TODAY
    how = "telephone"
    told = "At vi ser på saken."
    written_by = factory.SubFactory(PersonFactory)
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)


class BestInterestsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BestInterests

    case = factory.SubFactory(CaseFactory)
    occasion = "investigation"
    text = "Eleven vil ikke flyttes."
    written_by = factory.SubFactory(PersonFactory)
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)


class InvestigationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Investigation

    case = factory.SubFactory(CaseFactory)
    methods = ["talks", "observation"]
    showed = "Det skjer etter gym."
    written_by = factory.SubFactory(PersonFactory)
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)
