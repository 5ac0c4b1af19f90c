"""The states of an alert at PPT's desk and the steps between them (design, 4.5). No database."""

from datetime import date, timedelta
from enum import StrEnum

from cases.rules import AlertState

State = AlertState


class Verb(StrEnum):
    RECEIVE = "receive"
    ASSIGN = "assign"
    OFFER = "offer"
    PUT_OFF = "put_off"
    END = "end"


_OPEN = (State.NEW, State.RECEIVED, State.ASSIGNED, State.HELP_OFFERED, State.NOT_NOW)

STEPS: dict[tuple[State, Verb], State] = {
    (State.NEW, Verb.RECEIVE): State.RECEIVED,
    (State.NEW, Verb.ASSIGN): State.ASSIGNED,
    (State.RECEIVED, Verb.ASSIGN): State.ASSIGNED,
    # Handed over to a colleague; what the school was told stands.
    (State.ASSIGNED, Verb.ASSIGN): State.ASSIGNED,
    (State.HELP_OFFERED, Verb.ASSIGN): State.HELP_OFFERED,
    (State.NOT_NOW, Verb.ASSIGN): State.NOT_NOW,
    **{(state, Verb.OFFER): State.HELP_OFFERED for state in _OPEN},
    # What PPT ended itself it takes up again by helping.
    (State.ENDED, Verb.OFFER): State.HELP_OFFERED,
    **{(state, Verb.PUT_OFF): State.NOT_NOW for state in _OPEN},
    **{(state, Verb.END): State.ENDED for state in _OPEN},
}
"""From each state, by each verb, to which; what is not here is refused. Whatever is done with a new
alert acknowledges it too. That the case itself ends or opens again, ``cases.actions`` says."""


def after(state: str, verb: Verb, *, case_ended: bool = False) -> State | None:
    """The state that follows, or None when it cannot be done. With a case that has ended nothing
    more is done."""
    return None if case_ended else STEPS.get((State(state), verb))


def verbs_of(state: str, *, case_ended: bool = False) -> list[Verb]:
    """What can be done with an alert in this state."""
    return [verb for verb in Verb if after(state, verb, case_ended=case_ended)]


LONGEST = 1000
"""Signs of what the school and PPT write to each other about an alert."""

LONGEST_WAIT = timedelta(days=92)


def may_answer_on(day: date, today: date) -> bool:
    """Can "not now" promise an answer on this day: later than today, within three months?"""
    return today < day <= today + LONGEST_WAIT
