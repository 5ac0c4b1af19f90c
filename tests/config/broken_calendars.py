"""What breaks a promise about private calendars."""

from tests.factories.accounts import CLOSED, PersonFactory
from tests.factories.audit import EventFactory
from tests.factories.documents import FeedFactory


def turned_on(person):
    feed = FeedFactory(person=person)
    EventFactory(
        name="feed.turned_on", target="documents.Feed", target_id=feed.pk, person_id=person.pk
    )


def turned_on_by_nobody(place):
    """The other one is right."""
    FeedFactory(person=place.teacher)
    turned_on(place.principal)


def of_a_closed_account(place):
    """Written by hand after that: closing takes it away."""
    turned_on(place.principal)
    turned_on(PersonFactory(**CLOSED))


BROKEN = {
    "every private calendar was turned on by its person": turned_on_by_nobody,
    "a closed account has no private calendar": of_a_closed_account,
}
