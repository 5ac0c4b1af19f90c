"""The places and people of the year: two owners, their units, a PPT office."""

from datetime import date, timedelta
from typing import Any

from accounts.actions import add_person
from accounts.models import Person
from accounts.system import SYSTEM
from config.demo.names import name
from config.simulation.reckoning import OpenDays, easter, starts_in
from config.simulation.world import Owner, School, World
from organisations.actions import calendar as calendars
from organisations.actions import people, places
from organisations.models import Organisation
from organisations.roles import Role
from pupils import actions as pupils

STAFF, PUPILS = 6, 12
CLASSES = {"school": 3, "kindergarten": 2}
SCHOOLS_TO_A_KINDERGARTEN = 4
OWNERS = ("Storvik kommune", "Stiftelsen Storvik")
NAMES = {"school": "Skole", "kindergarten": "Barnehage"}
REGIMES = {
    "school": ("education_act", "independent_schools_act"),
    "kindergarten": ("kindergarten_act", "kindergarten_act"),
}
# Which of the invented numbers the first unit of a kind gets.
FIRST_UNIT = {"school": 10, "kindergarten": 1000}
WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def orgnr(number: int) -> str:
    """The nth invented one: begins with 3, and its last digit is the check digit (modulus 11)."""
    stem = 30_000_000 + number
    while True:
        check = -sum(int(d) * w for d, w in zip(str(stem), WEIGHTS, strict=True)) % 11
        if check < 10:
            return f"{stem}{check}"
        stem += 50_000


