"""The rows of the table about carrying a measure out, and about who is away from a unit."""

from datetime import timedelta

from tests.access.row import Row, both, of, some
from tests.factories.measures import ConcernedFactory, MeasureEntryFactory, MeasureFactory
from tests.factories.organisations import AbsenceFactory

FILE = some("principal deputy case_worker granted")
WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")
TEACHER = some("teacher")
# Whoever is excluded from a case keeps the work at the unit.
KEEPERS = some("principal deputy school_administrator excluded")
ALL_KEEPERS = KEEPERS | some("other_principal head stranger owner_administrator strange_owner")


def things(plan, involved, here, today, marker):
    """One that has ended and waits for its look, and what was done of it."""
    ended = MeasureFactory(
        plan=plan,
        title=f"{marker} over",
        responsible=here.teacher,
        state="finished",
        starts_on=today - timedelta(days=60),
        ends_on=today - timedelta(days=42),
        look_on=today,
    )
    MeasureEntryFactory(measure=ended, text=f"{marker} gjort", happened_on=today)
    ConcernedFactory(measure=ended, involvement=involved)
    absence = AbsenceFactory(
        person=here.teacher, organisation=here.school, starts_on=today, ends_on=None
    )
    return {"ended": ended, "absence": absence}


def at_school(world):
    return {"place": world.here.school.pk}


def one_absence(world):
    return at_school(world) | {"absence": world.things["absence"].pk}


ROWS: list[Row] = [
    Row("GET", "overview:measure", FILE | TEACHER, of("measure")),
    Row("GET", "overview:measure", FILE | TEACHER, of("ended")),
    *both("measures:replace", of("measure"), WRITERS, SEE_ONLY | TEACHER),
    *both("measures:write_done", of("measure"), WRITERS | TEACHER, SEE_ONLY),
    *both("measures:look", of("ended"), WRITERS | TEACHER, SEE_ONLY),
    *both("cases:let_ppt_help", of("case"), WRITERS, SEE_ONLY),
    Row("GET", "organisations:absences", ALL_KEEPERS),
    Row("GET", "organisations:absences_at", KEEPERS, at_school),
    *both("organisations:note_absence", at_school, KEEPERS),
    *both("organisations:change_absence", one_absence, KEEPERS),
    Row("POST", "organisations:end_absence", KEEPERS, one_absence),
]
