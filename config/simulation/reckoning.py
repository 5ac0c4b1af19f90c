"""When things fall due, counted in plain Python, one day at a time.

Written apart from the product's own rules, and differently: from the text of the design (4.1 and
4.7), without its calendar and without the package that knows the holidays. What the two agree on is
more likely right.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

DAY = timedelta(days=1)
USUAL_WEEKS = {0: 1, 1: 2}
USUALLY = 4
"""Open weeks to the first evaluation, to the second, and to each one after that."""
SAFE_FROM, SAFE_TIMES, SAFE_WEEKS = 4, 3, 8
OFFERED_FOR = 14
"""Own answers of four or five, three times over eight open weeks: closing is offered, so many days.
"""
PLAN_DAYS = PPT_DAYS = CHANGE_DAYS = 5
TALK_WEEKS, LOOK_WEEKS = 2, 6
LEADER_AFTER, OWNER_AFTER = 3, 10
"""Open days after which the one who leads, and then the owner, is told of an evaluation."""
FARTHEST = 3 * 366


@cache
def easter(year: int) -> date:
    """Easter Sunday, by the rule of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    moon = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * moon) // 433
    month = (h + moon - 7 * m + 90) // 25
    return date(year, month, (h + moon - 7 * m + 33 * month + 19) % 32)


