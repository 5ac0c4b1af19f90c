"""What the product shows and tells, compared with what is awaited. Only here is the code under test
asked, and only to say whether a duty is there."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import override

from accounts.models import Person
from accounts.scope import entered
from cases.notices import HandoverLate
from config.simulation.ledger import NAMES, Awaited
from config.simulation.world import World
from evaluations.notices import (
    EvaluationLate,
    LateAtUnit,
    ReviewLate,
    SharedEvaluationLate,
)
from organisations.viewers import Viewer
from overview.desks.day import workday_of

TOLD = """
SELECT DISTINCT thing_id, due_on FROM notifications_message
WHERE kind = ANY (%s) AND thing_id = ANY (%s::uuid[])
"""


class Shown(NamedTuple):
    due_on: date
    what: str
    url: str


# What the sweep tells of, wherever there is somebody to tell.
TO_LEADER = (EvaluationLate.name, SharedEvaluationLate.name, ReviewLate.name, HandoverLate.name)
TO_OWNER = ("evaluation", "shared", "review", "handover")
REMINDED = {"evaluation", "shared", "talk", "review", "handover"}


def look(world: World, *, has_swept: bool = False) -> None:
    """Everything that has fallen due since it was looked last: is it shown or told to somebody?
    Right after a sweep also whether that has told of what it reminds of."""
    untold = [one for one in world.ledger.open.values() if one.is_untold and has_swept]
    coming = world.ledger.coming(world.day)
    told = _told(world, [*untold, *coming])
    pages: dict[UUID, list[Shown]] = {}
    for awaited in [*untold, *coming]:
        is_told = (awaited.thing, awaited.due_on) in told
        awaited.is_untold = not is_told and not has_swept
        if not is_told and not _is_shown(world, awaited, pages):
            awaited.is_untold = False
            _miss(world, awaited, "nobody was shown it or told of it")
        elif has_swept and not is_told and _is_reminded_of(awaited):
            _miss(world, awaited, "the sweep told nobody")


def look_at_levels(world: World) -> None:
    """After a sweep: the leader and the owner were told of what has been left too long."""
    leader, owner = world.ledger.escalate(world.day)
    told = _told(world, leader, TO_LEADER)
    for awaited in leader:
        if (awaited.thing, awaited.due_on) not in told:
            _miss(world, awaited, "the leader was not told")
    asked = [one for one in owner if one.kind in TO_OWNER]
    units = _messages(world, [LateAtUnit.name], {one.school.unit.pk for one in asked})
    for awaited in asked:
        if (awaited.school.unit.pk, awaited.due_on) not in units:
            _miss(world, awaited, "the owner was not told")


def look_at_starts(world: World) -> None:
    """After a sweep: no measure of a complete plan is left standing whose day has come."""
    for life in world.lives:
        for one in life.carried.values():
            waits = one.questioned or one.waits_for_answers and not _are_answered(one)
            if not life.is_open or not life.is_complete or waits or one.stands != "planned":
                continue
            if one.starts_on <= world.day:
                words = f"{world.day} a measure of {one.starts_on} was not started"
                world.ledger.miss("evaluation", f"{words} ({one.measure.pk})")


def _are_answered(one) -> bool:
    return all(not before.is_unfinished or before.effects for before in one.after)


def _is_reminded_of(awaited: Awaited) -> bool:
    """By the sweep of this morning: somebody who carries it out works there, or stands in for one
    who is away."""
    if awaited.kind not in REMINDED or awaited.is_resumed:
        return False
    if awaited.kind in ("review", "handover"):
        return True
    is_talk = awaited.kind == "talk"
    person = awaited.life.trusted.adult if is_talk else awaited.what.carrier
    where = awaited.life or awaited.school
    return where.in_place_of(person) is not None


def _told(world: World, many: Iterable[Awaited], kinds: Iterable[str] = ()):
    many = list(many)
    names = {name for awaited in many for name in (kinds or awaited.told)}
    return _messages(world, names, {awaited.thing for awaited in many})


def _messages(world: World, names: Iterable[str], things: Iterable[UUID]):
    asked = [sorted(names), [str(thing) for thing in things]]
    if not all(asked):
        return set()
    with world.sees_all(), connection.cursor() as cursor:
        cursor.execute(TOLD, asked)
        return set(cursor.fetchall())


def _is_shown(world: World, awaited: Awaited, pages: dict) -> bool:
    leader = (awaited.life or awaited.school).leader
    for person in [leader, *awaited.asked()]:
        if person.pk not in pages:
            pages[person.pk] = min_dag(world, person)
        if any(_is_it(awaited, duty, world.day) for duty in pages[person.pk]):
            return True
    return False


def _is_it(awaited: Awaited, duty: Shown, today: date) -> bool:
    leads_there = any(mark in duty.url for mark in awaited.marks)
    return leads_there and duty.due_on <= today and awaited.says in ("", duty.what)


def min_dag(world: World, person: Person) -> list[Shown]:
    """The dates on a person's Min dag, what they ask for, and where they lead."""
    with world.scratch.role("app"), entered(person, world.day) as opened, override("en"):
        viewer = Viewer.from_scope(person, world.day, opened)
        heaps = workday_of(viewer, whole=True).heaps
        return [
            Shown(duty.due_on, str(duty.what), duty.url) for heap in heaps for duty in heap.duties
        ]


def _miss(world: World, awaited: Awaited, why: str) -> None:
    words = f"{world.day} {NAMES[awaited.kind]}, due {awaited.due_on}: {why} ({awaited.thing})"
    world.ledger.miss(awaited.kind, words)
