"""What is asked of every open case at certain times of the year: reviews of the whole case, and the
steps by which it is handed on over the summer."""

import uuid
from datetime import date
from typing import Any

from accounts.models import Person
from cases import actions as cases
from cases.models import Handover
from cases.notices import HandoverDue
from config.simulation.ledger import Awaited
from config.simulation.people.parts import somebody
from config.simulation.reckoning import DAY, Round, rounds, starts_in
from config.simulation.world import Carried, Life, School, World
from evaluations.actions import review_case
from evaluations.models import CaseReview
from evaluations.notices import ReviewDue
from measures import actions as measures

KINDS = ("review", "handover")
TOLD = {"review": ReviewDue.name, "handover": HandoverDue.name}


def make_due(world: World) -> None:
    """What a sweep does: what has its time now stands in open cases, on the day that the calendar
    gives; what was left from the school year before is over, and so is an offer after its days."""
    starts = starts_in(world.day)
    for awaited in [one for one in world.ledger.open.values() if one.kind in KINDS]:
        if awaited.done != starts:
            world.ledger.drop(awaited.kind, awaited.thing)
    for awaited in [one for one in world.ledger.open.values() if one.kind == "propose"]:
        if awaited.due_on < world.day:
            world.ledger.drop("propose", awaited.thing)
    standing = {
        (awaited.life.case.pk, awaited.kind, awaited.what): awaited
        for awaited in world.ledger.open.values()
        if awaited.kind in KINDS
    }
    for school in world.schools:
        for kind, of_kind in rounds(school.days, starts).items():
            for one in of_kind:
                _of_school(world, school, (kind, one.code, starts), one, standing)


Standing = dict[tuple[uuid.UUID, str, str], Awaited]


def _of_school(
    world: World, school: School, key: tuple[str, str, int], one: Round, standing: Standing
) -> None:
    kind, code, _starts = key
    for life in (life for life in school.lives if life.is_open):
        due = max(one.due_on, life.opened_on) if code == "june" else one.due_on
        if key in life.rounds:
            if awaited := standing.get((life.case.pk, kind, code)):
                _move(world, awaited, due)
        elif one.opens_on <= world.day <= one.closes_on and life.opened_on <= one.opened_until:
            if code != "plan" or life.is_complete or life.carried:
                life.rounds.add(key)
                _expect(world, life, key, _first_due(world, school, kind, one, life))


def _first_due(world: World, school: School, kind: str, one: Round, life: Life) -> date:
    """What is made after its day, for a case that was closed until now, is never overdue at once. A
    case that was opened after June's day has that step on the day it was opened."""
    if kind == "review":
        return max(one.due_on, _open_this_year(world, school))
    if one.code == "june" and life.opened_on > one.due_on:
        return life.opened_on
    return max(one.due_on, world.day)


def _expect(world: World, life: Life, key: tuple[str, str, int], due: date) -> None:
    kind, code, starts = key
    thing = _made(world, life, kind, code, starts)
    world.ledger.expect(
        Awaited(
            kind, thing or uuid.uuid4(), due, life.school, marks=(str(thing),), what=code,
            told=(TOLD[kind],), life=life, done=starts,
        )
    )  # fmt: skip


def _made(world: World, life: Life, kind: str, code: str, starts: int) -> uuid.UUID | None:
    """The row that the sweep has made, to know it by; None where there is none."""
    of_case = {"case": life.case, "school_year": starts}
    with world.sees_all():
        if kind == "review":
            reviews_made = CaseReview.objects.filter(**of_case, round=code)
            return reviews_made.values_list("pk", flat=True).first()
        return Handover.objects.filter(**of_case, kind=code).values_list("pk", flat=True).first()


def _move(world: World, awaited: Awaited, due: date) -> None:
    """A calendar may have changed. A review that was due before today stays; a step that was put
    off stays too, and never comes to lie behind today."""
    if awaited.kind == "handover":
        was_put_off = due < world.day and due < awaited.due_on
        awaited.due_on = min(awaited.due_on, world.day) if was_put_off else due
    elif not awaited.has_come:
        awaited.due_on = max(due, _open_this_year(world, awaited.school))


def _open_this_year(world: World, school: School) -> date:
    """The first open day from today, or the last day of the school year."""
    return min(school.days.first_open(world.day), date(starts_in(world.day) + 1, 7, 31))


def review(world: World, awaited: Awaited) -> None:
    with world.by(awaited.life.leader) as act:
        found = CaseReview.objects.get(pk=awaited.thing)
        review_case(
            review=found, how="Det går bedre.", help=["ppt"] if world.chance(0.2) else [],
            plan=world.rng.choice(("goes_on", "change")), **act,
        )  # fmt: skip
    world.ledger.answered("review", awaited.thing, world.day)


def hand_on(world: World, awaited: Awaited) -> None:
    """The step of its time of the year, by the one who leads."""
    life, code = awaited.life, awaited.what
    text = "Eleven har det bedre, og vil at tiltakene fortsetter."
    # Before somebody else acts: whoever gets something to do may take part in the case.
    contact = somebody(world, life) if code == "august" else life.leader
    given = _given(world, life) if code == "plan" else {}
    with world.by(life.leader) as act:
        step: dict[str, Any] = {"handover": Handover.objects.get(pk=awaited.thing)}
        if code == "may":
            cases.write_class_division(text=text, **step, **act)
        elif code == "june":
            first, last = world.day + DAY, date(awaited.done + 1, 8, 15)
            cases.hand_over_for_summer(
                text=text, contact=contact, first_day=first, last_day=last, **step, **act
            )
        elif code == "august":
            cases.check_in_after_summer(
                happened_on=world.day, text=text, contact=contact, **step, **act
            )
        else:
            responsible = {one.measure.pk: person for one, person in given.items()}
            measures.hand_on_measures(responsible=responsible, classes={}, **step, **act)
            for one, person in given.items():
                one.carrier = person
                one.measure = type(one.measure).objects.get(pk=one.measure.pk)
                world.ledger.answered("carrier", one.measure.pk, world.day)
    world.ledger.answered("handover", awaited.thing, world.day)


def _given(world: World, life: Life) -> dict[Carried, Person]:
    """Some of the measures that go on get somebody else this school year."""
    going_on = [one for one in life.carried.values() if one.is_unfinished]
    return {one: somebody(world, life) for one in going_on if world.chance(0.4)}
