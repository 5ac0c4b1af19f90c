"""Pure rules about cases: states, references, dates, small units. No ORM, no clock."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from organisations.calendar import Calendar, add_working_days, school_year_of
from organisations.roles import Permission

# Working days. Recommended, not set by law: never shown as the law's deadline (design, 4.7).
PLAN_DAYS = 5
PPT_ANSWER_DAYS = 5
# Nothing that a case is about happened before this. Earlier dates are slips of the finger.
EARLIEST = date(2000, 1, 1)
SMALL_BAND = 30
ROLES_AT_FIRST = ("exposed", "unclear")

# No vowels (no words), and nothing that is misread: 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V.
REFERENCE_LETTERS = "346793CDFGHJKMNPQRTWXY"


class State(StrEnum):
    REPORTED = "reported"
    INVESTIGATING = "investigating"
    FOLLOW_UP = "follow_up"
    MONITORING = "monitoring"
    CLOSED = "closed"
    VOID = "void"


@dataclass(frozen=True)
class Transition:
    """One allowed step: the verb, and the permission that it asks for."""

    verb: str
    permission: Permission


WRITE, CLOSE = Permission.WRITE_CASES, Permission.CLOSE_CASES

TRANSITIONS: dict[tuple[State, State], Transition] = {
    (State.REPORTED, State.INVESTIGATING): Transition("investigate", WRITE),
    (State.REPORTED, State.FOLLOW_UP): Transition("follow_up", WRITE),
    (State.INVESTIGATING, State.FOLLOW_UP): Transition("follow_up", WRITE),
    (State.FOLLOW_UP, State.MONITORING): Transition("monitor", WRITE),
    (State.MONITORING, State.FOLLOW_UP): Transition("follow_up", WRITE),
    (State.MONITORING, State.CLOSED): Transition("close", CLOSE),
    (State.FOLLOW_UP, State.CLOSED): Transition("close", CLOSE),
    (State.CLOSED, State.INVESTIGATING): Transition("reopen", WRITE),
    (State.REPORTED, State.VOID): Transition("void", CLOSE),
    (State.INVESTIGATING, State.VOID): Transition("void", CLOSE),
}

OPEN_STATES = (State.REPORTED, State.INVESTIGATING, State.FOLLOW_UP, State.MONITORING)
ENDED_STATES = (State.CLOSED, State.VOID)


def transition(source: State | str, target: State | str) -> Transition | None:
    """The step from one state to another, or None when there is none (design, 4.2)."""
    return TRANSITIONS.get((State(source), State(target)))


def places_at(kind_of_unit: str) -> frozenset[str]:
    """The places that are asked about: those of a school, or those of a kindergarten."""
    only_school = {"classroom", "break", "corridor", "after_school", "way_to_school", "online"}
    only_kindergarten = {"play_indoors", "play_outdoors"}
    everywhere = {"changing_room", "trip", "elsewhere"}
    own = only_kindergarten if kind_of_unit == "kindergarten" else only_school
    return frozenset(everywhere | own)


def permission_of(verb: str) -> Permission:
    """What a verb asks for, wherever it starts."""
    return next(step.permission for step in TRANSITIONS.values() if step.verb == verb)


def verbs_by_hand(source: State | str) -> list[str]:
    """The verbs that have a page of their own. Follow-up begins when a plan is complete, so by
    hand it is only taken up again from monitoring."""
    return [
        step.verb
        for (start, end), step in TRANSITIONS.items()
        if start == source and (end != State.FOLLOW_UP or start == State.MONITORING)
    ]


def plan_due_on(told_on: date) -> date:
    """Five working days after the principal was told (recommended, not set by law)."""
    return add_working_days(told_on, PLAN_DAYS)


def answer_by(alerted_on: date) -> date:
    """Five working days after the alert, PPT should have answered."""
    return add_working_days(alerted_on, PPT_ANSWER_DAYS)


def followed_until(calendar: Calendar, today: date) -> date:
    """The last day of the school year, or of the next one when the last day has come. Where the
    year is not entered: 31 July. A case never ends by itself; this is when it is talked about."""
    starts = school_year_of(today)
    last = calendar.year(starts).last
    return last if last > today else calendar.year(starts + 1).last


def monday_of(day: date) -> date:
    """PPT is told the week and no closer."""
    return day - timedelta(days=day.weekday())


def reference(year: int, rng: random.Random | None = None) -> str:
    """A case reference such as 26-K7F3. Random: a gap in a series would reveal a hidden case."""
    rng = rng or random.SystemRandom()
    return f"{year % 100:02d}-" + "".join(rng.choice(REFERENCE_LETTERS) for _ in range(4))


def stage_band(stage: int | None) -> str:
    """The coarse stage that PPT is told: 1-4, 5-7, 8-10, 11-13, or nothing."""
    for first, last in ((1, 4), (5, 7), (8, 10), (11, 13)):
        if stage is not None and first <= stage <= last:
            return f"{first}-{last}"
    return ""


@dataclass(frozen=True)
class Band:
    """The pupils among whom those concerned could be looked for: their stages, and how many."""

    stages: frozenset[int | None]
    size: int


def band_of(concerned: Iterable[Any], stages: dict[Any, set[int | None]]) -> Band:
    """The smallest crowd that a pupil concerned stands in.

    ``stages`` holds every pupil of the unit with the stages of the groups he or she is in now. A
    pupil without a stage, or nobody by name, could be anyone at the unit.
    """
    own = {pupil: stages.get(pupil) or {None} for pupil in concerned}
    told = frozenset(stage for found in own.values() for stage in found)
    crowds = [
        sum(1 for found in stages.values() if band & set(map(stage_band, found)))
        for band in ({stage_band(stage)} for stage in told)
        if band != {""}
    ]
    return Band(told, min([len(stages), *crowds]))


@dataclass(frozen=True)
class AlertContent:
    """What level 0 of the PPT alert may hold: never a name, a text, or how serious it is."""

    names_unit: bool
    stage: str
    kinds: tuple[str, ...]


def alert_content(
    *,
    is_kindergarten: bool,
    is_about_staff: bool,
    band: Band,
    kinds: tuple[str, ...],
    small: int = SMALL_BAND,
) -> AlertContent:
    """Hide the unit, stage and kind wherever they could point at a child (design, 4.5 and 4.7).

    The unit is named only when every pupil concerned stands in a stage band of at least ``small``
    pupils. Kindergartens and cases about staff always count as small. The stage is told when it is
    one and the same band; where nobody is named, the crowd is the whole school and no stage is
    told.
    """
    if is_kindergarten or is_about_staff or band.size < small:
        return AlertContent(names_unit=False, stage="", kinds=())
    bands = {stage_band(stage) for stage in band.stages}
    return AlertContent(names_unit=True, stage=bands.pop() if len(bands) == 1 else "", kinds=kinds)
