"""Guardians: some are registered, some are not to be informed, and those who are kept informed are
told before the plan is made."""

import uuid

from cases import actions as cases
from common.errors import ActionError
from config.simulation.ledger import Awaited
from config.simulation.world import Family, Life, School, World
from pupils import actions as pupils
from pupils.models import Pupil

SHARE = 0.01
INFORMATION, OF_INFORMATION = ("kept_informed", "on_request", "refused"), (7, 2, 2)
OF_AGE = 18


def register(world: World, school: School, pupil: Pupil) -> None:
    """Of most pupils, when a case is opened; of some nobody is registered."""
    if pupil.pk not in school.families and world.chance(0.7):
        _add(world, school, pupil)
    _settle_all(world, school, pupil)


def _settle_all(world: World, school: School, pupil: Pupil) -> None:
    for life in school.lives:
        if life.pupil == pupil:
            settle(world, life)


def _add(world: World, school: School, pupil: Pupil) -> None:
    made = school.families[pupil.pk] = []
    with world.by(school.leader) as act:
        for relation in ("Mor", "Far")[: world.rng.randrange(1, 3)]:
            (information,) = world.rng.choices(INFORMATION, OF_INFORMATION)
            guardian = pupils.add_guardian(
                pupil=pupil,
                name=f"{relation} {world.rng.randrange(1000)}",
                relation=relation,
                **act,
            )
            made.append(Family(guardian, "kept_informed"))
            if information != "kept_informed":
                _decide(made[-1], information, act)


def _decide(family: Family, information: str, act: dict) -> None:
    pupils.decide_information(
        guardian=family.guardian, information=information,
        reason="Barnet ber om det." if information != "kept_informed" else "", **act,
    )  # fmt: skip
    family.information = information


def settle(world: World, life: Life) -> None:
    """Awaited from now on, or no more: that the guardians are told, before the plan."""
    pk, due = life.case.pk, max(life.plan_due_on, world.day)
    if not life.is_open:
        return
    if not _waits(world, life):
        world.ledger.drop("family", pk)
    elif world.ledger.of("family", pk) is None:
        world.ledger.expect(
            Awaited(
                "family", pk, due, life.school, marks=(str(pk),), life=life,
                says="Tell the guardians",
            )
        )  # fmt: skip


def _waits(world: World, life: Life) -> bool:
    """One who is kept informed has not been told; or nobody is registered, and nobody was told.
    Whoever is 18 decides alone."""
    pupil = life.pupil
    if pupil.born_on and (world.day - pupil.born_on).days > OF_AGE * 365.25:
        return False
    known = life.school.families.get(pupil.pk, [])
    if not known:
        return not life.told
    return any(
        one.information == "kept_informed" and one.guardian.pk not in life.told for one in known
    )


def tell(world: World, awaited: Awaited) -> None:
    """Those who are kept informed, and those who have asked. Never one who is not to be informed:
    the attempt is refused."""
    life = awaited.life
    known = life.school.families.get(life.pupil.pk, [])
    if not known:
        _tell(world, life, None)
    for family in known:
        if family.information == "refused":
            _refused(world, life, family)
        elif family.information == "kept_informed" or world.chance(0.4):
            _tell(world, life, family)
    world.ledger.answered("family", awaited.thing, world.day)


def _tell(world: World, life: Life, family: Family | None) -> None:
    guardian = family.guardian if family else None
    with world.by(life.leader) as act:
        cases.record_guardian_contact(
            involvement=life.about, token=uuid.uuid4(), guardian=guardian,
            who="" if guardian else "Moren", told_on=world.day, how="telephone",
            told="Hva som blir gjort nå.", asked_for=guardian is not None, **act,
        )  # fmt: skip
    life.told.add(guardian.pk if guardian else None)


def _refused(world: World, life: Life, family: Family) -> None:
    try:
        _tell(world, life, family)
    except ActionError:
        return
    world.refused["A guardian who is not to be informed was told"] += 1


def decide(world: World, school: School) -> None:
    """It is decided anew what a guardian is told."""
    lives = [one for one in school.lives if one.pupil.pk in school.families and one.is_open]
    if not lives or not world.chance(SHARE * world.pace):
        return
    pupil = world.rng.choice(lives).pupil
    if pupil not in school.pupils:
        return
    family = world.rng.choice(school.families[pupil.pk])
    information = world.rng.choice([one for one in INFORMATION if one != family.information])
    with world.by(school.leader) as act:
        _decide(family, information, act)
    _settle_all(world, school, pupil)
