from datetime import timedelta

import pytest

from organisations.models import Period, SchoolYear
from tests.clock import NOW, TODAY
from tests.factories.notifications import MessageFactory
from tests.factories.organisations import MembershipFactory, SchoolFactory
from tests.notifications import kinds


@pytest.fixture(autouse=True)
def test_kinds(settings):
    settings.NOTICES = [*settings.NOTICES, kinds.__name__]


@pytest.fixture
def mail_to(db):
    """`mail_to(**fields)`: an e-mail that waits, to somebody who works somewhere."""

    def make(person=None, **fields):
        person = person or MembershipFactory().person
        return MessageFactory(**{"kind": kinds.Told.name, "person": person, **fields})

    return make


@pytest.fixture
def closed_unit(db):
    """A school that is closed on the day on which the tests play, and only on that day."""
    school = SchoolFactory()
    year = SchoolYear.objects.create(
        organisation=school, kind="school", starts=2026, changed_at=NOW - timedelta(days=60)
    )
    Period.objects.create(
        school_year=year, starts=2026, first_day=TODAY, last_day=TODAY, kind="planning"
    )
    return school
