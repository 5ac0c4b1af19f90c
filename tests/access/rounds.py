"""The rows of the table about evaluating a case together: its common day, meetings, reviews."""

from organisations.calendar import school_year_of
from tests.access.row import Row, both, of, some
from tests.factories.evaluations import CaseReviewFactory

WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")
LEADER = some("principal")


def things(case, here, today, now, marker):
    """The review of the autumn waits, the one before is written."""
    year = school_year_of(today)
    waits = CaseReviewFactory(case=case, school_year=year, due_on=today)
    written = CaseReviewFactory(
        case=case,
        round="spring",
        school_year=year - 1,
        due_on=today,
        done=True,
        how=f"{marker} slik går det",
        done_by=here.principal,
        done_at=now,
    )
    return {"review": waits, "reviewed": written}


def case_of(world):
    return {"case": world.things["case"].pk}


ROWS: list[Row] = [
    *both("measures:evaluation_day", case_of, WRITERS, SEE_ONLY),
    *both("evaluations:meeting", case_of, WRITERS, SEE_ONLY),
    *both("evaluations:minutes", case_of, WRITERS, SEE_ONLY),
    # Of a case that is open it is said that the case has moved on.
    *both("reopening:reopen", case_of, WRITERS, SEE_ONLY),
    *both("evaluations:review", of("review"), LEADER, SEE_ONLY | (WRITERS - LEADER)),
    *both("evaluations:review", of("reviewed"), LEADER, SEE_ONLY | (WRITERS - LEADER)),
]
