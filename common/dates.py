"""Dates and times as people write them and as they are said. Today comes in."""

import re
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from common.language import plain_language

_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[./ -]+(\d{1,2})[./ -]+(\d{4}|\d{2})\.?")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_MONTH = re.compile(r"(\d{1,2})[./ -]+(\d{1,2})\.?")
_WEEK = re.compile(r"(?:uke|veke|week|u|v)\.? ?(\d{1,2})(?:[ ,/]+(\d{4}))?", re.IGNORECASE)
_TIME = re.compile(r"(?:kl\.? ?)?(\d{1,2})[.: ]?(\d{2})", re.IGNORECASE)
FRIDAY = 5
# Nothing that anybody tells us of happened before this. Earlier dates are slips of the finger.
EARLIEST = date(2000, 1, 1)


def parse_date(text: str, *, today: date | None = None, nearest: str = "next") -> date | None:
    """The date meant by 25.11.2026, 25.11.26, 251126, 2026-11-25, 25.11 or "week 48" (its Friday).

    Without a year it is the next such date, today included, or with ``nearest="last"`` the last;
    that needs ``today``. None where nothing certain is meant.
    """
    text = " ".join(text.split())
    if found := _ISO.fullmatch(text):
        return _date(*map(int, found.groups()))
    if found := _DAY_MONTH_YEAR.fullmatch(text) or _DIGITS.fullmatch(text):
        day, month, year = map(int, found.groups())
        return _date(year if year > 99 else 2000 + year, month, day)
    if found := _WEEK.fullmatch(text):
        week, given = int(found[1]), found[2]
        return _nearest(lambda year: _friday(year, week), given, today, nearest)
    if found := _DAY_MONTH.fullmatch(text):
        day, month = map(int, found.groups())
        return _nearest(lambda year: _date(year, month, day), None, today, nearest)
    return None


def parse_time(text: str) -> time | None:
    """The time of day meant by 13.30, 13:30, 1330, 9.05 or "kl. 13.30"."""
    found = _TIME.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    return time(hour, minute) if hour < 24 and minute < 60 else None


def in_words(value: Any) -> str:
    """A date as it is said, in the active language: Wednesday 25 November 2026, week 48.

    A moment is said by its local date; what is no date is said as nothing.
    """
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    if not isinstance(value, date):
        return ""
    pattern = "l j F Y" if plain_language() == "en" else "l j. F Y"
    return _("%(date)s, week %(week)s") % {
        "date": format_date(value, pattern),
        "week": value.isocalendar().week,
    }


def short_day(value: Any) -> str:
    """A date in running text: 20 November 2026. A moment has its time after it."""
    at = ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
        at = format_date(value, " H.i")
    if not isinstance(value, date):
        return ""
    pattern = "j F Y" if plain_language() == "en" else "j. F Y"
    return format_date(value, pattern) + at


def in_figures(value: Any) -> str:
    """A date as tables and lists show it: 20.11.2026. A moment is shown by its local date."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return value.strftime("%d.%m.%Y") if isinstance(value, date) else ""


def at_in_figures(value: Any) -> str:
    """A moment as lists show it: 20.11.2026 13.30."""
    is_moment = isinstance(value, datetime)
    return timezone.localtime(value).strftime("%d.%m.%Y %H.%M") if is_moment else ""


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _friday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, FRIDAY)
    except ValueError:
        return None


def _nearest(in_year, given: str | None, today: date | None, nearest: str) -> date | None:
    if given:
        return in_year(int(given))
    if today is None:
        return None
    # Nine years hold at least one 29 February and one week 53 on either side of today.
    candidates = [day for year in range(today.year - 8, today.year + 9) if (day := in_year(year))]
    if nearest == "last":
        return max((day for day in candidates if day <= today), default=None)
    return min((day for day in candidates if day >= today), default=None)
