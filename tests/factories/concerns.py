"""Concerns as they stand right after they were told."""

import uuid

import factory

from cases.models import CaseConcern
from concerns.models import Concern
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.organisations import SchoolFactory


class ConcernFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Concern

    unit = factory.SubFactory(SchoolFactory)
    owner = factory.LazyAttribute(lambda concern: concern.unit.parent)
    reporter = factory.SubFactory(PersonFactory)
    about = "Jonas i 7A"
    what = "Han sto alene i hele friminuttet."
    happened_on = TODAY
    told_at = NOW
    known_at = factory.SelfAttribute("told_at")
    answer_by = TODAY
    form_token = factory.LazyFunction(uuid.uuid4)

    class Params:
        answered = factory.Trait(
            state="answered",
            handled_at=NOW,
            handled_by=factory.SubFactory(PersonFactory),
            answer_reason="Vi har snakket med eleven.",
        )
        taken_on = factory.Trait(
            state="taken_on", handled_at=NOW, handled_by=factory.SubFactory(PersonFactory)
        )
        sent_on = factory.Trait(
            sent_on_at=NOW,
            sent_on_reason="Det skjer igjen.",
            declined_at=NOW,
            declined_by=factory.SubFactory(PersonFactory),
            declined_reason="Vi har snakket med eleven.",
        )
        told_elsewhere = factory.Trait(
            from_unit=factory.SubFactory(SchoolFactory),
            decided_by=factory.SelfAttribute("reporter"),
            telling_reason="De må vite det for å passe på.",
        )
        # A pupil changes school, at the same owner.
        change = factory.Trait(
            told_elsewhere=True, ground="need", tried="Klassemøte: det hjalp", told_by="other"
        )


class CaseConcernFactory(factory.django.DjangoModelFactory):
    """A concern that was taken on in a case."""

    class Meta:
        model = CaseConcern

    case = factory.SubFactory(CaseFactory)
    concern = factory.SubFactory(
        ConcernFactory, unit=factory.SelfAttribute("..case.unit"), taken_on=True
    )
    added_by = factory.SelfAttribute("concern.handled_by")
    added_at = NOW


class ChangeFactory(factory.django.DjangoModelFactory):
    """What another place was sent of a pupil of the case who changes school, and not answered."""

    class Meta:
        model = CaseConcern

    class Params:
        to = factory.SubFactory(SchoolFactory)

    about = factory.SubFactory(InvolvementFactory)
    case = factory.SelfAttribute("about.case")
    concern = factory.SubFactory(
        ConcernFactory,
        unit=factory.SelfAttribute("..to"),
        change=True,
        from_unit=factory.SelfAttribute("..case.unit"),
    )
    direction = "told"
    to_unit = factory.SelfAttribute("to")
    added_by = factory.SelfAttribute("concern.reporter")
    added_at = NOW
