"""How safe somebody has it over time: which answers a line may join, and the small picture of it.
Nothing is made up between two answers, and answers of two people never meet.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cases.rules.closing import SAFE_FROM, Answer, in_order

JOINED_WITHIN = timedelta(weeks=7)
"""Answers further apart are not joined: what lies between was not asked about. By the calendar:
four open weeks, which are six over Christmas, and one for an evaluation that came late. Over the
summer, and where a measure has a longer interval of its own, the line is broken."""

WIDTH, HEIGHT = 120, 32
_SIDE, _TOP, _STEP = 6, 4, 6


def own_values(answers: Iterable[Answer]) -> list[Answer]:
    """What the pupil answered, oldest first. What adults saw is not the pupil's answer."""
    return [one for one in in_order(answers) if one.is_own and one.value is not None]


def runs(answers: Iterable[Answer]) -> list[list[Answer]]:
    """The pupil's own answers, oldest first, in rows that a line joins: broken where the pupil was
    not asked or did not want to answer, and where too long a time went by. Each stands once."""
    found: list[list[Answer]] = []
    broken = True
    for one in in_order(answers):
        if one.value is None:
            broken = True
        elif one.is_own:
            if broken or one.day - found[-1][-1].day > JOINED_WITHIN:
                found.append([])
            found[-1].append(one)
            broken = False
    return found


def is_not_better(answers: Iterable[Answer]) -> bool:
    """Were the two newest own answers no better than the ones before, and it is not safe yet?"""
    values = [one.value or 0 for one in own_values(answers)][-3:]
    return len(values) == 3 and values[0] >= values[1] >= values[2] and values[2] < SAFE_FROM


class Spot(NamedTuple):
    """A place in the small picture."""

    x: int
    y: int


class Spark(NamedTuple):
    """The small picture: a dot for each own answer, lines as lists of points, and the newest own
    answer, which is said in words beside it. Without any answer there is nothing to draw."""

    dots: Sequence[Spot]
    lines: Sequence[str]
    last: Answer | None


def spark(answers: Iterable[Answer]) -> Spark:
    rows = runs(answers)
    own = [one for row in rows for one in row]
    if not own:
        return Spark((), (), None)
    first, last = own[0].day, own[-1].day
    spots = [[_spot(one, first, last) for one in row] for row in rows]
    lines = [" ".join(f"{spot.x},{spot.y}" for spot in row) for row in spots if len(row) > 1]
    return Spark([spot for row in spots for spot in row], lines, own[-1])


def _spot(one: Answer, first: date, last: date) -> Spot:
    room = WIDTH - 2 * _SIDE
    days = (last - first).days
    x = _SIDE + (room * (one.day - first).days // days if days else room)
    return Spot(x, _TOP + _STEP * (5 - (one.value or 0)))
