"""Steps that the tests of the calendar share."""

from datetime import date, timedelta

from organisations.actions import calendar as actions
from tests.clock import NOW, TODAY
from tests.scope import acting

LATER = NOW + timedelta(hours=1)
AUTUMN = {"first_day": date(2026, 10, 5), "last_day": date(2026, 10, 9)}
PLANNING = {"first_day": date(2026, 11, 20), "last_day": date(2026, 11, 20)}


def do(action, by, now=NOW, **asked):
    with acting(by, TODAY):
        return action(**asked, by=by, now=now)


def at(place, starts=2026, kind="school"):
    return {"place": place, "kind": kind, "starts": starts}


def enter(place, by, *, first=(2026, 8, 18), last=(2027, 6, 18), now=NOW, **more):
    days = {"first_day": first and date(*first), "last_day": last and date(*last)}
    return do(actions.enter_calendar, by, now, **at(place, **more), **days)


def add(place, by, what="break", *, now=NOW, name="", days=None, **more):
    return do(
        actions.add_period, by, now, **at(place, **more), what=what, name=name, **(days or AUTUMN)
    )


def enter_with_autumn(place):
    """The owner's calendar for schools in 2026/2027, with an autumn break."""
    enter(place.owner, place.owner_administrator)
    add(place.owner, place.owner_administrator, name="Høstferie")
    return place
