"""Cases are opened, and PPT answers."""

import uuid
from datetime import timedelta

from cases import actions as cases
from cases.models import PptAlert
from cases.notices import PptAlerted
from concerns.models import Concern
from config.simulation.ledger import Awaited
from config.simulation.people import families
from config.simulation.people.owners import expect_notice
from config.simulation.reckoning import plan_due, ppt_answer_due, starts_in
from config.simulation.world import Life, School, World
from ppt.actions import receive_alert
from pupils.models import Pupil

SHARE = 0.022
# What is asked for by the day of the plan, as Min dag says it.
SAYS = {
    "plan": "Make the plan",
    "heard": "Hear the pupils",
    "trusted": "Name a trusted adult",
}
KINDS = (["words"], ["exclusion"], ["physical"], ["unknown"], ["digital", "words"])


def open_one(world: World, school: School) -> None:
    """The one who leads logs a case, without a concern before it."""
    if world.chance(SHARE * world.pace) and school.days.is_open(world.day):
        open_for(world, school)


def open_for(
    world: World, school: School, concern: Concern | None = None, pupil: Pupil | None = None
) -> Life:
    rng, small = world.rng, school.is_kindergarten
    pupil = pupil or rng.choice(school.pupils)
    needs = "En voksen hele dagen." if rng.random() < 0.1 else ""
    with world.by(school.leader) as act:
        case = cases.open_case(
            unit=school.unit,
            token=uuid.uuid4(),
            concern=concern,
            pupils=[pupil],
            described=[],
            source="staff" if concern else "guardian" if small else "pupil",
            known_at=act["now"] - timedelta(hours=1),
            what_happened="Barnet har det ikke trygt.",
            kinds=rng.choice(KINDS[:-1] if small else KINDS),
            places=["play_outdoors" if small else "break"],
            needs_today=needs,
            serious=rng.random() < 0.1,
            serious_reason="Eleven er redd.",
            **act,
        )
        about = case.involvements.get(role="exposed")
    life = Life(school, case, about, pupil, opened_on=world.day, safety=rng.choice((1, 2, 2, 3)))
    school.lives.append(life)
    # The concern was told to the leader on its own day; from then on the plan is waited for.
    told_on = world.day if concern is None else concern.told_at.astimezone(world.now.tzinfo).date()
    life.plan_due_on = plan_due(told_on)
    _expect(world, life, life.plan_due_on)
    families.register(world, school, pupil)
    if case.serious:
        expect_notice(world, life, "serious")
    if world.chance(0.8):
        with world.by(school.leader) as act:
            cases.investigate_case(case=case, **act)
    return life


def _expect(world: World, life: Life, due_on) -> None:
    case, mark, school = life.case, (str(life.case.pk),), life.school
    for kind, says in SAYS.items():
        world.ledger.expect(
            Awaited(kind, case.pk, due_on, school, marks=mark, life=life, says=says)
        )
    if case.needs_today:
        world.ledger.expect(
            Awaited(
                "needs", case.pk, world.day, school, marks=mark, life=life,
                says="See that the pupil gets what is needed today",
            )
        )  # fmt: skip
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


def give_what_is_needed(world: World, awaited: Awaited) -> None:
    with world.by(awaited.life.leader) as act:
        cases.note_need_met(case=awaited.life.case, **act)
    world.ledger.answered("needs", awaited.thing, world.day)
