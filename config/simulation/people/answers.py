"""What a pupil answers, and what that asks for at once."""

from typing import Any

from config.simulation.ledger import Awaited
from config.simulation.reckoning import DAY, OFFERED_FOR, is_alarming, is_safe_long_enough
from config.simulation.world import Life, Said, World

DECLINED = "declined"


def how_safe(world: World, life: Life, *, is_own: bool = True) -> str:
    """What is said today: once said, it stands for the day. Only the pupil declines to answer."""
    stands = life.answers.get(world.day)
    if stands:
        return str(stands.value or DECLINED)
    if is_own and world.chance(0.1):
        return DECLINED
    life.safety = min(5, max(1, life.safety + world.rng.choice((-2, -1, 0, 0, 1, 1, 1))))
    return str(life.safety)


def who_says(world: World, life: Life) -> str:
    """Of small children it is mostly adults who see it, or parents who tell."""
    if not life.school.is_kindergarten:
        return "pupil"
    return world.rng.choices(("adult", "guardian", "pupil"), (5, 3, 2))[0]


def asked(life: Life, said: str, who: str) -> tuple[Any, int | None, str, str]:
    """The answer as the forms give it."""
    if said == DECLINED:
        return life.about, None, DECLINED, who
    return life.about, int(said), "", who


def note_answer(world: World, life: Life, said: str, *, is_own: bool = True) -> bool:
    """Keep it, and await that somebody says what is done where it is not safe. Gives whether the
    day's answer is alarming. The pupil's own word takes the place of what adults saw."""
    if not said:
        return False
    stands = life.answers.get(world.day)
    value = None if said == DECLINED else int(said)
    is_new = stands is None or value is not None and is_own and not stands.is_own
    if is_new:
        life.answers[world.day] = Said(value, is_own)
    _offer_to_close(world, life)
    alarming = is_alarming(life.answers[world.day].value, life.value_before(world.day))
    if is_new and alarming and life.is_open:
        case = life.case.pk
        world.ledger.expect(
            Awaited("unsafe", case, world.day, life.school, marks=(str(case),), life=life)
        )
    return alarming


def _offer_to_close(world: World, life: Life) -> None:
    """From the answer on with which it has been safe for long, until one that says otherwise. It is
    offered for some days, and the last of them is the one that is looked at."""
    pk, is_safe = life.case.pk, is_safe_long_enough(life.school.days, life.own_values)
    if not is_safe or life.is_unsafe:
        life.is_offered = False
        world.ledger.drop("propose", pk)
    elif life.is_open and not life.is_offered:
        life.is_offered = True
        due = world.day + DAY * OFFERED_FOR
        mark = (f"{pk}/follow-up/",)
        world.ledger.expect(Awaited("propose", pk, due, life.school, marks=mark, life=life))
