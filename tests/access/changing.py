"""The rows of the table about a pupil who changes school: the leader's, both ways."""

from tests.access.row import Row, both, of, some
from tests.factories.concerns import ChangeFactory
from tests.factories.organisations import SchoolFactory

FILE = some("principal deputy case_worker granted")
WRITERS = some("principal deputy case_worker")
LEADER = some("principal")


def things(involved, here, now, marker):
    """What a place at which nobody here works was sent, and has not answered."""
    sent = ChangeFactory(
        about=involved,
        to=SchoolFactory(name="Skolen eleven bytter til"),
        concern__reporter=here.principal,
        concern__what=f"{marker} sendt",
        concern__told_at=now,
        added_at=now,
    )
    return {"change": sent}


def taken_back(world):
    return {"pk": world.things["case"].pk, "told": world.things["change"].pk}


def to_another(world):
    case, row = world.things["case"], world.things["involvement"]
    return {"pk": case.pk, "involvement": row.pk, "unit": world.here.other_school.pk}


ROWS: list[Row] = [
    *both("overview:change_where_to", of("case"), LEADER, FILE - LEADER),
    *both("overview:change_school", to_another, LEADER, FILE - LEADER),
    Row("POST", "cases:take_back_change", LEADER, taken_back, forbidden=FILE - LEADER),
    # Who told it sees it, and answers nothing.
    Row("POST", "concerns:note", WRITERS, of("concern"), forbidden=some("teacher")),
]
