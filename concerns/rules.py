"""Pure rules about concerns: by when, who answers, and what may not be declined. No clock."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from organisations.law import Law
from organisations.roles import Permission


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
