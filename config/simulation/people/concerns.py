"""Staff tell of what they see, and the one who leads answers."""

import uuid

from concerns import actions
from concerns.models import Concern
from concerns.notices import ConcernRaised, ConcernSentOn
from config.simulation.ledger import Awaited
from config.simulation.people.opening import open_for
from config.simulation.reckoning import concern_due
from config.simulation.world import School, World

SHARE = 0.05
TELLERS = ("self", "self", "pupil", "guardian")


def report(world: World, school: School) -> None:
    """Somebody on the staff tells of a pupil."""
    if not world.chance(SHARE * world.pace) or not school.days.is_open(world.day):
        return
    here = [one for one in school.staff if not school.is_away(one)]
    with world.by(world.rng.choice(here)) as act:
        told_by = world.rng.choice(TELLERS)
        concern = actions.report_concern(
            unit=school.unit, token=uuid.uuid4(), about="Et barn", what="Gikk alene.",
            told_by=told_by, **act,
        )  # fmt: skip
    _expect(world, school, concern, ConcernRaised.name)


def answer(world: World, awaited: Awaited) -> None:
    """A case is opened, it is added to one, or it is answered with a reason."""
    school, concern = awaited.school, awaited.what
    if awaited.told == (ConcernSentOn.name,):
        return _answer_at_owner(world, awaited)
    if _may_be_declined(school, concern) and world.chance(0.4):
        with world.by(school.leader) as act:
            actions.answer_concern(concern=concern, reason="Det er tatt opp i klassen.", **act)
        world.ledger.answered("concern", concern.pk, world.day)
        return _send_on(world, school, concern)
    open_for(world, school, concern=concern)
    world.ledger.answered("concern", concern.pk, world.day)


def _may_be_declined(school: School, concern: Concern) -> bool:
    """Not what the child has said; in a kindergarten nor what the parents have."""
    enough = ("pupil", "guardian") if school.is_kindergarten else ("pupil",)
    return concern.told_by not in enough


def _answer_at_owner(world: World, awaited: Awaited) -> None:
    concern = awaited.what
    with world.by(awaited.school.owner.acting) as act:
        actions.answer_concern(concern=concern, reason="Skolen har sett på det.", **act)
    world.ledger.answered("concern", concern.pk, world.day)


def _send_on(world: World, school: School, concern: Concern) -> None:
    if not world.chance(0.4) or not school.works_here(concern.reporter):
        return
    with world.by(concern.reporter) as act:
        actions.send_on_concern(concern=concern, reason="Eleven går fortsatt alene.", **act)
    _expect(world, school, concern, ConcernSentOn.name)


def _expect(world: World, school: School, concern: Concern, told: str) -> None:
    world.ledger.expect(
        Awaited(
            "concern",
            concern.pk,
            concern_due(world.day),
            school,
            marks=(str(concern.pk),),
            told=(told,),
            asked=lambda: [school.owner.acting],
            what=concern,
        )
    )
