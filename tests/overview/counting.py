"""Units with so many cases opened and closed in each half-year, and the pages that tell of them."""

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

from tests.factories.audit import EventFactory
from tests.factories.cases import CaseFactory

MIDDLE = {
    "2024-autumn": datetime(2024, 10, 7, 9, tzinfo=UTC),
    "2025-spring": datetime(2025, 3, 3, 9, tzinfo=UTC),
    "2025-autumn": datetime(2025, 10, 6, 9, tzinfo=UTC),
    "2026-spring": datetime(2026, 3, 2, 9, tzinfo=UTC),
    # Counted on 1 November as long as it runs.
    "2026-autumn": datetime(2026, 10, 5, 9, tzinfo=UTC),
}
"""A day in the middle of each half-year that can be chosen on the Monday of the tests."""

OWNER, NUMBERS = "/owner/", "/owner/numbers/"


def opened(place, unit, at, number=1, **fields):
    """Cases that have a plan to make, and of which PPT has received the alert."""
    due = (at + timedelta(days=7)).date()
    given = {
        "alert__office": place.office,
        "alert__state": "received",
        "alert__received_at": at,
        "alert__received_by": place.ppt_adviser,
        "alert__answer_by": due,
        "plan_due_on": due,
        "created_by": place.principal,
    } | fields
    return CaseFactory.create_batch(number, unit=unit, created_at=at, **given)


def happened(case, name, at):
    """As the log tells it; the state of the case follows."""
    EventFactory(name=name, at=at, target_id=case.pk)
    state = {"case.closed": "closed", "case.voided": "void", "case.reopened": "investigating"}
    case.state = state[name]
    case.ended_reason = "" if case.state == "investigating" else "Trygt nå."
    case.save(update_fields=["state", "ended_reason"])


def play(place, unit, flows):
    """``flows``: for each half-year, how many were opened and how many closed. Gives how many were
    open after each."""
    running, after = [], {}
    for half, (number, closed) in flows.items():
        running += opened(place, unit, MIDDLE[half], number)
        for _one in range(closed):
            happened(running.pop(0), "case.closed", MIDDLE[half] + timedelta(days=3))
        after[half] = len(running)
    return after


class _Table(HTMLParser):
    """The rows about units, with the words of each cell, and what stands below them."""

    def __init__(self):
        super().__init__()
        self.units, self.total, self.links = {}, "", []
        self._row, self._cell, self._in_foot = None, None, False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a":
            self.links.append(given["href"])
        if tag == "tfoot":
            self._in_foot = True
        if tag == "tr":
            self._row = given.get("data-unit")
        if tag in ("td", "th"):
            self._cell = given.get("data-label")

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._cell = None
        if tag == "tfoot":
            self._in_foot = False

    def handle_data(self, data):
        words = " ".join(data.split())
        if self._row and self._cell:
            cells = self.units.setdefault(self._row, {})
            cells[self._cell] = f"{cells.get(self._cell, '')} {words}".strip()
        elif self._in_foot:
            self.total = f"{self.total} {words}".strip()


def table_of(response):
    assert response.status_code == 200
    table = _Table()
    table.feed(response.content.decode())
    return table


def cells(client, unit, address=NUMBERS):
    """The row of the unit."""
    return table_of(client.get(address)).units[str(unit.pk)]
