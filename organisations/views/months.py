"""A school year as twelve small months, each a table of weeks from Monday to Friday."""

from django.utils.translation import gettext_lazy as _

from organisations.calendar import Status, dates, school_year_span, week_of

WORDS = {
    Status.OPEN: _("open"),
    Status.HOLIDAY: _("public holiday"),
    Status.OUTSIDE: _("closed"),
    Status.BREAK: _("break"),
    Status.PLANNING: _("planning day"),
    Status.CLOSED: _("closed"),
}
HOLIDAYS = {
    "New Year's Day": _("New Year's Day"),
    "Maundy Thursday": _("Maundy Thursday"),
    "Good Friday": _("Good Friday"),
    "Easter Monday": _("Easter Monday"),
    "Labor Day": _("Labour Day"),
    "Constitution Day": _("Constitution Day"),
    "Ascension Day": _("Ascension Day"),
    "Pentecost Monday": _("Whit Monday"),
    "Christmas Day": _("Christmas Day"),
    "Second Day of Christmas": _("Boxing Day"),
}


def months(year):
    """August to July: the first of the month, and its weeks as (ISO week, five days or None)."""
    found = {}
    for day in dates(*school_year_span(year.starts)):
        weeks = found.setdefault((day.year, day.month), {"first": day, "weeks": {}})["weeks"]
        if day.weekday() < 5:
            week = weeks.setdefault(week_of(day).number, [None] * 5)
            week[day.weekday()] = _told(year, day)
    return list(found.values())


def _told(year, day):
    status, name = year.status(day)
    name = HOLIDAYS.get(name, name) if status == Status.HOLIDAY else name
    is_open = status == Status.OPEN
    return {"day": day.day, "open": is_open, "word": WORDS[status], "name": name}
