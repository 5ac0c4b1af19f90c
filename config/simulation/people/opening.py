"""Cases are opened, and PPT answers."""

import uuid
from datetime import timedelta

from cases import actions as cases
from cases.models import PptAlert
from cases.notices import PptAlerted
from concerns.models import Concern
from config.simulation.ledger import Awaited
from config.simulation.reckoning import plan_due, ppt_answer_due, starts_in
from config.simulation.world import Life, School, World
from ppt.actions import receive_alert

SHARE = 0.022
KINDS = (["words"], ["exclusion"], ["physical"], ["digital", "words"], ["unknown"])


def open_one(world: World, school: School) -> None:
    """The one who leads logs a case, without a concern before it."""
    if world.chance(SHARE * world.pace) and school.days.is_open(world.day):
        open_for(world, school)


def open_for(world: World, school: School, concern: Concern | None = None) -> Life:
    rng = world.rng
    pupil = rng.choice(school.pupils)
    with world.by(school.leader) as act:
        case = cases.open_case(
            unit=school.unit,
            token=uuid.uuid4(),
            concern=concern,
            pupils=[pupil],
            described=[],
            source="pupil" if concern is None else "staff",
            known_at=act["now"] - timedelta(hours=1),
            what_happened="Eleven forteller at det ikke er trygt.",
            kinds=rng.choice(KINDS),
            places=["break"],
            serious=rng.random() < 0.1,
            serious_reason="Eleven er redd.",
            **act,
        )
        about = case.involvements.get(role="exposed")
    life = Life(school, case, about, opened_on=world.day, safety=rng.choice((1, 2, 2, 3)))
    school.lives.append(life)
    # The concern was told to the leader on its own day; from then on the plan is waited for.
    told_on = world.day if concern is None else concern.told_at.astimezone(world.now.tzinfo).date()
    _expect(world, life, plan_due(told_on))
    if world.chance(0.8):
        with world.by(school.leader) as act:
            cases.investigate_case(case=case, **act)
    return life


def _expect(world: World, life: Life, due_on) -> None:
    case, mark, school = life.case, (str(life.case.pk),), life.school
    for kind in ("plan", "heard", "trusted"):
        world.ledger.expect(Awaited(kind, case.pk, due_on, school, marks=mark, life=life))
    alert = case.alert_id
    world.ledger.expect(
        Awaited(
            "ppt", alert, ppt_answer_due(world.day), school, marks=mark, life=None,
            told=(PptAlerted.name,), what=life,
        )
    )  # fmt: skip
    expect_to_go_on(world, life)


def expect_to_go_on(world: World, life: Life) -> None:
    """On the last day of the school year it is talked about whether the case goes on."""
    days, starts = life.school.days, starts_in(world.day)
    until = days.last_day(starts)
    if until <= world.day:
        until = days.last_day(starts + 1)
    mark = (str(life.case.pk),)
    world.ledger.expect(Awaited("goes_on", life.case.pk, until, life.school, marks=mark, life=life))


def receive(world: World, awaited: Awaited) -> None:
    """Somebody at PPT acknowledges the alert; some are forgotten for long, until the case ends."""
    with world.by(world.rng.choice(world.ppt)) as act:
        alert = PptAlert.objects.get(pk=awaited.thing)
        if alert.state != PptAlert.State.ENDED:
            receive_alert(alert=alert, **act)
    world.ledger.answered("ppt", awaited.thing, world.day)