def put_up(world: World, schools: int) -> None:
    """As it stood before the first day. The clock stands on that day."""
    system: dict[str, Any] = {"by": SYSTEM, "now": world.now}
    with world.sees_all():
        world.owners = [_owner(world, number) for number in range(len(OWNERS))]
        municipality = world.owners[0].place
        world.office = places.add_office(
            owner=municipality, name="PPT for Storvik", orgnr=orgnr(len(OWNERS)), **system
        )
        for owner in world.owners:
            places.serve(office=world.office, place=owner.place, **system)
        world.ppt = [
            employ(world, world.office, Role.PPT_ADVISER),
            employ(world, world.office, Role.PPT_LEADER),
        ]
        kindergartens = -(-schools // SCHOOLS_TO_A_KINDERGARTEN)
        world.schools = [
            *(_unit(world, "school", number) for number in range(schools)),
            *(_unit(world, "kindergarten", number) for number in range(kindergartens)),
        ]
    enter_year(world, starts_in(world.first))
    for school in world.schools:
        _classes(world, school)


def _owner(world: World, number: int) -> Owner:
    system: dict[str, Any] = {"by": SYSTEM, "now": world.now}
    place = places.add_owner(name=OWNERS[number], orgnr=orgnr(number), **system)
    return Owner(
        place,
        administrator=employ(world, place, Role.OWNER_ADMINISTRATOR),
        adviser=employ(world, place, Role.OWNER_ADVISER),
        colleague=employ(world, place, Role.OWNER_ADVISER),
    )


def employ(world: World, place: Organisation, role: Role) -> Person:
    """Somebody with an account and a role since before the year, made by who sets it up."""
    world.names += 1
    made: dict[str, Any] = {"by": SYSTEM, "now": world.now}
    person = add_person(email=f"p{world.names}@tryggspor.example", name=name(world.names), **made)
    since = world.first - timedelta(days=200)
    people.give_role(person=person, organisation=place, role=role, starts_on=since, **made)
    return person


def _unit(world: World, kind: str, number: int) -> School:
    """Every fourth one, from the second on, has a private owner."""
    is_private = number % 4 == 1
    owner = world.owners[is_private]
    unit = places.add_unit(
        owner=owner.place,
        kind=kind,
        regime=REGIMES[kind][is_private],
        name=f"{NAMES[kind]} {number + 1}",
        orgnr=orgnr(FIRST_UNIT[kind] + number),
        by=SYSTEM,
        now=world.now,
    )
    school = School(
        unit,
        owner,
        OpenDays(is_kindergarten=kind == "kindergarten"),
        leader=employ(world, unit, Role.PRINCIPAL),
        deputy=employ(world, unit, Role.DEPUTY),
        staff=[employ(world, unit, Role.STAFF) for _number in range(STAFF)],
    )
    school.slow = {person.pk for person in school.staff if world.chance(0.15)}
    if world.chance(0.3):
        school.leaders_leave_on = world.first + timedelta(days=world.rng.randrange(10, 300))
    return school


def enter_year(world: World, starts: int) -> None:
    """Each owner's administrator enters a school year, and everybody's reckoning has it too."""
    for kind, year in {"school": _school_year, "kindergarten": _kindergarten_year}.items():
        (first, last), closed = year(starts)
        for owner in world.owners:
            _enter(world, owner, kind, starts, (first, last), closed)
        for school in (one for one in world.schools if one.unit.kind == kind):
            school.days.years[starts] = (first, last)
            for _what, _title, begins, ends in closed:
                for number in range((ends - begins).days + 1):
                    school.days.closed.add(begins + timedelta(days=number))


Closed = tuple[str, str, date, date]
Entered = tuple[tuple[date, date], list[Closed]]


def _school_year(starts: int) -> Entered:
    week = date.fromisocalendar
    return (week(starts, 34, 1), week(starts + 1, 25, 5)), [
        ("break", "Høstferie", week(starts, 40, 1), week(starts, 40, 5)),
        ("planning", "", week(starts, 47, 5), week(starts, 47, 5)),
        ("break", "Juleferie", date(starts, 12, 21), date(starts + 1, 1, 2)),
        ("break", "Vinterferie", week(starts + 1, 8, 1), week(starts + 1, 8, 5)),
        _easter_break(starts),
    ]


def _kindergarten_year(starts: int) -> Entered:
    """Open in the breaks of the schools, and far into July."""
    week = date.fromisocalendar
    return (date(starts, 8, 3), date(starts + 1, 7, 31)), [
        ("planning", "", week(starts, 33, 4), week(starts, 33, 5)),
        ("planning", "", week(starts, 47, 5), week(starts, 47, 5)),
        ("break", "Jul", date(starts, 12, 24), date(starts + 1, 1, 1)),
        _easter_break(starts),
        ("break", "Sommer", week(starts + 1, 28, 1), week(starts + 1, 30, 5)),
    ]


def _easter_break(starts: int) -> Closed:
    sunday = easter(starts + 1)
    return "break", "Påske", sunday - timedelta(days=6), sunday - timedelta(days=4)


def _enter(
    world: World,
    owner: Owner,
    kind: str,
    starts: int,
    span: tuple[date, date],
    closed: list[Closed],
) -> None:
    where: dict[str, Any] = {"place": owner.place, "kind": kind, "starts": starts}
    with world.by(owner.administrator) as act:
        calendars.enter_calendar(first_day=span[0], last_day=span[1], **where, **act)
        for what, title, begins, ends in closed:
            calendars.add_period(
                what=what, name=title, first_day=begins, last_day=ends, **where, **act
            )


def _classes(world: World, school: School) -> None:
    """Of a class at a school one has turned 18: who decides alone what is told at home."""
    starts, classes = starts_in(world.first), CLASSES[school.unit.kind]
    with world.by(school.leader) as act:
        for number in range(1, classes + 1):
            stage = None if school.is_kindergarten else number
            group = pupils.add_group(
                unit=school.unit, name=f"{number}A", school_year=starts, stage=stage, **act
            )
            for place in range(PUPILS):
                world.names += 1
                grown_up = place == 0 and not school.is_kindergarten
                pupil = pupils.add_pupil(
                    unit=school.unit, name=name(world.names),
                    born_on=date(world.first.year - 19, 3, 1) if grown_up else None, **act,
                )  # fmt: skip
                pupils.place_pupil(
                    pupil=pupil, group=group, starts_on=world.first - timedelta(days=1), **act
                )
                school.pupils.append(pupil)
