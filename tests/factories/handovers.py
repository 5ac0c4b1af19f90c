"""Steps of handing a case on over the summer."""

from datetime import date

import factory

from cases.models import Handover
from organisations.models import SchoolYear
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


def enter_years(owner):
    """17 August 2026 to 18 June 2027, and the same days of the next year, of all its units."""
    for starts, first, last in (
        (2026, date(2026, 8, 17), date(2027, 6, 18)),
        (2027, date(2027, 8, 16), date(2028, 6, 16)),
    ):
        for kind in SchoolYear.Kind:
            SchoolYear.objects.create(
                organisation=owner,
                kind=kind,
                starts=starts,
                first_day=first,
                last_day=last,
                changed_at=NOW,
            )
