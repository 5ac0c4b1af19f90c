"""A package laid out in time. Pure."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from measures import rules
from measures.library.loading import Package, Packed
from organisations.calendar import Calendar


class Placed(NamedTuple):
    """A measure of a package with its dates, and the keys of those that it follows."""

    packed: Packed
    starts_on: date
    ends_on: date | None
    after: tuple[str, ...]


def laid_out(
    package: Package, calendar: Calendar, today: date, hidden: Collection[str] = ()
) -> list[Placed]:
    """From the next open day on, each as long as it usually lasts in open weeks; one that follows
    others on the next open day after the last of them. What the owner hides is left out, and what
    would follow it starts on the first day."""
    first = calendar.next_open_day(today).date
    ends: dict[str, date] = {}
    found = []
    for packed in package.measures:
        if packed.entry.key in hidden:
            continue
        after = tuple(key for key in packed.after if key in ends)
        starts_on = first
        if after:
            last = max(ends[key] for key in after)
            starts_on = calendar.next_open_day(last + timedelta(days=1)).date
        ends_on = packed.weeks and rules.last_day(calendar, starts_on, packed.weeks)
        if ends_on:
            ends[packed.entry.key] = ends_on
        found.append(Placed(packed, starts_on, ends_on or None, after))
    return found
