"""What one act says on one day: its sections, its deadlines, and the roads that it opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from common.language import plain_language
from organisations.calendar import Calendar, add_working_days, next_working_day


@dataclass(frozen=True)
class Words:
    """The same words in each language. As text: in the language of the page."""

    nb: str
    nn: str
    en: str

    def __str__(self) -> str:
        return str(getattr(self, plain_language()))


class Basis(StrEnum):
    LAW = "law"
    RECOMMENDED = "recommended"


class Clock(StrEnum):
    WORKING_DAYS = "working_days"
    OPEN_WEEKS = "open_weeks"
    CALENDAR_DAYS = "calendar_days"
    SAME_DAY = "same_day"  # the same working day
    AT_ONCE = "at_once"  # the law's "straks" and "snarast": no number of days


COUNTED = {Clock.WORKING_DAYS, Clock.OPEN_WEEKS, Clock.CALENDAR_DAYS}


@dataclass(frozen=True)
class Reference:
    """A section of an act. Until somebody has read it, it is shown as advice, never as law."""

    act: Words
    section: str
    title: Words
    source: str
    verified: bool
    through: Words | None = None

    @property
    def basis(self) -> Basis:
        return Basis.LAW if self.verified else Basis.RECOMMENDED

    def __str__(self) -> str:
        """opplæringslova § 12-4; a section of another act names that act itself."""
        own = self.section if self.section[0] != "§" else f"{self.act} {self.section}"
        return f"{own}, {self.through}" if self.through else own


@dataclass(frozen=True)
class Deadline:
    """How long something may take. ``word`` is the law's own, where the law has no number."""

    length: int | None
    clock: Clock
    basis: Basis
    source: str
    word: Words | None = None

    @property
    def is_law(self) -> bool:
        return self.basis == Basis.LAW

    def due_on(self, start: date, calendar: Calendar | None = None) -> date:
        """The last day on which it is in time. Open weeks are counted in the unit's calendar.

        "At once" is due on the very day; "the same day" on that working day, or the next one when
        nobody is at work.
        """
        length = self.length or 0
        if self.clock == Clock.OPEN_WEEKS:
            if calendar is None:
                raise ValueError("Open weeks are counted in a unit's calendar.")
            return calendar.add_open_weeks(start, length).date
        if self.clock == Clock.WORKING_DAYS:
            return add_working_days(start, length)
        if self.clock == Clock.SAME_DAY:
            return next_working_day(start)
        return start + timedelta(days=length)


@dataclass(frozen=True)
class Law:
    """What holds at a unit on one day: its act as it then reads, and the deadlines we advise."""

    regime: str
    since: date
    act: Words
    county_route: bool
    """May the family take the case to the county governor?"""
    guardian_triggers: bool
    """Is it enough that the guardians say so, as when the child does?"""
    voice_by_observation: bool
    """Are the children so small that adults mostly see how they are, and seldom ask?"""
    references: Mapping[str, Reference]
    deadlines: Mapping[str, Deadline]
