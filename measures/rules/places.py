"""Where in a plan a measure can be put, and what then happens, in words.

A page offers each place as a button that says all of it, so that nobody has to try.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import in_words
from measures.rules.moving import ONE_DAY, Move, moved, placed
from measures.rules.steps import Part
from organisations.calendar import Calendar

WEEKS = (1, 2, 4)
LIKELY = 2


class Where(StrEnum):
    AFTER = "after"
    BESIDE = "beside"
    WEEKS = "weeks"
    DATE = "date"


@dataclass(frozen=True)
class Place:
    """One place; ``other`` is the measure that it is after or beside, ``weeks`` how many open
    weeks later (or earlier, negative), ``left`` what the measure no longer comes after there."""

    where: Where
    move: Move
    other: Part | None = None
    weeks: int = 0
    left: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Timetable:
    """All measures of a plan as they stand, and what a move needs to know besides."""

    calendar: Calendar
    parts: Sequence[Part]
    today: date
    fixed: Collection[Hashable] = frozenset()

    def move(self, part: Part, starts_on: date, after: Collection[Hashable] | None = None) -> Move:
        """What happens when the measure is put on this day, or the next open one."""
        to = placed(self.calendar, part, starts_on, after)
        return moved(self.calendar, self.parts, to, today=self.today, fixed=self.fixed)

    def behind(self, part: Part) -> set[Hashable]:
        """The measure itself and all that come after it, near and far."""
        found = {part.id}
        while more := {other.id for other in self.parts if other.after & found} - found:
            found |= more
        return found


def places(table: Timetable, part: Part, others: Iterable[Part]) -> list[Place]:
    """Everywhere the measure can be put but where it stands: after and beside each of ``others``,
    and some weeks later or earlier. Never after or beside what comes after it."""
    behind = table.behind(part)
    beside = [other for other in others if other.id not in behind]
    found = [*_after(table, part, beside), *_beside(table, part, beside), *_weeks(table, part)]
    stands = (part.starts_on, part.after)
    return [place for place in found if (place.move.to.starts_on, place.move.to.after) != stands]


def likely(found: Sequence[Place], part: Part) -> list[Place]:
    """The few of these places that are nearest to where the measure stands, in the order given."""

    def days(place: Place) -> int:
        return abs((place.move.to.starts_on - part.starts_on).days)

    nearest = sorted(found, key=days)[:LIKELY]
    return [place for place in found if place in nearest]


def on_date(table: Timetable, part: Part, day: date) -> Place:
    """The measure on a chosen day. It no longer comes after what is not over by then."""
    before = [other for other in table.parts if other.id in part.after]
    first = table.calendar.next_open_day(max(day, table.today)).date
    left = tuple(other for other in before if other.last >= first)
    kept = part.after - {other.id for other in left}
    return Place(Where.DATE, table.move(part, first, kept), left=left)


def name_of(place: Place) -> str:
    """Where it is put, as a button begins."""
    told = {"measure": place.other.title if place.other else "", "weeks": abs(place.weeks)}
    if place.where == Where.AFTER:
        return _("After “%(measure)s”") % told
    if place.where == Where.BESIDE:
        return _("At the same time as “%(measure)s”") % told
    if place.where == Where.DATE:
        return _("Move it here")
    if place.weeks > 0:
        return ngettext("%(weeks)s week later", "%(weeks)s weeks later", place.weeks) % told
    return ngettext("%(weeks)s week earlier", "%(weeks)s weeks earlier", -place.weeks) % told


def what_happens(place: Place) -> str:
    """ "Starts Monday 30 November 2026, week 49. 3 other measures move 5 school days later." """
    said = [_("Starts %(day)s.") % {"day": in_words(place.move.to.starts_on)}]
    said += [
        _("It no longer comes after “%(measure)s”.") % {"measure": p.title} for p in place.left
    ]
    if along := in_days(place.move):
        said.append(along)
    return " ".join(said)


def in_days(move: Move) -> str:
    """How many others move along, and how far; empty when none does."""
    along = [by for by in move.along.values() if by]
    if not along:
        return ""
    told = {"count": len(along), "days": _span(along)}
    return (
        ngettext(
            "%(count)s other measure moves %(days)s.",
            "%(count)s other measures move %(days)s.",
            len(along),
        )
        % told
    )


def _span(along: Sequence[int]) -> str:
    least, most = sorted((min(along, key=abs), max(along, key=abs)), key=abs)
    told = {"least": abs(least), "days": abs(most)}
    later = most > 0
    if least == most and later:
        return ngettext("%(days)s school day later", "%(days)s school days later", most) % told
    if least == most:
        return ngettext("%(days)s school day earlier", "%(days)s school days earlier", -most) % told
    if later:
        return _("%(least)s to %(days)s school days later") % told
    return _("%(least)s to %(days)s school days earlier") % told


def _after(table: Timetable, part: Part, others: Iterable[Part]) -> Iterator[Place]:
    for other in others:
        if other.ends_on:
            day = max(other.ends_on + ONE_DAY, table.today)
            yield Place(Where.AFTER, table.move(part, day, {other.id}), other)


def _beside(table: Timetable, part: Part, others: Iterable[Part]) -> Iterator[Place]:
    """On the day on which the other starts, after the same as it; or now, when it runs."""
    for other in others:
        move = table.move(part, max(other.starts_on, table.today), other.after)
        if move.to.starts_on <= other.last:
            yield Place(Where.BESIDE, move, other)


def _weeks(table: Timetable, part: Part) -> Iterator[Place]:
    ends = [other.ends_on for other in table.parts if other.id in part.after]
    free = max((end + ONE_DAY for end in ends if end), default=table.today)
    for weeks in WEEKS:
        later = table.calendar.add_open_weeks(max(part.starts_on, table.today), weeks).date
        yield Place(Where.WEEKS, table.move(part, later), weeks=weeks)
    for weeks in WEEKS:
        earlier = _weeks_before(table.calendar, part.starts_on, weeks)
        if earlier >= max(free, table.today):
            yield Place(Where.WEEKS, table.move(part, earlier), weeks=-weeks)


def _weeks_before(calendar: Calendar, day: date, weeks: int) -> date:
    """The same weekday so many open weeks before, or the next open day."""
    for _week in range(weeks):
        day -= timedelta(weeks=1)
        while not calendar.is_open_week(day):
            day -= timedelta(weeks=1)
    return calendar.next_open_day(day).date
