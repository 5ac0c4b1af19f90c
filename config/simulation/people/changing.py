"""A pupil changes school or begins at school: the next place is told what it needs, and answers."""

import uuid
from dataclasses import dataclass
from typing import Any

from cases import actions as cases
from cases.models import CaseConcern
from concerns import actions as concerns
from concerns.models import Concern
from concerns.notices import PupilChangesSchool
from config.simulation.ledger import Awaited
from config.simulation.people.opening import open_for
from config.simulation.reckoning import DAY, change_due, ground_for
from config.simulation.world import Life, School, World
from pupils import actions as pupils

SHARE = 0.006
WAYS, OF_WAYS = ("open", "note", "add", "not_ours"), (4, 3, 1, 2)


@dataclass(eq=False)
class Sent:
    """What one place has told another of a pupil."""

    life: Life
    told: CaseConcern
    concern: Concern


def send(world: World, school: School) -> None:
    """Those who stay are followed up as before."""
    if not world.chance(SHARE * world.pace) or not school.days.is_open(world.day):
        return
    lives = [one for one in school.lives if one.is_open and _goes_here(school, one)]
    others = [one for one in world.schools if one is not school]
    if school.is_kindergarten:
        others = [one for one in others if not one.is_kindergarten] or others
    if not lives or not others:
        return
    life, to = world.rng.choice(lives), world.rng.choice(others)
    with world.by(life.leader) as act:
        told = cases.change_school(
            involvement=life.about, unit=to.unit, token=uuid.uuid4(),
            what="Eleven ble stengt ute.", reason="De skal følge opp fra første dag.",
            tried="En voksen var der i friminuttene. Det hjalp noe.", wishes="En venn i klassen.",
            **_ground(world, school, to), **act,
        )  # fmt: skip
        sent = Sent(life, told, told.concern)
    school.changing.add(life.pupil.pk)
    _expect(world, school, to, sent)


def _goes_here(school: School, life: Life) -> bool:
    return life.pupil in school.pupils and life.pupil.pk not in school.changing


def _ground(world: World, school: School, to: School) -> dict[str, Any]:
    same = school.owner is to.owner
    if ground_for(school.is_kindergarten, to.is_kindergarten, same) == "need":
        return {}
    return {"ground_by": "Moren", "ground_on": world.day}


def _expect(world: World, school: School, to: School, sent: Sent) -> None:
    due, pk = change_due(to.days, world.day), sent.concern.pk
    world.ledger.expect(
        Awaited(
            "change", pk, due, to, marks=(str(pk),), told=(PupilChangesSchool.name,), what=sent,
            says="Answer: a pupil changes school to you",
        )
    )  # fmt: skip
    world.ledger.expect(
        Awaited(
            "unanswered", sent.told.pk, due + DAY, school, marks=(str(sent.life.case.pk),),
            asked=lambda: [sent.life.leader], what=sent,
            says="A change of school is not answered: call them, or take it back",
        )
    )  # fmt: skip


def answer(world: World, awaited: Awaited) -> None:
    """Received, with a case of its own or without; or it is not our pupil."""
    school, sent = awaited.school, awaited.what
    (way,) = world.rng.choices(WAYS, OF_WAYS)
    open_here = [one for one in school.lives if one.is_open and not one.is_at_owner]
    if way == "open":
        open_for(world, school, concern=sent.concern, pupil=_arrives(world, school))
    else:
        with world.by(school.leader) as act:
            if way == "not_ours":
                concerns.answer_concern(concern=sent.concern, reason="Begynte ikke her.", **act)
            elif way == "add" and open_here:
                cases.add_concern(
                    case=world.rng.choice(open_here).case, concern=sent.concern, **act
                )
            else:
                concerns.note_change(concern=sent.concern, **act)
    world.ledger.answered("change", sent.concern.pk, world.day)
    world.ledger.drop("unanswered", sent.told.pk)
    _leaves(world, sent, has_left=way != "not_ours")


def _arrives(world: World, school: School) -> Any:
    world.names += 1
    with world.by(school.leader) as act:
        pupil = pupils.add_pupil(unit=school.unit, name=f"Ny Elev {world.names}", **act)
    school.pupils.append(pupil)
    return pupil


def _leaves(world: World, sent: Sent, *, has_left: bool) -> None:
    school, pupil = sent.life.school, sent.life.pupil
    school.changing.discard(pupil.pk)
    if has_left:
        with world.by(school.leader) as act:
            pupils.let_pupil_leave(pupil=pupil, left_on=world.day, **act)
        school.pupils.remove(pupil)


def call(world: World, awaited: Awaited) -> None:
    """The sender takes it back, or calls, and then it is answered."""
    sent = awaited.what
    waits = world.ledger.of("change", sent.concern.pk)
    world.ledger.answered("unanswered", sent.told.pk, world.day)
    if waits is not None and world.chance(0.5):
        answer(world, waits)
        return
    with world.by(sent.life.leader) as act:
        cases.take_back_change_of_school(told=sent.told, **act)
    world.ledger.drop("change", sent.concern.pk)
    sent.life.school.changing.discard(sent.life.pupil.pk)
