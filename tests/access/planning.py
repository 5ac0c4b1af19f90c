"""How a plan fits and how it goes: groups set aside, versions, the development. What is there of
it, and who gets what."""

from tests.access.row import Row, both, of, some
from tests.factories.measures import SetAsideFactory

FILE = some("principal deputy case_worker granted")
WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")


def things(plan, marker):
    """A group that the plan sets aside."""
    return {"aside": SetAsideFactory(plan=plan, target="unit", reason=f"{marker} ikke nå")}


def of_plan(**more):
    return lambda world: {"pk": world.things["plan"].pk, **more}


ROWS: list[Row] = [
    *both("measures:set_aside", of_plan(group="unit"), WRITERS, SEE_ONLY),
    *both("measures:set_aside", of_plan(group="violating"), WRITERS, SEE_ONLY),
    Row("POST", "measures:take_up", WRITERS, of_plan(group="unit"), forbidden=SEE_ONLY),
    Row("GET", "overview:development", FILE, of("case")),
    Row("GET", "measures:versions", FILE, of_plan()),
    Row("GET", "measures:version", FILE, of_plan(number=1)),
    Row("GET", "measures:compare", FILE, of_plan()),
]
