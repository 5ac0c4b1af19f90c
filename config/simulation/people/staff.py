"""People leave and are replaced, and are away while somebody stands in, or nobody."""

import uuid
from datetime import timedelta
from typing import Any

from accounts.models import Person
from config.demo.names import name
from config.simulation.ledger import Awaited
from config.simulation.people.parts import somebody
from config.simulation.reckoning import DAY
from config.simulation.world import School, World
from measures import actions as measures
from notifications.actions import give_access
from organisations.actions import absence, people
from organisations.models import Membership
from organisations.roles import Role

LEAVES, AWAY = 0.008, 0.025
# Nobody leaves when the year is nearly over: what they leave behind takes some days to give away.
QUIET = timedelta(days=21)


def leave(world: World, school: School) -> None:
    """The owner's administrator ends a role, and gives it to somebody new."""
    if world.day > world.last - QUIET and world.day > world.first + DAY * 4:
        return
    if not world.chance(LEAVES * world.pace):
        return
    standing_in = {one.pk for _until, one in school.away.values() if one}
    may = [one for one in school.staff if one.pk not in standing_in and not school.is_away(one)]
    if not may:
        return
    gone = world.rng.choice(may)
    _succeeded(world, school, gone, Role.STAFF)
    for life in school.lives:
        for one in life.carried.values():
            if one.carrier == gone and one.is_unfinished:
                expect_another(world, school, one, life)
    for common in school.shared:
        if common.carrier == gone and common.is_unfinished:
            expect_another(world, school, common, None)


def expect_another(world: World, school: School, what: Any, life: Any) -> None:
    """Whoever carries it out can do so no more."""
    pk = what.measure.pk
    world.ledger.expect(
        Awaited("carrier", pk, world.day, school, marks=(str(pk),), life=life, what=what)
    )


def _succeeded(world: World, school: School, gone: Person, role: Role) -> Person:
    world.names += 1
    email = f"p{world.names}@tryggspor.example"
    with world.by(school.owner.administrator) as act:
        given = give_access(
            email=email, name=name(world.names), organisation=school.unit, role=role,
            starts_on=world.day, **act,
        )  # fmt: skip
        old = Membership.objects.get(person=gone, organisation=school.unit, ends_on=None)
        people.end_role(membership=old, ends_on=world.day - DAY, **act)
    new = given.membership.person
    if role == Role.STAFF:
        school.staff = [one for one in school.staff if one != gone] + [new]
    return new


def give_on(world: World, school: School) -> None:
    """All that those who have left still carry out."""
    for awaited in [one for one in world.ledger.open.values() if one.kind == "carrier"]:
        if awaited.school is school:
            choose_another(world, awaited)


def choose_another(world: World, awaited: Awaited) -> None:
    """The one who leads gives a measure to somebody else."""
    what, school = awaited.what, awaited.school
    life = awaited.life
    what.carrier = somebody(world, life) if life else world.rng.choice(school.staff)
    written: dict[str, Any] = {"responsible": what.carrier}
    with world.by((life or school).leader) as act:
        what.measure = type(what.measure).objects.get(pk=what.measure.pk)
        if life is None:
            revision = what.measure.revision
            changed: Any = measures.change_shared_measure(
                shared=what.measure, revision=revision, **written, **act
            )
        else:
            if what.measure.deputy_id in life.shut_out:
                written["deputy"] = None
            changed = measures.change_measure(measure=what.measure, **written, **act)
    what.measure = changed
    world.ledger.answered("carrier", awaited.thing, world.day)


def go_away(world: World, school: School) -> None:
    """Somebody is ill, or at a course. Those who should be back are."""
    school.away = {pk: row for pk, row in school.away.items() if row[0] >= world.day}
    if not world.chance(AWAY * world.pace):
        return
    here = [one for one in school.staff if not school.is_away(one)]
    if len(here) < 4:
        return
    person, substitute = world.rng.sample(here, 2)
    until = world.day + DAY * world.rng.randrange(0, 21)
    stands_in = substitute if world.chance(0.6) else None
    with world.by(school.leader) as act:
        absence.note_absence(
            person=person, organisation=school.unit, starts_on=world.day, ends_on=until,
            substitute=stands_in, token=uuid.uuid4(), **act,
        )  # fmt: skip
    school.away[person.pk] = (until, stands_in)


def change_leader(world: World, school: School) -> None:
    """Another one leads from today."""
    if school.leaders_leave_on is None or world.day < school.leaders_leave_on:
        return
    school.leaders_leave_on = None
    school.leader = _succeeded(world, school, school.leader, Role.PRINCIPAL)
