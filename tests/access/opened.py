"""The rows of the table about what is opened to PPT: the school's pages of one case. What PPT reads
stands on the page of its alert."""

from datetime import timedelta

from tests.access.row import Row, both, of, some
from tests.factories.opened import PptOpeningFactory

FILE = some("principal deputy case_worker granted")
WRITERS = some("principal deputy case_worker")
LEADER = some("principal")


def things(case, here, now, marker):
    opened = PptOpeningFactory(
        case=case,
        content={"problem": f"{marker} åpnet"},
        reason=f"{marker} hvorfor",
        until=(now + timedelta(days=30)).date(),
        opened_by=here.principal,
        opened_at=now,
    )
    return {"opened": opened}


def withdrawing(world):
    return {"pk": world.things["case"].pk, "opening": world.things["opened"].pk}


ROWS: list[Row] = [
    Row("GET", "opened:case", FILE, of("case")),
    Row("GET", "opened:referral", FILE, of("case")),
    *both("opened:ask", of("case"), WRITERS, FILE - WRITERS),
    *both("opened:open", of("case"), LEADER, FILE - LEADER),
    *both("opened:withdraw", withdrawing, WRITERS, FILE - WRITERS),
]
