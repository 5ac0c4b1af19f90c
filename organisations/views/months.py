"""A school year as twelve small months, each a table of weeks from Monday to Friday."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from organisations.calendar import Status, dates, school_year_span, week_of

WORDS = {
    Status.HOLIDAY: _("public holiday"),
    Status.OUTSIDE: _("closed"),
    Status.BREAK: _("break"),
    Status.PLANNING: _("planning"),
    Status.CLOSED: _("closed"),
}
WEEKDAYS = [date(2024, 1, day) for day in range(1, 6)]


def months(year):
    """August to July: the first of the month, and by ISO week five days, each None or told."""
    found = {}
    for day in dates(*school_year_span(year.starts)):
        month = found.setdefault((day.year, day.month), {"first": day, "weeks": {}})
        if day.weekday() < 5:
            week = month["weeks"].setdefault(week_of(day).number, [None] * 5)
            # A day without a word is open.
            week[day.weekday()] = {"day": day.day, "word": WORDS.get(year.status(day), "")}
    return list(found.values())
