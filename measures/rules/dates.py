"""When a measure is evaluated, and which dates a plan can hold."""

from datetime import date, timedelta

from organisations.calendar import FIRST_DATE, LAST_DATE, Calendar, Day

USUAL_WEEKS = (1, 2, 4)
"""Open weeks to the first evaluation, to the second, and to each one after that (design, 4.7)."""

EARLIEST, LATEST = timedelta(days=366), timedelta(days=3 * 366)


def first_evaluation(
    calendar: Calendar,
    starts_on: date,
    interval_weeks: int | None = None,
    *,
    weekday: int | None = None,
    last: date | None = None,
) -> Day:
    """One open week after the start, or the measure's own interval; then as ``on_weekday``. Always
    an open day."""
    return next_evaluation(calendar, starts_on, 0, interval_weeks, weekday=weekday, last=last)


def next_evaluation(
    calendar: Calendar,
    after: date,
    evaluations_done: int,
    interval_weeks: int | None = None,
    *,
    weekday: int | None = None,
    last: date | None = None,
) -> Day:
    """The open day on which the next evaluation falls, counted from a start or an evaluation.

    Open weeks: the measure's own interval, else 1, then 2, then every 4 (``evaluations_done`` is
    how many there have been by then). Never before the next open day. Then as ``on_weekday``.
    """
    usual = USUAL_WEEKS[min(evaluations_done, len(USUAL_WEEKS) - 1)]
    counted = calendar.add_open_weeks(after, interval_weeks or usual)
    return on_weekday(calendar, counted, weekday, last)


def on_weekday(
    calendar: Calendar, counted: Day, weekday: int | None, last: date | None = None
) -> Day:
    """The counted day put on the common weekday of the case (Monday is 0): the first such day on or
    after it, and the next open day after that where the unit is closed then.

    The counted day itself where no weekday is chosen, or when that would come after the measure's
    ``last`` day. Never an earlier day.
    """
    if weekday is None:
        return counted
    wanted = counted.date + timedelta(days=(weekday - counted.date.weekday()) % 7)
    found = calendar.next_open_day(wanted)
    if last is not None and found.date > last:
        return counted
    return Day(found.date, counted.provisional or found.provisional)


def last_day(calendar: Calendar, starts_on: date, weeks: int) -> date:
    """The last open day of something that lasts so many open weeks: from a Monday, two weeks end on
    the Friday of the next open week."""
    return calendar.add_open_days(calendar.add_open_weeks(starts_on, weeks).date, -1).date


def reasonable_span(today: date) -> tuple[date, date]:
    """From a year back to three years ahead, within 2000 to 2099: dates outside are slips."""
    first = max(today - EARLIEST, FIRST_DATE) if today > FIRST_DATE + EARLIEST else FIRST_DATE
    last = min(today + LATEST, LAST_DATE) if today < LAST_DATE - LATEST else LAST_DATE
    return first, last


def is_reasonable(day: date, today: date) -> bool:
    """Whether a plan made today can hold this date (``reasonable_span``)."""
    first, last = reasonable_span(today)
    return first <= day <= last


def counted_again(
    calendar: Calendar,
    stands: Day,
    counted_from: date | None,
    evaluations_done: int,
    interval_weeks: int | None,
    today: date,
    *,
    weekday: int | None = None,
    last: date | None = None,
) -> Day:
    """The next evaluation when a calendar has changed, in open days.

    What was due before today stays. A date that rested on a calendar that was not entered, or falls
    on a day that is now closed, is counted anew from where it was counted from, and put on the
    ``weekday`` of the case; one that somebody chose becomes the next open day.
    """
    if stands.date < today:
        return Day(stands.date, calendar.is_provisional(stands.date))
    day = calendar.next_open_day(stands.date)
    if counted_from and (stands.provisional or day.date != stands.date):
        day = next_evaluation(
            calendar, counted_from, evaluations_done, interval_weeks, weekday=weekday, last=last
        )
    return day if day.date >= today else Day(calendar.next_open_day(today).date, day.provisional)
