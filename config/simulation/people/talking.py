"""The pupil is heard, has an adult to trust, and the two talk."""

import uuid

from cases import actions as cases
from cases.notices import TalkDue
from config.simulation.ledger import Awaited
from config.simulation.people.answers import how_safe, note_answer
from config.simulation.people.parts import somebody
from config.simulation.reckoning import DAY, talk_after
from config.simulation.world import Life, World


def hear(world: World, awaited: Awaited) -> None:
    life = awaited.life
    how = world.rng.choice(("observed", "talk")) if life.school.is_kindergarten else "talk"
    is_own = how != "observed"
    with world.by(life.leader) as act:
        if world.chance(0.1):
            cases.record_hearing(
                involvement=life.about, token=uuid.uuid4(), outcome="declined", **act
            )
        else:
            said = how_safe(world, life, is_own=is_own)
            cases.record_hearing(
                involvement=life.about, token=uuid.uuid4(), outcome="held", how=how,
                heard_on=world.day, heard_by=life.leader.name, own_words="Jeg er redd.",
                how_safe=said, **act,
            )  # fmt: skip
            note_answer(world, life, said, is_own=is_own)
    world.ledger.answered("heard", life.case.pk, world.day)


def name(world: World, awaited: Awaited) -> None:
    """The trusted adult is named, with the day of the first talk."""
    life, school = awaited.life, awaited.school
    adult = somebody(world, life)
    first = world.day + DAY * world.rng.randrange(1, 9)
    with world.by(life.leader) as act:
        life.trusted = cases.name_trusted_adult(
            involvement=life.about, adult=adult, chosen_by_pupil=world.chance(0.7),
            talk_on=first, **act,
        )  # fmt: skip
    world.ledger.answered("trusted", life.case.pk, world.day)
    expect_talk(world, life, school.days.first_open(first))


def expect_talk(world: World, life: Life, due_on) -> None:
    trusted = life.trusted
    world.ledger.expect(
        Awaited(
            "talk", trusted.pk, due_on, life.school, life=life, told=(TalkDue.name,),
            marks=(str(trusted.pk), str(life.case.pk)), asked=lambda: [trusted.adult],
        )
    )  # fmt: skip


def talk(world: World, awaited: Awaited) -> None:
    """By the adult or whoever stands in; when neither is there, the leader finds another adult."""
    life, school = awaited.life, awaited.school
    who = life.in_place_of(life.trusted.adult)
    if who is None and not life.takes_part(life.trusted.adult):
        return _find_another(world, life)
    # What is said of a small child in a talk is what the adult saw.
    is_own = not school.is_kindergarten
    said = how_safe(world, life, is_own=is_own) if world.chance(0.3) else ""
    with world.by(who or life.leader) as act:
        cases.record_talk(
            trusted=life.trusted, token=uuid.uuid4(), talked_on=world.day,
            text="Vi snakket om uken.", how_safe=said, **act,
        )  # fmt: skip
    note_answer(world, life, said, is_own=is_own)
    world.ledger.answered("talk", awaited.thing, world.day)
    expect_talk(world, life, talk_after(school.days, world.day, world.day))


def _find_another(world: World, life: Life) -> None:
    school, old = life.school, life.trusted
    adult = somebody(world, life)
    with world.by(life.leader) as act:
        life.trusted = cases.change_trusted_adult(
            trusted=old, ended_for="left", adult=adult, chosen_by_pupil=True,
            talk_on=world.day, **act,
        )  # fmt: skip
    world.ledger.answered("talk", old.pk, world.day)
    expect_talk(world, life, school.days.first_open(world.day))