def is_holiday(day: date) -> bool:
    """By the act on holidays: fixed days, and those that go by Easter."""
    fixed = (day.month, day.day) in {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
    return fixed or (day - easter(day.year)).days in {-3, -2, 0, 1, 39, 49, 50}


@cache
def is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5 and not is_holiday(day)


def first_working_day(day: date) -> date:
    """The day itself, else the next working day."""
    while not is_working_day(day):
        day += DAY
    return day


def working_days_after(day: date, count: int) -> date:
    """The last of so many working days that come after the day."""
    while count:
        day += DAY
        count -= is_working_day(day)
    return day


def starts_in(day: date) -> int:
    """The year in which the day's school year began."""
    return day.year if (day.month, day.day) >= (8, 1) else day.year - 1


class NoOpenDay(ValueError):
    """Three years go by without a day on which the unit is open."""


class OpenDays:
    """The days on which one unit is open, as its owner and the unit itself have said."""

    def __init__(self, *, is_kindergarten: bool = False) -> None:
        self.is_kindergarten = is_kindergarten
        self.counted: Any = None
        self.years: dict[int, tuple[date, date]] = {}
        self.closed: set[date] = set()
        self.opened: set[date] = set()

    def is_open(self, day: date) -> bool:
        if not is_working_day(day) or day in self.closed and day not in self.opened:
            return False
        first, last = self.years.get(starts_in(day), (day, day))
        return first <= day <= last

    def is_entered(self, first: date, last: date) -> bool:
        """Has the owner entered every school year of these dates?"""
        return all(year in self.years for year in range(starts_in(first), starts_in(last) + 1))

    def last_day(self, starts: int) -> date:
        return self.years[starts][1] if starts in self.years else date(starts + 1, 7, 31)

    def ahead(self, day: date) -> Iterator[date]:
        """The open days from the day on, itself among them."""
        for _step in range(FARTHEST):
            if self.is_open(day):
                yield day
            day += DAY
        raise NoOpenDay

    def first_open(self, day: date) -> date:
        return next(self.ahead(day))

    def after(self, day: date, count: int) -> date:
        """The last of so many open days that come after the day."""
        days = self.ahead(day + DAY)
        for _day in range(count - 1):
            next(days)
        return next(days)

    def last_open(self, day: date) -> date:
        """The day itself, else the open day before it."""
        for _step in range(FARTHEST):
            if self.is_open(day):
                return day
            day -= DAY
        raise NoOpenDay

    def before(self, day: date, count: int) -> date:
        """The first of so many open days that come before the day."""
        for _day in range(count):
            day = self.last_open(day - DAY)
        return day

    def passed(self, since: date, today: date) -> int:
        """How many open days have gone since a date, today included."""
        return sum(self.is_open(since + DAY * n) for n in range(1, (today - since).days + 1))

    def weeks_after(self, day: date, weeks: int) -> date:
        """The same weekday so many weeks later, where only weeks with an open day are counted; the
        next open day where the unit is closed then."""
        day = self.first_open(day)
        monday = day - DAY * day.weekday()
        for _ in range(FARTHEST):
            if not weeks:
                return self.first_open(monday + DAY * day.weekday())
            monday += DAY * 7
            weeks -= any(self.is_open(monday + DAY * n) for n in range(7))
        raise NoOpenDay


def evaluation_after(days: OpenDays, since: date, done: int, interval: int | None = None) -> date:
    """The next evaluation, counted from the start or from the one before."""
    return days.weeks_after(since, interval or USUAL_WEEKS.get(done, USUALLY))


def evaluation_wanted(days: OpenDays, wanted: date, *, today: date, answered: date) -> date:
    """The wanted day, but after today and after the day that was answered for, and open."""
    return days.first_open(max(wanted, max(today, answered) + DAY))


def plan_due(told_on: date) -> date:
    return working_days_after(told_on, PLAN_DAYS)


def ppt_answer_due(alerted_on: date) -> date:
    return working_days_after(alerted_on, PPT_DAYS)


def concern_due(told_on: date) -> date:
    return first_working_day(told_on)


def change_due(receivers: OpenDays, sent_on: date) -> date:
    """A change of school is answered within five days on which the receiver is open."""
    return receivers.after(sent_on, CHANGE_DAYS)


def exclusion_due(excluded_on: date) -> date:
    """The owner confirms or lifts it within one working day."""
    return working_days_after(excluded_on, 1)


def ground_for(is_from_kindergarten: bool, is_to_kindergarten: bool, same_owner: bool) -> str:
    """What lets a place tell the next one of a pupil who changes: the parents' permission on the
    way from kindergarten to school, consent where the owner is another, else need."""
    if is_from_kindergarten and not is_to_kindergarten:
        return "permission"
    return "need" if same_owner else "consent"


def talk_after(days: OpenDays, talked_on: date, today: date) -> date:
    """Two open weeks after the talk that was held, and never before tomorrow."""
    due = days.weeks_after(talked_on, TALK_WEEKS)
    return due if due > today else days.first_open(today + DAY)


def look_after(days: OpenDays, ended_on: date) -> date:
    """At a measure that has ended, or at a case that was closed."""
    return days.weeks_after(ended_on, LOOK_WEEKS)


class Round(NamedTuple):
    """Something asked of every open case at one time of the year: from when it stands, its day,
    until when a late sweep still makes it, and for cases opened until when."""

    code: str
    opens_on: date
    due_on: date
    closes_on: date
    opened_until: date


def rounds(days: OpenDays, starts: int) -> dict[str, list[Round]]:
    """All of a school year, by kind. Kept until something about the calendar changes."""
    asked = starts, len(days.years), len(days.closed), len(days.opened)
    if days.counted is None or days.counted[0] != asked:
        of_year = {
            "review": list(reviews(days, starts)),
            "handover": list(steps_over_summer(days, starts)),
        }
        days.counted = asked, of_year
    return days.counted[1]


def reviews(days: OpenDays, starts: int) -> Iterator[Round]:
    """Two weeks before the last open day before Christmas, before Easter and before July, of cases
    that are six weeks old by then."""
    not_before = date(starts, 8, 1)
    breaks = {
        "autumn": date(starts, 12, 25),
        "spring": easter(starts + 1),
        "summer": date(starts + 1, 7, 1),
    }
    for code, closed_on in breaks.items():
        due = days.last_open(days.last_open(closed_on - DAY) - DAY * 14)
        if due >= not_before:
            yield Round(code, due - DAY * 28, due, due + DAY * 14, due - DAY * 42)
            not_before = due + DAY


def steps_over_summer(days: OpenDays, starts: int) -> Iterator[Round]:
    """In August on the fifth open day, for cases from before it; on 15 May; and in June ten open
    days before the last one. In a kindergarten, which is open in July, the 20th stands for that."""
    begins, ends = days.years.get(starts, (date(starts, 8, 17), date(starts + 1, 6, 20)))
    first, end = days.first_open(begins), date(starts + 1, 7, 31)
    fifth = days.after(first, 4)
    for code in ("august", "plan"):
        yield Round(code, date(starts, 8, 1), fifth, fifth + DAY * 14, first - DAY)
    may = days.last_open(date(starts + 1, 5, 15))
    yield Round("may", days.before(may, 20), may, may + DAY * 14, may)
    if days.is_kindergarten:
        ends = min(ends, date(starts + 1, 6, 20))
    june = days.before(days.last_open(ends), 10)
    yield Round("june", days.before(june, 10), june, end, end)


def is_alarming(value: int | None, before: int | None) -> bool:
    """One or two, or two or more lower than what the pupil said before."""
    return value is not None and (value < 3 or before is not None and value + 2 <= before)


def is_safe_long_enough(days: OpenDays, own: list[tuple[date, int]]) -> bool:
    """Of what the pupil has answered, oldest first: do the newest ones say so long enough? Counted
    from week to week."""
    run: list[date] = []
    for day, value in reversed(own):
        if value < SAFE_FROM:
            break
        run.append(day)
    if len(run) < SAFE_TIMES:
        return False
    week = days.weeks_after(run[-1] - DAY * run[-1].weekday(), SAFE_WEEKS)
    return week - DAY * week.weekday() <= run[0]
