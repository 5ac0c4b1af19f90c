"""Plans are made, from the library or measure by measure; a measure is put in another's place."""

import uuid
from functools import partial
from typing import Any

from accounts.models import Person
from config.simulation.facts import expect_shared, question_followers, read, take_in
from config.simulation.ledger import Awaited
from config.simulation.people.parts import somebody
from config.simulation.people.staff import give_on
from config.simulation.reckoning import DAY
from config.simulation.world import Carried, Common, Life, School, World
from measures import actions
from measures.models import Measure, Plan

PACKAGES = {
    "school": ("exclusion_in_class", "digital_in_class"),
    "kindergarten": ("play_in_kindergarten",),
}
SHARED = {"school": "Mobilfri skoledag", "kindergarten": "Faste lekegrupper"}
ASIDE = {
    group: "Ingen i denne gruppen vet om det."
    for group in ("exposed", "violating", "bystanders", "class", "unit", "parents")
}
WHY = "Det skjer der ingen voksne ser det."


def make(world: World, awaited: Awaited) -> None:
    """The one who leads makes the plan and completes it; anew when the case was reopened."""
    life, school = awaited.life, awaited.school
    is_new = life.plan is None
    # A plan is not complete while somebody who has left stands in it.
    give_on(world, school)
    with world.by(life.leader) as act:
        plan = life.plan or actions.start_plan(case=life.case, about=life.about, **act)
        if is_new:
            plan = actions.write_plan(
                plan=plan, revision=plan.revision, problem="Eleven går alene.",
                goal="Eleven sier at det er trygt.", together="De virker sammen.", **act,
            )  # fmt: skip
        life.plan = plan
    if is_new and world.chance(0.2):
        _from_the_library(world, life, plan)
    else:
        _one_by_one(world, life, plan)
    with world.by(life.leader) as act:
        actions.complete_plan(
            plan=plan, best_interests="Eleven vil bli i klassen.", set_aside=ASIDE,
            reason="" if is_new else "Det skjer igjen.", **act,
        )  # fmt: skip
    life.is_complete = True
    world.ledger.answered("plan", life.case.pk, world.day)
    take_in(world, life)


def _from_the_library(world: World, life: Life, plan: Plan) -> None:
    package = world.rng.choice(PACKAGES[life.school.unit.kind])
    first, second = somebody(world, life), somebody(world, life)
    with world.by(life.leader) as act:
        put = actions.use_package(
            plan=plan, token=uuid.uuid4(), package=package, language="nb",
            responsible=first, **act,
        )  # fmt: skip
        for measure in put:
            more: dict[str, Any] = {"why": WHY, "responsible": world.rng.choice((first, second))}
            actions.change_measure(measure=measure, **more, **act)


def _one_by_one(world: World, life: Life, plan: Plan) -> None:
    """Two at the same time, one after the first, and perhaps one that the school shares."""
    school, days, rng = life.school, life.school.days, world.rng
    start = days.first_open(world.day + DAY * rng.randrange(1, 6))
    end = days.weeks_after(start, rng.randrange(2, 5))
    by_whom = [somebody(world, life) for _number in range(3)]
    with world.by(life.leader) as act:
        put = partial(_measure, world, life, plan, act)
        first = put(by_whom[0], starts_on=start, ends_on=end)
        if rng.random() < 0.7:
            put(by_whom[1], starts_on=start, ends_on=rng.choice((end, None)))
        if rng.random() < 0.6:
            put(
                by_whom[2], starts_on=days.first_open(end + DAY), after=[first],
                follows=rng.choice(Measure.Follows.values),
                interval_weeks=rng.choice((None, None, 3)),
            )  # fmt: skip
        shared = [one for one in school.shared if one.is_unfinished]
        if shared and not life.is_at_owner and rng.random() < 0.5:
            actions.refer_to_shared(plan=plan, shared=shared[-1].measure, why=WHY, **act)
        if rng.random() < 0.15:
            actions.start_measure(measure=first, **act)


def _measure(
    world: World, life: Life, plan: Plan, act: dict[str, Any], by_whom: Person, **more: Any
) -> Measure:
    written = _written(world, life, by_whom) | more
    return actions.add_measure(plan=plan, token=uuid.uuid4(), **written, **act)


def _written(world: World, life: Life, by_whom: Person) -> dict[str, Any]:
    rng, deputy = world.rng, life.school.deputy
    may_stand_in = not life.is_at_owner and deputy.pk not in life.shut_out
    return {
        "title": f"Tiltak {rng.randrange(1000)}",
        "how": "En voksen er der fra første friminutt.",
        "why": WHY,
        "target_groups": rng.sample(["exposed", "bystanders", "class", "unit"], 2),
        "level": rng.choice(("individual", "system")),
        "responsible": by_whom,
        "deputy": deputy if may_stand_in and rng.random() < 0.2 else None,
    }


def expect_another(world: World, old: Carried) -> None:
    """What an evaluation has ended to be replaced waits for another measure in its place."""
    pk = old.measure.pk
    world.ledger.expect(
        Awaited(
            "replace", pk, world.day, old.life.school, marks=(str(pk),), life=old.life, what=old,
            says="Choose a new measure in place of this one",
        )
    )  # fmt: skip


def replace(world: World, awaited: Awaited) -> None:
    old, life = awaited.what, awaited.life
    days, by_whom = life.school.days, somebody(world, life)
    start = days.first_open(world.day + DAY)
    with world.by(life.leader) as act:
        new = actions.replace_measure(
            measure=old.measure, token=uuid.uuid4(), reason="Det hjalp ikke.", starts_on=start,
            ends_on=days.weeks_after(start, 3), **_written(world, life, by_whom), **act,
        )  # fmt: skip
    question_followers(world, old)
    take_in(world, life)
    for one in life.carried.values():
        if old in one.after and one.stands == "planned":
            one.after = [life.carried[new.pk] if other is old else other for other in one.after]
    read(world, life)
    world.ledger.answered("replace", awaited.thing, world.day)


def share_a_measure(world: World, school: School) -> None:
    """One of the whole school, which plans may refer to."""
    if any(one.is_unfinished for one in school.shared) or not world.chance(0.04 * world.pace):
        return
    if not school.days.is_open(world.day):
        return
    carrier = world.rng.choice(school.staff)
    at_once = world.chance(0.5)
    start = world.day if at_once else school.days.first_open(world.day + DAY * 3)
    with world.by(school.leader) as act:
        shared = actions.add_shared_measure(
            unit=school.unit, token=uuid.uuid4(), title=SHARED[school.unit.kind],
            responsible=carrier, how="De voksne ordner det hver morgen.", target_groups=["unit"],
            starts_on=start, **act,
        )  # fmt: skip
        if at_once:
            actions.start_shared_measure(shared=shared, **act)
    common = Common(shared, carrier, start, "running" if at_once else "planned")
    school.shared = [one for one in school.shared if one.is_unfinished] + [common]
    if at_once:
        expect_shared(world, school, common, start)
