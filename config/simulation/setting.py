"""The places and people of the year: one owner, its units, a PPT office."""

from datetime import date, timedelta
from typing import Any

from accounts.actions import add_person
from accounts.models import Person
from accounts.system import SYSTEM
from config.demo.names import name
from config.simulation.reckoning import OpenDays, easter, starts_in
from config.simulation.world import School, World
from organisations.actions import calendar as calendars
from organisations.actions import people, places
from organisations.models import Organisation
from organisations.roles import Role
from pupils import actions as pupils

STAFF, CLASSES, PUPILS = 6, 3, 12
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
        world.owner = places.add_owner(name="Storvik kommune", orgnr=orgnr(0), **system)
        world.office = places.add_office(
            owner=world.owner, name="PPT for Storvik", orgnr=orgnr(1), **system
        )
        places.serve(office=world.office, place=world.owner, **system)
        world.administrator = employ(world, world.owner, Role.OWNER_ADMINISTRATOR)
        world.adviser = employ(world, world.owner, Role.OWNER_ADVISER)
        world.ppt = [
            employ(world, world.office, Role.PPT_ADVISER),
            employ(world, world.office, Role.PPT_LEADER),
        ]
        world.schools = [_school(world, number) for number in range(schools)]
    enter_year(world, starts_in(world.first))
    for school in world.schools:
        _classes(world, school)


def employ(world: World, place: Organisation, role: Role) -> Person:
    """Somebody with an account and a role since before the year, made by who sets it up."""
    world.names += 1
    made: dict[str, Any] = {"by": SYSTEM, "now": world.now}
    person = add_person(email=f"p{world.names}@tryggspor.example", name=name(world.names), **made)
    since = world.first - timedelta(days=200)
    people.give_role(person=person, organisation=place, role=role, starts_on=since, **made)
    return person


def _school(world: World, number: int) -> School:
    unit = places.add_unit(
        owner=world.owner,
        kind="school",
        regime="education_act",
        name=f"Skole {number + 1}",
        orgnr=orgnr(2 + number),
        by=SYSTEM,
        now=world.now,
    )
    school = School(
        unit,
        OpenDays(),
        leader=employ(world, unit, Role.PRINCIPAL),
        deputy=employ(world, unit, Role.DEPUTY),
        staff=[employ(world, unit, Role.STAFF) for _number in range(STAFF)],
    )
    school.slow = {person.pk for person in school.staff if world.chance(0.15)}
    if world.chance(0.3):
        school.leaders_leave_on = world.first + timedelta(days=world.rng.randrange(10, 300))
    return school


def enter_year(world: World, starts: int) -> None:
    """The owner's administrator enters a school year, and everybody's reckoning has it too."""
    where: dict[str, Any] = {"place": world.owner, "kind": "school", "starts": starts}
    week = date.fromisocalendar
    first, last = week(starts, 34, 1), week(starts + 1, 25, 5)
    sunday = easter(starts + 1)
    closed = [
        ("break", "Høstferie", week(starts, 40, 1), week(starts, 40, 5)),
        ("planning", "", week(starts, 47, 5), week(starts, 47, 5)),
        ("break", "Juleferie", date(starts, 12, 21), date(starts + 1, 1, 2)),
        ("break", "Vinterferie", week(starts + 1, 8, 1), week(starts + 1, 8, 5)),
        ("break", "Påskeferie", sunday - timedelta(days=6), sunday - timedelta(days=4)),
    ]
    with world.by(world.administrator) as act:
        calendars.enter_calendar(first_day=first, last_day=last, **where, **act)
        for what, title, begins, ends in closed:
            calendars.add_period(
                what=what, name=title, first_day=begins, last_day=ends, **where, **act
            )
    for school in world.schools:
        school.days.years[starts] = (first, last)
        for _what, _title, begins, ends in closed:
            for number in range((ends - begins).days + 1):
                school.days.closed.add(begins + timedelta(days=number))


def _classes(world: World, school: School) -> None:
    starts = starts_in(world.first)
    with world.by(school.leader) as act:
        for stage in range(1, CLASSES + 1):
            group = pupils.add_group(
                unit=school.unit, name=f"{stage}A", school_year=starts, stage=stage, **act
            )
            for _number in range(PUPILS):
                world.names += 1
                pupil = pupils.add_pupil(unit=school.unit, name=name(world.names), **act)
                pupils.place_pupil(
                    pupil=pupil, group=group, starts_on=world.first - timedelta(days=1), **act
                )
                school.pupils.append(pupil)
