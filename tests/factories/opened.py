"""What of a case is opened to PPT."""

import uuid

import factory
from django.utils.timezone import localdate

from cases.models import PptOpening
from cases.rules import last_day_open
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseFactory
from tests.factories.organisations import OfficeFactory


class PptOpeningFactory(factory.django.DjangoModelFactory):
    """The problem, without consent; ``agreed`` is by consent."""

    class Meta:
        model = PptOpening

    class Params:
        agreed = factory.Trait(
            ground="consent",
            consent_from="Begge foreldre",
            consent_on=TODAY,
            consent_scope="Problemet og tiltakene.",
        )
        withdrawn = factory.Trait(
            ended_at=NOW,
            ending="withdrawn",
            ended_by=factory.SelfAttribute("opened_by"),
            ended_reason="Foreldrene vil ikke lenger.",
        )

    case = factory.SubFactory(CaseFactory)
    office = factory.LazyAttribute(lambda row: row.case.alert.office or OfficeFactory())
    ground = "needed"
    reason = "PPT skal hjelpe med klassen."
    parts = factory.LazyAttribute(lambda row: list(row.content))
    content = factory.LazyFunction(lambda: {"problem": "Eleven står alene i friminuttene."})
    until = factory.LazyAttribute(lambda row: last_day_open(localdate(row.opened_at)))
    opened_by = factory.SubFactory(PersonFactory)
    opened_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)
