"""What is asked of every open case at certain times of the year: reviews of the whole case, and the
steps by which it is handed on over the summer."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from cases import actions as cases
from cases.models import Handover
from cases.notices import HandoverDue
from config.simulation.ledger import Awaited
from config.simulation.reckoning import DAY, Round, reviews, starts_in, steps_over_summer
from config.simulation.world import Life, World
from evaluations.actions import review_case
from evaluations.models import CaseReview
from evaluations.notices import ReviewDue
from measures import actions as measures

KINDS = {"review": reviews, "handover": steps_over_summer}
TOLD = {"review": ReviewDue.name, "handover": HandoverDue.name}


def make_due(world: World) -> None:
    """What a sweep does: what has its time now stands in open cases, on the day that the calendar
    gives; what was left from the school year before is over."""
    starts = starts_in(world.day)
    for awaited in [one for one in world.ledger.open.values() if one.kind in KINDS]:
        if awaited.done != starts:
            world.ledger.drop(awaited.kind, awaited.thing)
    for school in world.schools:
        found = {kind: list(of_year(school.days, starts)) for kind, of_year in KINDS.items()}
        for life in school.lives:
            for kind, rounds in found.items():
                if life.is_open:
                    _of_case(world, life, kind, rounds, starts)


def _of_case(world: World, life: Life, kind: str, rounds: Iterable[Round], starts: int) -> None:
    for one in rounds:
        key, due = (kind, one.code, starts), one.due_on
        if one.code == "june":
            due = max(due, life.opened_on)
        if key in life.rounds:
            _move(world, life, kind, one.code, due)
        elif one.opens_on <= world.day <= one.closes_on and life.opened_on <= one.opened_until:
            if one.code != "plan" or life.is_complete or life.carried:
                life.rounds.add(key)
                _expect(world, life, key, due)


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


def _move(world: World, life: Life, kind: str, code: str, due: date) -> None:
    """A calendar may have changed. A review that was due before today stays."""
    for awaited in world.ledger.of_life(life):
        if (awaited.kind, awaited.what) != (kind, code) or awaited.has_come:
            continue
        awaited.due_on = due
        if kind == "review":
            awaited.due_on = max(due, life.school.days.first_open(world.day))


def review(world: World, awaited: Awaited) -> None:
    with world.by(awaited.school.leader) as act:
        found = CaseReview.objects.get(pk=awaited.thing)
        review_case(
            review=found, how="Det går bedre.", help=["ppt"] if world.chance(0.2) else [],
            plan=world.rng.choice(("goes_on", "change")), **act,
        )  # fmt: skip
    world.ledger.answered("review", awaited.thing, world.day)


def hand_on(world: World, awaited: Awaited) -> None:
    """The step of its time of the year, by the one who leads."""
    school, code = awaited.school, awaited.what
    text = "Eleven har det bedre, og vil at tiltakene fortsetter."
    with world.by(school.leader) as act:
        step: dict[str, Any] = {"handover": Handover.objects.get(pk=awaited.thing)}
        if code == "may":
            cases.write_class_division(text=text, **step, **act)
        elif code == "june":
            first, last = world.day + DAY, date(awaited.done + 1, 8, 15)
            cases.hand_over_for_summer(
                text=text, contact=school.leader, first_day=first, last_day=last, **step, **act
            )
        elif code == "august":
            contact = world.rng.choice(school.staff)
            cases.check_in_after_summer(
                happened_on=world.day, text=text, contact=contact, **step, **act
            )
        else:
            _give_measures(world, awaited, step, act)
    world.ledger.answered("handover", awaited.thing, world.day)


def _give_measures(world: World, awaited: Awaited, step: dict, act: dict) -> None:
    """Some of the measures that go on get somebody else this school year."""
    given = [
        one for one in awaited.life.carried.values() if one.is_unfinished and world.chance(0.4)
    ]
    new = {one.measure.pk: world.rng.choice(awaited.school.staff) for one in given}
    measures.hand_on_measures(responsible=new, classes={}, **step, **act)
    for one in given:
        one.carrier = new[one.measure.pk]
        one.measure = type(one.measure).objects.get(pk=one.measure.pk)
        world.ledger.answered("carrier", one.measure.pk, world.day)
