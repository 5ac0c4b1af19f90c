"""The municipality: owner, units, office, people, calendars, classes and pupils."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from accounts.actions import add_person
from accounts.models import Person
from accounts.scope import entered
from accounts.system import SYSTEM
from config.demo.names import name
from config.demo.people import ACCOUNTS, PASSWORD
from organisations.actions import calendar as calendars
from organisations.actions import people, places
from organisations.calendar import public_holidays, school_year_of
from organisations.models import Organisation
from pupils import actions as pupils
from pupils.models import Group, Pupil

# Invented organisation numbers begin with 3.
OWNERS = (
    ("owner", "Fjordbygda kommune", "300000002"),
    # A private owner: the municipality's people see nothing of what happens there.
    ("private", "Lyngbakken barnehage AS", "377777778"),
)
UNITS = (
    ("owner", "fjellet", "school", "Fjellet skole", "311111116", range(1, 8), 13),
    ("owner", "elva", "school", "Elva skole", "322222238", range(1, 11), 11),
    ("owner", "haugen", "school", "Haugen ungdomsskole", "333333333", range(8, 11), 14),
    ("owner", "sorsida", "school", "Sørsida oppvekstsenter", "344444447", range(1, 8), 3),
    ("owner", "blaaklokka", "kindergarten", "Blåklokka barnehage", "355555550", range(2), 11),
    ("private", "lyngbakken", "kindergarten", "Lyngbakken barnehage", "388888881", range(2), 9),
)
# Who enters the calendars of an owner, and of which kinds.
CALENDARS = (
    ("eieradmin", "owner", ("school", "kindergarten")),
    ("lyngadmin", "private", ("kindergarten",)),
)
REGIMES = {"school": "education_act", "kindergarten": "kindergarten_act"}


@dataclass
class Municipality:
    """What the cases are put into."""

    now: datetime
    today: date
    places: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    classes: dict[str, list[Group]] = field(default_factory=dict)
    pupils: dict[str, list[Pupil]] = field(default_factory=dict)


def settle(now: datetime, today: date) -> Municipality:
    """Make the municipality as it would have been set up before the school year began."""
    made = Municipality(now, today)
    _places(made)
    _people(made)
    _calendars(made)
    for _owner, key, kind, _name, _number, stages, size in UNITS:
        _classes(made, key, kind, stages, size)
    return made


def _places(made: Municipality) -> None:
    system: dict[str, Any] = {"by": SYSTEM, "now": made.now}
    for key, title, number in OWNERS:
        made.places[key] = places.add_owner(name=title, orgnr=number, **system)
    for owner, key, kind, title, number, _stages, _size in UNITS:
        made.places[key] = places.add_unit(
            owner=made.places[owner],
            kind=kind,
            regime=REGIMES[kind],
            name=title,
            orgnr=number,
            **system,
        )
    made.places["ppt"] = places.add_office(
        owner=made.places["owner"], name="PPT for Fjordbygda", orgnr="366666664", **system
    )
    for served in ("owner", "lyngbakken"):
        places.serve(office=made.places["ppt"], place=made.places[served], **system)


def _people(made: Municipality) -> None:
    since = date(school_year_of(made.today) - 1, 8, 1)
    for account in ACCOUNTS:
        person = add_person(
            email=account.email, name=account.name, password=PASSWORD, by=SYSTEM, now=made.now
        )
        made.people[account.address] = person
        people.give_role(
            person=person,
            organisation=made.places[account.place],
            role=account.role,
            starts_on=since,
            by=SYSTEM,
            now=made.now,
        )


def _calendars(made: Municipality) -> None:
    """Last school year, this one and the next, entered by the owner's administrator."""
    first = school_year_of(made.today)
    for who, owner, kinds in CALENDARS:
        by = made.people[who]
        with entered(by, made.today):
            for starts in (first - 1, first, first + 1):
                for kind in kinds:
                    _calendar(made.places[owner], kind, starts, by, made.now)


def _calendar(owner: Organisation, kind: str, starts: int, by: Person, now: datetime) -> None:
    where: dict[str, Any] = {"place": owner, "kind": kind, "starts": starts, "by": by, "now": now}
    week = date.fromisocalendar
    if kind == "school":
        days = week(starts, 34, 1), week(starts + 1, 25, 5)
    else:
        days = date(starts, 8, 1), date(starts + 1, 7, 31)
    calendars.enter_calendar(first_day=days[0], last_day=days[1], **where)
    for what, title, begins, ends in _periods(kind, starts):
        calendars.add_period(what=what, name=title, first_day=begins, last_day=ends, **where)


def _periods(kind: str, starts: int):
    """The breaks that are usual: autumn, Christmas, winter, Easter, and planning days."""
    week = date.fromisocalendar
    holidays = public_holidays(starts)
    maundy = min(day for day in holidays if day.year == starts + 1 and day.month in (3, 4))
    monday = maundy - timedelta(days=maundy.weekday())
    if kind == "school":
        yield "break", "Høstferie", week(starts, 40, 1), week(starts, 40, 5)
        yield "planning", "", week(starts, 47, 5), week(starts, 47, 5)
        yield "break", "Juleferie", date(starts, 12, 21), date(starts + 1, 1, 2)
        yield "break", "Vinterferie", week(starts + 1, 8, 1), week(starts + 1, 8, 5)
    else:
        yield "planning", "", week(starts, 33, 5), week(starts, 33, 5)
        yield "closed", "Julestengt", date(starts, 12, 24), date(starts + 1, 1, 1)
        yield "closed", "Sommerstengt", date(starts + 1, 7, 9), date(starts + 1, 7, 31)
    yield "break", "Påskeferie", monday, monday + timedelta(days=2)


def _classes(made: Municipality, key: str, kind: str, stages, size: int) -> None:
    """Each class with its pupils, put in by somebody who keeps the lists at the unit."""
    unit = made.places[key]
    by = next(
        made.people[account.address]
        for account in ACCOUNTS
        if account.place == key and account.role == "principal"
    )
    starts = school_year_of(made.today)
    who: dict[str, Any] = {"by": by, "now": made.now}
    made.classes[key], made.pupils[key] = [], []
    with entered(by, made.today):
        for stage in stages:
            title = f"{stage}A" if kind == "school" else ("Maurtua", "Humlebolet")[stage]
            group = pupils.add_group(
                unit=unit,
                name=title,
                school_year=starts,
                stage=stage if kind == "school" else None,
                **who,
            )
            made.classes[key].append(group)
            for _number in range(size):
                _pupil(made, key, group, who)


def _pupil(made: Municipality, key: str, group: Group, who: dict) -> None:
    count = sum(map(len, made.pupils.values()))
    pupil = pupils.add_pupil(unit=made.places[key], name=name(count), **who)
    since = date(school_year_of(made.today) - 1, 8, 1)
    pupils.place_pupil(pupil=pupil, group=group, starts_on=since, **who)
    made.pupils[key].append(pupil)
