"""Pure rules about concerns: by when, who answers, what may not be declined, and what a change of
school tells. No clock."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from organisations.law import Law
from organisations.roles import Permission

# What may go along with a pupil who changes school, in the order in which it is read.
PARTS = {
    "tried": _("What has been tried, and whether it helped"),
    "wishes": _("What the pupil wishes"),
    "works": _("What works well for the pupil"),
    "contact": _("Whom you can ask"),
}


# What the sender is told of it; all else is one word, whether a case is opened there or not.
ANSWERS = {
    "new": _("Not answered yet"),
    "answered": _("Not our pupil"),
    "taken_back": _("Taken back"),
}


class Place(StrEnum):
    UNIT = "unit"
    OWNER = "owner"


def answer_by(told_on: date, law: Law) -> date:
    """The last day to answer: the same working day, the next one for what is told on a day off.
    It is overdue the day after. Recommended; the acts name no number of days."""
    return law.deadlines["concern"].due_on(told_on)


def may_answer(told_by: str, law: Law) -> bool:
    """May it be answered with a reason instead of being taken on?

    Not when the child said it: its own experience is what the duty to act rests on (Education Act
    12-4). In a kindergarten the guardians' word is enough too (Kindergarten Act 42).
    """
    return told_by != "pupil" and not (law.guardian_triggers and told_by == "guardian")


KINDERGARTEN = "kindergarten"
DAYS_FOR_A_CHANGE = 5
"""Days on which the receiver is open, until a change of school is to be answered."""


class Unit(Protocol):
    """A school or a kindergarten."""

    kind: Any

    @property
    def owner_id(self) -> Any: ...


def ground_between(sender: Unit, receiver: Unit) -> str:
    """On what ground a place is told of a pupil who changes to it: the parents' permission from a
    kindergarten to a school; consent to another owner; else that it is needed."""
    if sender.kind == KINDERGARTEN and receiver.kind != KINDERGARTEN:
        return "permission"
    return "need" if sender.owner_id == receiver.owner_id else "consent"


def places_of(route: str, *, sent_on: bool) -> Collection[Place]:
    """Where it waits for an answer: at the unit, at its owner, or at both at once. What was sent
    on is the owner's alone."""
    if sent_on or route == "owner":
        return (Place.OWNER,)
    return (Place.UNIT, Place.OWNER) if route == "staff" else (Place.UNIT,)


def permission_at(place: Place, route: str) -> Permission:
    """What it takes to answer. Of somebody who works at the unit only few there are told."""
    if place == Place.UNIT and route == "leader":
        return Permission.ANSWER_CONCERNS
    return Permission.ANSWER_STAFF_CONCERNS
