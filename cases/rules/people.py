"""Those involved: who is to be heard, what guardians may be told, when the next talk is."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from organisations.calendar import Calendar
from organisations.law import Deadline

DIRECTLY_AFFECTED = ("exposed", "violating", "unclear")
OF_AGE = 18
# Nobody plans a talk further ahead: a later date is a slip in the year.
FURTHEST_TALK = timedelta(days=366)


class Part(NamedTuple):
    """One row of somebody involved. ``person`` is the pupil, or the row where there is no name."""

    person: Any
    has_name: bool
    role: str
    is_current: bool


class Row(Protocol):
    """Somebody involved, in one role or under one name."""

    pk: Any
    pupil_id: Any
    continues_id: Any


def persons(rows: Iterable[Row]) -> dict[Any, Any]:
    """Who each row is about: the pupil, whatever roles he or she has had; somebody without a name
    is followed to the last row that goes on from it, which may hold the name."""
    rows = list(rows)
    later = {row.continues_id: row for row in rows if row.continues_id}
    found = {}
    for row in rows:
        last = row
        while last.pk in later:
            last = later[last.pk]
        found[row.pk] = last.pupil_id or last.pk
    return found


def to_hear(parts: Iterable[Part], answered: Iterable[Any]) -> list[Any]:
    """Those who are still to be heard: pupils directly affected now (not those who only look on)
    who have neither been heard, nor declined, nor been given a reason why not. Each once, in the
    order given. Source: Education Act 10-2; there is no lower age limit."""
    done = set(answered)
    wanted = [
        part.person
        for part in parts
        if part.is_current and part.has_name and part.role in DIRECTLY_AFFECTED
    ]
    return [person for person in dict.fromkeys(wanted) if person not in done]


def is_of_age(born_on: date | None, on: date) -> bool:
    """Has the person turned 18 by that day? Born on 29 February: on 1 March. Nobody is taken to be
    of age when the date of birth is not known."""
    if born_on is None:
        return False
    return (on.year - born_on.year, on.month, on.day) >= (OF_AGE, born_on.month, born_on.day)


def of_age_when_born_by(today: date) -> date:
    """The last day of birth of those who are 18 today (``is_of_age``)."""
    try:
        return today.replace(year=today.year - OF_AGE)
    except ValueError:  # 29 February, and no such day 18 years ago
        return date(today.year - OF_AGE, 2, 28)


class Obstacle(StrEnum):
    """Why a guardian is not told."""

    REFUSED = "refused"
    NOT_ASKED_FOR = "not_asked_for"
    NOT_AGREED = "not_agreed"


def obstacle(
    information: str, *, of_age: bool, asked_for: bool, pupil_agreed: bool
) -> Obstacle | None:
    """What stands in the way of telling a guardian. One who is not to be informed never is,
    whatever is ticked; a pupil of 18 decides alone (domain law, 1.10)."""
    if information == "refused":
        return Obstacle.REFUSED
    if of_age and not pupil_agreed:
        return Obstacle.NOT_AGREED
    if information == "on_request" and not asked_for:
        return Obstacle.NOT_ASKED_FOR
    return None


def next_talk(calendar: Calendar, deadline: Deadline, talked_on: date, today: date) -> date:
    """The open day of the next talk, counted in open weeks from the one that was held; always
    after today, also when that is written down late."""
    due = deadline.due_on(talked_on, calendar)
    if due > today:
        return due
    return calendar.next_open_day(today + timedelta(days=1)).date


def can_be_talked_on(day: date, today: date) -> bool:
    """From today until a year ahead."""
    return today <= day <= today + FURTHEST_TALK


def is_away(away_from: date | None, away_until: date | None, on: date | None) -> bool:
    """Is the adult away on that day? Both dates included; a time off has both."""
    if away_from is None or away_until is None or on is None:
        return False
    return away_from <= on <= away_until
