"""What moves along when a measure gets another day.

Days are *open days*: calendar days would make serial measures simultaneous where a break lies
between them.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from measures.rules.steps import Part, by_order
from organisations.calendar import Calendar, working_days_between

ONE_DAY = timedelta(days=1)
Dates = tuple[date, date | None]


@dataclass(frozen=True)
class Move:
    """What happens when a measure is moved: ``to`` where it stands then, ``dates`` of all that
    move, itself among them, and by how many open days (``days``; earlier is negative)."""

    to: Part
    dates: dict[Hashable, Dates]
    days: dict[Hashable, int]

    @property
    def along(self) -> dict[Hashable, int]:
        """Those that move with it, and by how many open days."""
        return {pk: by for pk, by in self.days.items() if pk != self.to.id}


def placed(
    calendar: Calendar,
    part: Part,
    starts_on: date,
    after: Collection[Hashable] | None = None,
) -> Part:
    """The measure on another day, or the next open day after it, lasting as many open days as
    before. Its order is kept where no other is given."""
    first = calendar.next_open_day(starts_on).date
    order = part.after if after is None else frozenset(after)
    return replace(part, starts_on=first, ends_on=_lasting(calendar, part, first), after=order)


def moved(
    calendar: Calendar,
    parts: Iterable[Part],
    to: Part,
    *,
    today: date,
    fixed: Collection[Hashable] = frozenset(),
) -> Move:
    """What moves when a measure gets the dates and the order of ``to``.

    ``parts`` are all of the plan as they stand. Those that come after it, near and far, move by as
    many open days as the one before them did, and last as long as they did; of several the least
    early or the latest counts. So what is serial stays serial. Moved earlier, a follower comes only
    as far as others before it allow and never before today. What follows nothing that moves stays
    where it is; so do ``fixed`` ones, which run or have ended, and what comes after those alone.
    """
    stood = {part.id: part for part in parts}
    known = dict(stood)
    days = {to.id: _open_days(calendar, known[to.id].starts_on, to.starts_on)}
    known[to.id] = to
    for part in by_order(known.values()):
        leading = part.after & days.keys()
        if part.id == to.id or part.id in fixed or not leading:
            continue
        by = max(days[before] for before in leading)
        ends = [known[pk].ends_on for pk in part.after if pk in known]
        free = max((end + ONE_DAY for end in ends if end), default=date.min)
        starts_on = _start(calendar, part.starts_on, by, free, today)
        days[part.id] = _open_days(calendar, part.starts_on, starts_on)
        if starts_on != part.starts_on:
            known[part.id] = placed(calendar, part, starts_on)
    changed = [pk for pk in days if known[pk] != stood[pk] or pk == to.id]
    dates = {pk: (known[pk].starts_on, known[pk].ends_on) for pk in changed}
    return Move(to, dates, {pk: days[pk] for pk in changed})


def around_closed(
    calendar: Calendar,
    parts: Iterable[Part],
    closed: Collection[Hashable],
    *,
    fixed: Collection[Hashable] = frozenset(),
) -> dict[Hashable, Dates]:
    """New dates where a calendar has closed the days on which measures were to start (``closed``).

    They start on the next open day and last as many open days as they were to. What comes after
    them moves only where they are not over by then. ``fixed`` ones stay.
    """
    known = {part.id: part for part in parts}
    new: dict[Hashable, Dates] = {}
    for part in by_order(known.values()):
        ends = [known[pk].ends_on for pk in part.after & new.keys()]
        free = max((end + ONE_DAY for end in ends if end), default=date.min)
        if part.id in fixed or part.id not in closed and part.starts_on >= free:
            continue
        whole = _with_lost_days(calendar, part) if part.id in closed else part
        known[part.id] = placed(calendar, whole, max(whole.starts_on, free))
        new[part.id] = (known[part.id].starts_on, known[part.id].ends_on)
    return new


def _with_lost_days(calendar: Calendar, part: Part) -> Part:
    """From its first open day, and as much longer as it lost working days before that."""
    first = calendar.next_open_day(part.starts_on).date
    if part.ends_on is None:
        return replace(part, starts_on=first)
    until = min(part.ends_on, first - ONE_DAY)
    lost = working_days_between(part.starts_on - ONE_DAY, until)
    ends_on = max(first, calendar.add_open_days(part.ends_on, lost).date)
    return replace(part, starts_on=first, ends_on=ends_on)


def _start(calendar: Calendar, stood: date, by: int, free: date, today: date) -> date:
    """The new start of a follower; ``free`` is the first day on which all before it are over."""
    starts_on = stood
    if by > 0:
        starts_on = calendar.add_open_days(calendar.next_open_day(stood).date, by).date
    elif by < 0:
        wished = calendar.add_open_days(calendar.next_open_day(stood).date, by).date
        possible = calendar.next_open_day(max(wished, free, today)).date
        starts_on = min(possible, stood)
    return starts_on if starts_on >= free else calendar.next_open_day(free).date


def _open_days(calendar: Calendar, stood: date, stands: date) -> int:
    return calendar.open_days_between(
        calendar.next_open_day(stood).date, calendar.next_open_day(stands).date
    )


def _lasting(calendar: Calendar, part: Part, starts_on: date) -> date | None:
    if part.ends_on is None:
        return None
    days = calendar.open_days_between(part.starts_on - ONE_DAY, part.ends_on)
    return calendar.add_open_days(starts_on, max(days, 1) - 1).date
