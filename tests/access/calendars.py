"""The rows of the table about private calendars: each has an own one, or none."""

from tests.access.row import ALL, Row, of, some
from tests.factories.documents import FeedEventFactory


def things(here):
    """The teacher has one, and it has told of something."""
    return {"told": FeedEventFactory(feed__person=here.teacher)}


ROWS: list[Row] = [
    Row("GET", "calendar:page", ALL),
    Row("POST", "calendar:turn_on", ALL, own_rows=True),
    Row("POST", "calendar:renew", ALL, own_rows=True),
    Row("POST", "calendar:turn_off", ALL, own_rows=True),
    Row("GET", "calendar:open", some("teacher"), of("told")),
]
