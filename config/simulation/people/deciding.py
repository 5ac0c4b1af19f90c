"""The one who leads decides what others have brought up."""

import uuid

from cases import actions as cases
from config.simulation.facts import read
from config.simulation.ledger import Awaited
from config.simulation.world import World
from measures import actions as measures

WAYS = ("change", "ppt", "explain")


def say_what_is_done(world: World, awaited: Awaited) -> None:
    with world.by(awaited.life.leader) as act:
        cases.say_what_is_done(
            case=awaited.life.case, token=uuid.uuid4(), text="En voksen følger tett nå.", **act
        )
    world.ledger.answered("unsafe", awaited.thing, world.day)


def decide(world: World, awaited: Awaited) -> None:
    with world.by(awaited.life.leader) as act:
        measures.decide(
            measure=awaited.what.measure, token=uuid.uuid4(), way=world.rng.choice(WAYS),
            reason="Vi har snakket om det.", **act,
        )  # fmt: skip
    world.ledger.answered("decide", awaited.thing, world.day)


def answer_question(world: World, awaited: Awaited) -> None:
    """It starts all the same, or it is taken out."""
    one = awaited.what
    with world.by(awaited.life.leader) as act:
        if world.chance(0.75):
            measures.answer_question(measure=one.measure, **act)
        else:
            measures.stop_measure(measure=one.measure, reason="Trengs ikke nå.", **act)
    one.questioned = False
    world.ledger.answered("question", awaited.thing, world.day)
    read(world, awaited.life)
