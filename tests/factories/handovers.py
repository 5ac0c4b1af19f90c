"""Steps of handing a case on over the summer."""

from datetime import date

import factory

from cases.models import Handover
from tests.clock import NOW
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseFactory

DUE = {"may": date(2027, 5, 14), "june": date(2027, 6, 4)}


class HandoverFactory(factory.django.DjangoModelFactory):
    """One that waits; ``done`` makes it whole."""

    class Meta:
        model = Handover

    class Params:
        done = factory.Trait(
            text=factory.LazyAttribute(lambda row: "" if row.kind == "plan" else "Bør skilles."),
            done_at=NOW,
            done_by=factory.SubFactory(PersonFactory),
        )

    case = factory.SubFactory(CaseFactory)
    kind = "may"
    school_year = 2026
    due_on = factory.LazyAttribute(lambda row: DUE.get(row.kind, date(2026, 8, 21)))
