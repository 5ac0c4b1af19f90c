"""What moves along when a measure begins or ends later than was planned."""

from collections.abc import Hashable, Iterable
from datetime import date, timedelta

from measures.rules.steps import Part, steps
from organisations.calendar import Calendar


def moved_later(
    calendar: Calendar, parts: Iterable[Part], moved: Part, open_days: int
) -> dict[Hashable, tuple[date, date | None]]:
    """New dates for those that come after ``moved``, near and far, when it ends later.

    ``parts`` hold ``moved`` with its new dates. Each follower moves by the same number of open
    days (calendar days would make serial measures simultaneous), and never to a day on which one
    that it follows still runs. Others stay where they are.
    """
    order = steps(parts)
    new = {moved.id: (moved.starts_on, moved.ends_on)}
    ends = {part.id: part.ends_on for part in parts}
    for part in [part for step in order.steps for part in step.parts]:
        if part.id == moved.id or not part.after & new.keys():
            continue
        starts_on = calendar.add_open_days(part.starts_on, open_days).date
        for before in part.after:
            if (ends_before := ends.get(before)) and starts_on <= ends_before:
                starts_on = calendar.next_open_day(ends_before + timedelta(days=1)).date
        ends_on = part.ends_on and calendar.add_open_days(part.ends_on, open_days).date
        ends[part.id] = ends_on and max(starts_on, ends_on)
        new[part.id] = (starts_on, ends[part.id])
    del new[moved.id]
    return new
