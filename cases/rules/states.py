"""The states of a case and the steps between them (design, 4.2); what is asked at which place."""

from dataclasses import dataclass
from enum import StrEnum

from organisations.law import Law
from organisations.roles import Permission

ROLES_AT_FIRST = ("exposed", "unclear")


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
    # Nothing is needed now, and the child says so (docs/adr/0013).
    (State.INVESTIGATING, State.MONITORING): Transition("monitor", WRITE),
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


def phones_at(kind_of_unit: str) -> bool:
    """Do those whom cases are about have phones that are handed in? No child in a kindergarten."""
    return kind_of_unit != "kindergarten"


def manners_at(kind_of_unit: str) -> tuple[str, ...]:
    """How somebody can look on: only where there are phones, something is shared and liked."""
    return ("saw", "shared", "liked") if phones_at(kind_of_unit) else ("saw",)


def ways_to_hear_at(kind_of_unit: str) -> tuple[str, ...]:
    """How a child can be heard, what is most usual first. Nobody writes in a kindergarten."""
    if kind_of_unit == "kindergarten":
        return ("observed", "with_trusted", "talk", "interpreted")
    return ("talk", "with_trusted", "observed", "written", "interpreted")


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


def is_enough(source: str, law: Law) -> bool:
    """Does it alone start the duty to look into it and act, that this source said so? The pupil's
    own word does; under the Kindergarten Act the guardians' too."""
    return source == "pupil" or source == "guardian" and law.guardian_triggers
