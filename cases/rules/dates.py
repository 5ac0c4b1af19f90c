"""When something in a case is due, and the reference that it is known by."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from organisations.calendar import Calendar, add_working_days, school_year_of
from organisations.law import Law, Reference

# No vowels (no words), and nothing that is misread: 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V.
REFERENCE_LETTERS = "346793CDFGHJKMNPQRTWXY"


def plan_due_on(told_on: date, law: Law) -> date:
    """When the plan is due, counted from the day the principal was told: recommended, not set by
    law. ``law`` is that of the unit on the day."""
    return law.deadlines["plan"].due_on(told_on)


def answer_by(alerted_on: date, law: Law, chosen: int | None = None) -> date:
    """When PPT should have answered: after so many working days as the owner has chosen, else as
    recommended."""
    if chosen:
        return add_working_days(alerted_on, chosen)
    return law.deadlines["ppt_answer"].due_on(alerted_on)


@dataclass(frozen=True)
class CountyRoad:
    """From which day the family can take it to the county governor, and where that is said."""

    opens_on: date
    reference: Reference


def county_road(raised_on: date, law: Law) -> CountyRoad | None:
    """The road that opens a week after the family raised it with the leader (Education Act 12-6).
    Only what the family itself raised counts. None where the law has no such road, as in
    kindergartens."""
    wait, reference = law.deadlines.get("county_wait"), law.references.get("county")
    if not law.county_route or wait is None or reference is None:
        return None
    return CountyRoad(wait.due_on(raised_on), reference)


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
    return f"{year % 100:02d}-{_letters(4, rng)}"


def alert_number(rng: random.Random | None = None) -> str:
    """The number of an alert, such as K7F-3M9, by which a school and PPT speak of the same one on
    the telephone. Random, and of another shape than a case reference: it leads to no case."""
    return f"{_letters(3, rng)}-{_letters(3, rng)}"


def _letters(count: int, rng: random.Random | None) -> str:
    rng = rng or random.SystemRandom()
    return "".join(rng.choice(REFERENCE_LETTERS) for _ in range(count))
