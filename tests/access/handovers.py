"""The rows of the table about handing a case on over the summer: it is the case's, and its own."""

from datetime import timedelta

from organisations.calendar import school_year_of
from tests.access.row import Row, both, of, some
from tests.factories.handovers import HandoverFactory

FILE = some("principal deputy case_worker granted")
WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")


def things(case, here, today, now, marker):
    """Each step of this school year: that of June is done, the others wait."""
    step = {"case": case, "school_year": school_year_of(today), "due_on": today}
    return {
        "may": HandoverFactory(kind="may", **step),
        "august": HandoverFactory(kind="august", **step),
        "new_year": HandoverFactory(kind="plan", **step),
        "summer": HandoverFactory(
            kind="june",
            text=f"{marker} overlevering",
            done_at=now,
            done_by=here.principal,
            contact=here.deputy,
            contact_from=today,
            contact_until=today + timedelta(days=60),
            **step,
        ),
    }


ROWS: list[Row] = [
    Row("GET", "cases:handovers", FILE, of("case")),
    *both("cases:handover", of("may"), WRITERS, SEE_ONLY),
    *both("cases:handover", of("summer"), WRITERS, SEE_ONLY),
    *both("cases:handover", of("august"), WRITERS, SEE_ONLY),
    *both("cases:handover", of("new_year"), WRITERS, SEE_ONLY),
    *both("cases:summer_contact", of("summer"), WRITERS, SEE_ONLY),
    *both("measures:new_year", of("new_year"), WRITERS, SEE_ONLY),
]
