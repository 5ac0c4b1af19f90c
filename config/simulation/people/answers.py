"""What a pupil answers, and what that asks for at once."""

from config.simulation.ledger import Awaited
from config.simulation.reckoning import is_alarming
from config.simulation.world import Life, World

DECLINED = "declined"


def how_safe(world: World, life: Life) -> str:
    """What is said today: once said, it stands for the day."""
    stands = life.answers.get(world.day)
    if stands:
        return str(stands)
    if world.chance(0.1):
        return DECLINED
    life.safety = min(5, max(1, life.safety + world.rng.choice((-2, -1, 0, 0, 1, 1, 1))))
    return str(life.safety)


def note_answer(world: World, life: Life, said: str) -> bool:
    """Keep it, and await that somebody says what is done where it is not safe. Gives whether the
    day's answer is alarming."""
    if not said:
        return False
    value = None if said == DECLINED else int(said)
    is_new = value is not None and not life.answers.get(world.day)
    life.answers[world.day] = value or life.answers.get(world.day)
    value = life.answers[world.day]
    alarming = is_alarming(value, life.value_before(world.day))
    if is_new and alarming and life.is_open:
        case = life.case.pk
        world.ledger.expect(
            Awaited("unsafe", case, world.day, life.school, marks=(str(case),), life=life)
        )
    return alarming
