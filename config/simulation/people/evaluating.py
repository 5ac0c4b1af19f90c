"""Measures are evaluated, with every outcome."""

from config.simulation.facts import end, expect_next, question_followers, read
from config.simulation.ledger import Awaited
from config.simulation.people.answers import asked, how_safe, note_answer, who_says
from config.simulation.people.plans import expect_another
from config.simulation.reckoning import DAY
from config.simulation.world import Carried, World
from evaluations.actions import record_evaluation, record_shared_evaluation

EFFECTS, OF_EFFECTS = ("yes", "partly", "no", "too_early"), (3, 4, 3, 1)
NEXT, OF_NEXT = ("continue", "adjust", "replace", "stop"), (78, 9, 5, 8)


def evaluate(world: World, awaited: Awaited) -> None:
    """By the one who carries it out or stands in, else by the one who leads."""
    one, life = awaited.what, awaited.life
    who = who_says(world, life)
    is_own = who == "pupil"
    said = how_safe(world, life, is_own=is_own) if world.chance(0.95) else ""
    effect, following = _answer(world, one)
    chosen = None
    if following == "continue" and world.chance(0.1):
        chosen = world.day + DAY * world.rng.randrange(2, 50)
    safety = asked(life, said, who) if said else None
    with world.by(life.in_place_of(one.carrier) or life.leader) as act:
        record_evaluation(
            measure=one.measure, due_on=awaited.due_on, effect=effect, next=following,
            next_on=chosen, safety=safety, note="Det går framover.", confirmed=True, **act,
        )  # fmt: skip
    alarming = note_answer(world, life, said, is_own=is_own)
    _note(world, awaited, effect, following)
    if following in ("continue", "adjust"):
        expect_next(world, awaited, chosen, alarming)


def _answer(world: World, one: Carried) -> tuple[str, str]:
    rng = world.rng
    (effect,) = rng.choices(EFFECTS, OF_EFFECTS)
    (following,) = rng.choices(NEXT, OF_NEXT)
    if one.ends_on and one.ends_on <= world.day and world.chance(0.7):
        following = "stop"
    return effect, following


def _note(world: World, awaited: Awaited, effect: str, following: str) -> None:
    one = awaited.what
    world.ledger.answered("evaluation", awaited.thing, world.day)
    one.effects.append(effect)
    goes_on = following in ("continue", "adjust")
    if goes_on and one.effects[-2:] == ["no", "no"]:
        pk = one.measure.pk
        world.ledger.expect(
            Awaited(
                "decide", pk, world.day, awaited.school, marks=(str(pk),), life=one.life, what=one
            )
        )
    if not goes_on:
        end(world, one, "replaced" if following == "replace" else "stopped")
    if following == "replace":
        expect_another(world, one)
    if following in ("adjust", "replace"):
        question_followers(world, one)
    read(world, one.life)


def evaluate_shared(world: World, awaited: Awaited) -> None:
    common, school = awaited.what, awaited.school
    following = world.rng.choices(("continue", "adjust", "stop"), (85, 8, 7))[0]
    with world.by(school.in_place_of(common.carrier) or school.leader) as act:
        record_shared_evaluation(
            shared=common.measure, due_on=awaited.due_on, effect="partly", next=following, **act
        )
    world.ledger.answered("shared", awaited.thing, world.day)
    if following == "stop":
        common.stands = "stopped"
        world.ledger.drop("carrier", common.measure.pk)
    else:
        expect_next(world, awaited, None, False)
