"""Pure rules about cases: states, references, small units. No ORM, no clock."""

import random
from dataclasses import dataclass
from enum import StrEnum

from organisations.roles import Permission

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


def transition(source: State | str, target: State | str) -> Transition | None:
    """The step from one state to another, or None when there is none (design, 4.2)."""
    return TRANSITIONS.get((State(source), State(target)))


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
class AlertContent:
    """What level 0 of the PPT alert may hold: never a name, a text, or how serious it is."""

    names_unit: bool
    stage: str
    kinds: tuple[str, ...]


def alert_content(
    *,
    is_kindergarten: bool,
    is_about_staff: bool,
    stages: set[int],
    kinds: tuple[str, ...],
    pupils_in_band: int,
    small: int = 30,
) -> AlertContent:
    """Hide the unit, stage and kind wherever they could point at a child (design, 4.5 and 4.7).

    The unit is named only when the pupils concerned are in one stage band of at least ``small``
    pupils. Kindergartens and cases about staff are always among the small units. Where the stage
    is not known (nobody is named), the band is the whole school and no stage is told.
    """
    bands = {stage_band(stage) for stage in stages}
    if is_kindergarten or is_about_staff or pupils_in_band < small or len(bands) > 1:
        return AlertContent(names_unit=False, stage="", kinds=())
    return AlertContent(names_unit=True, stage=bands.pop() if bands else "", kinds=kinds)
