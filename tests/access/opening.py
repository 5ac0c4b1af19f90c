"""The rows of the table about opening a case, and about where concerns and cases meet."""

import uuid

from tests.access.row import Row, both, of, some
from tests.factories.cases import CaseDraftFactory
from tests.factories.concerns import CaseConcernFactory

FILE = some("principal deputy case_worker granted")
WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")
LEADER = some("principal")
# Whoever may open a case somewhere begins a sheet of his or her own by asking.
OPENERS = WRITERS | some("excluded other_principal head stranger")

THE_CASE = of("case")


def at_the_school(world):
    return {"unit": world.here.school.pk}


def step(number):
    return lambda world: {"pk": world.things["draft"].pk, "step": number}


def into_the_case(world):
    return {"pk": world.things["draft"].pk, "case": world.things["case"].pk}


def typed(world):
    return {"step": 1, "version": 1, "window": str(uuid.uuid4())}


def told(case, reporter, now, marker):
    """What a teacher told, and what became the case."""
    return CaseConcernFactory(
        case=case,
        concern__reporter=reporter,
        concern__about=f"{marker} elev",
        concern__what=f"{marker} melding",
        concern__told_at=now,
        concern__handled_at=now,
    ).concern


def draft(here, now, marker):
    """What the principal has typed of another case."""
    return CaseDraftFactory(
        unit=here.school,
        person=here.principal,
        typed=f"described={marker}+elev&what_happened={marker}+utkast",
        saved_at=now,
    )


ROWS: list[Row] = [
    Row("GET", "cases:new", OPENERS, own_rows=True),
    Row("GET", "cases:new_at", WRITERS | some("excluded"), at_the_school, own_rows=True),
    # A draft is its writer's alone, also within the unit.
    *(row for number in (1, 2, 3) for row in both("cases:draft", step(number), LEADER)),
    Row("POST", "cases:save_draft", LEADER, of("draft"), typed),
    *both("cases:confirm_draft", of("draft"), LEADER),
    *both("cases:drop_draft", of("draft"), LEADER),
    *both("cases:put_draft", into_the_case, LEADER),
    # Concerns of the case: read with it, added by those who answer, told elsewhere by the leader.
    Row("GET", "cases:concerns", FILE, THE_CASE),
    *both("cases:add_concern", of("concern", "concern"), WRITERS),
    *both("cases:tell_elsewhere", THE_CASE, LEADER, FILE - LEADER),
    *both("cases:record_raised", THE_CASE, WRITERS, SEE_ONLY),
    Row("POST", "cases:note_need_met", WRITERS, THE_CASE, forbidden=SEE_ONLY),
]
