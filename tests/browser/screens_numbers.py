"""The numbers of the owner's units: one of them has enough cases to be shown."""

from datetime import UTC, datetime

from tests.factories.cases import CaseFactory


def numbers_screens(made):
    """Who opens it, its name and its address. Called last: others look for the cases of a unit."""
    october, later = datetime(2026, 10, 5, 9, tzinfo=UTC), datetime(2026, 12, 18).date()
    received = {"state": "received", "received_at": october, "answer_by": later}
    received |= {"received_by": made.people["ppt"], "office": made.places["ppt"]}
    alert = {f"alert__{name}": value for name, value in received.items()}
    by = made.people["rektor"]
    about = {"unit": made.places["haugen"], "created_by": by, "plan_due_on": later}
    CaseFactory.create_batch(6, created_at=october, **about, **alert)
    yield "eier", "numbers", "overview:numbers"
