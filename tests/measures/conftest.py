from datetime import date

import pytest

from organisations.models import Period, SchoolYear
from tests.clock import NOW


@pytest.fixture
def calendar(fjellet):
    """The owner's school year 2026/2027, with a week off at Christmas and a planning day."""
    year = SchoolYear.objects.create(
        organisation=fjellet.owner,
        kind="school",
        starts=2026,
        first_day=date(2026, 8, 18),
        last_day=date(2027, 6, 18),
        changed_at=NOW,
    )
    for first, last, kind in (
        (date(2026, 12, 21), date(2027, 1, 1), "break"),
        (date(2026, 12, 11), date(2026, 12, 11), "planning"),
    ):
        Period.objects.create(
            school_year=year, starts=2026, first_day=first, last_day=last, kind=kind
        )
    return year
