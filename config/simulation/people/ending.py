"""Cases are closed, looked at once more, taken up again or go on."""

import uuid
from datetime import date

from cases import actions as cases
from config.simulation.facts import end
from config.simulation.ledger import Awaited
from config.simulation.people.answers import asked, how_safe
from config.simulation.people.families import settle
from config.simulation.people.owners import expect_notice
from config.simulation.people.parts import may_go_on
from config.simulation.reckoning import DAY, look_after, plan_due, starts_in
from config.simulation.world import Life, Said, School, World
from evaluations.actions import reopen_case
from measures import actions as measures

SHARE, NOT_BEFORE = 0.008, 45
# What waits again when a case is taken up again; the rest has ended with its measures.
PUT_BY = (
    "talk", "unsafe", "heard", "trusted", "family", "needs", "measure_look", "review", "handover",
    "replace",
)  # fmt: skip
# So long it is asked for another measure in place of one that has ended.
REPLACED_FOR = DAY * 60
BEFORE_THE_PLAN = ("heard", "trusted", "family")


def close_one(world: World, school: School) -> None:
    """Now and then a case that has lasted some weeks is closed, early and with a reason."""
    for life in list(school.lives):
        old = (world.day - life.opened_on).days >= NOT_BEFORE
        if old and life.is_open and _may_close(world, life) and world.chance(SHARE):
            close(world, life)


def _may_close(world: World, life: Life) -> bool:
    return life.is_complete and world.ledger.of("plan", life.case.pk) is None


def close(world: World, life: Life) -> None:
    is_unsafe = life.is_unsafe
    with world.by(life.leader) as act:
        for one in life.carried.values():
            if one.is_unfinished:
                measures.stop_measure(measure=one.measure, reason="Trengs ikke lenger.", **act)
                end(world, one, "stopped")
        if world.chance(0.5):
            cases.monitor_case(case=life.case, reason="Eleven har flyttet.", **act)
        cases.close_case(
            case=life.case, token=uuid.uuid4(), reason="Eleven har det trygt.",
            professional_help="not_needed", best_interests="Eleven sier at det er nok.",
            early_reason="Det har vært trygt lenge.", unsafe_reason="Eleven har flyttet.", **act,
        )  # fmt: skip
    life.is_open = life.is_offered = False
    if is_unsafe:
        expect_notice(world, life, "closed_unsafe")
    ledger, pk = world.ledger, life.case.pk
    for awaited in ledger.of_life(life):
        ledger.drop(awaited.kind, awaited.thing)
        if awaited.kind in PUT_BY:
            life.put_by.append(awaited)
    due = look_after(life.school.days, world.day)
    ledger.expect(Awaited("case_look", pk, due, life.school, marks=(str(pk),), life=life))


def look_at_case(world: World, awaited: Awaited) -> None:
    """The look after closing. Where it is not safe again, the case is reopened."""
    life = awaited.life
    said = how_safe(world, life)
    answers = [asked(life, said, "pupil")] if said.isdigit() else []
    with world.by(life.leader) as act:
        cases.record_look(
            case=life.case, token=uuid.uuid4(), happened_on=world.day, answers=answers,
            text="Snakket med eleven.", **act,
        )  # fmt: skip
    if answers:
        life.answers[world.day] = Said(int(said))
    world.ledger.answered("case_look", life.case.pk, world.day)
    if world.chance(0.7 if said in "12" else 0.15):
        _reopen(world, life)
    else:
        life.school.lives.remove(life)


def _reopen(world: World, life: Life) -> None:
    with world.by(life.leader) as act:
        reopen_case(case=life.case, reason="Det er ikke trygt igjen.", **act)
    life.is_open = True
    mark = (str(life.case.pk),)
    due = life.plan_due_on = plan_due(world.day)
    world.ledger.expect(Awaited("plan", life.case.pk, due, life.school, marks=mark, life=life))
    for awaited in life.put_by:
        if awaited.kind in ("review", "handover") and awaited.done != starts_in(world.day):
            continue
        if awaited.kind == "replace" and world.day - awaited.due_on > REPLACED_FOR:
            continue
        awaited.has_come, awaited.is_resumed = False, True
        if awaited.kind in BEFORE_THE_PLAN:
            awaited.due_on = due
        if awaited.kind in ("handover", "review") and awaited.due_on < world.day:
            awaited.due_on, awaited.level = world.day, 0
        world.ledger.expect(awaited)
    life.put_by = []
    settle(world, life)
    _expect_to_go_on(world, life)


def _expect_to_go_on(world: World, life: Life, later_than: date = date.min) -> None:
    days, starts = life.school.days, starts_in(world.day)
    until = max(days.last_day(starts), later_than)
    if until <= world.day:
        until = days.last_day(starts + 1)
    mark = (str(life.case.pk),)
    world.ledger.expect(Awaited("goes_on", life.case.pk, until, life.school, marks=mark, life=life))


def go_on(world: World, awaited: Awaited) -> None:
    """The school year is over: it is talked about, and the case goes on or is closed."""
    life = awaited.life
    if world.chance(0.5) and _may_close(world, life):
        world.ledger.answered("goes_on", life.case.pk, world.day)
        close(world, life)
        return
    until = life.school.days.last_day(starts_in(world.day) + 1)
    with world.by(life.leader) as act:
        cases.extend_follow_up(case=life.case, until=until, reason="Vi fortsetter.", **act)
    world.ledger.answered("goes_on", life.case.pk, world.day)
    mark = (str(life.case.pk),)
    world.ledger.expect(Awaited("goes_on", life.case.pk, until, life.school, marks=mark, life=life))


def look_at_measure(world: World, awaited: Awaited) -> None:
    one, life = awaited.what, awaited.life
    who = life.in_place_of(one.carrier)
    # Whose measure had ended before the owner took the case has no part in it any more.
    if who is None or not may_go_on(world, life, who):
        who = life.leader
    with world.by(who) as act:
        measures.record_look(
            measure=one.measure, lasted=world.rng.choice(("yes", "partly", "no")),
            note="Vi ser det i friminuttene.", **act,
        )  # fmt: skip
    world.ledger.answered("measure_look", awaited.thing, world.day)


def think_of_closing(world: World, awaited: Awaited) -> None:
    """It has been safe for long: the case is closed, or followed up some time more."""
    world.ledger.answered("propose", awaited.thing, world.day)
    if _may_close(world, awaited.life) and world.chance(0.5):
        close(world, awaited.life)
