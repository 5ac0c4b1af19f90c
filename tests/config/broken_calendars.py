"""What breaks a promise about private calendars."""

from tests.factories.audit import EventFactory
from tests.factories.documents import FeedFactory


def turned_on_by_nobody(place):
    """The other one is right."""
    FeedFactory(person=place.teacher)
    right = FeedFactory(person=place.principal)
    EventFactory(
        name="feed.turned_on", target="documents.Feed", target_id=right.pk,
        person_id=place.principal.pk,
    )  # fmt: skip


BROKEN = {"every private calendar was turned on by its person": turned_on_by_nobody}
