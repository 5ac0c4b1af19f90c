import pytest

from tests.factories.notifications import MessageFactory
from tests.factories.organisations import MembershipFactory
from tests.notifications import kinds


@pytest.fixture(autouse=True)
def test_kinds(settings):
    settings.NOTICES = [*settings.NOTICES, *kinds.PATHS]


@pytest.fixture
def mail_to(db):
    """`mail_to(**fields)`: an e-mail that waits, to somebody who works somewhere."""

    def make(person=None, **fields):
        person = person or MembershipFactory().person
        return MessageFactory(**{"kind": kinds.Told.name, "person": person, **fields})

    return make
