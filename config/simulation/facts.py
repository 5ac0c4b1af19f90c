"""What has become of measures: which have begun, and on which day. These are facts that people or
the sweep have made; when the next evaluation falls is counted here."""

from datetime import date

from config.simulation.ledger import Awaited
from config.simulation.reckoning import DAY, evaluation_after, look_after
from config.simulation.world import Carried, Common, Life, School, World
from evaluations.notices import EvaluationDue, SharedEvaluationDue
from measures.models import Measure, SharedMeasure, Succession


def take_in(world: World, life: Life) -> None:
    """Measures that were put into the plan a moment ago, with those that they follow."""
    with world.sees_all():
        known = Measure.objects.filter(case=life.case).select_related("responsible", "case")
        new = [
            one
            for one in known.order_by("starts_on", "ends_on", "title")
            if one.pk not in life.carried
        ]
        rows = Succession.objects.filter(measure__in=[one.pk for one in new])
        pairs = list(rows.values_list("measure_id", "predecessor_id"))
    for measure in new:
        life.carried[measure.pk] = Carried(
            measure, life, carrier=measure.responsible,
            waits_for_answers=measure.follows == Measure.Follows.WHEN_EVALUATED,
            starts_on=measure.starts_on, ends_on=measure.ends_on,
        )  # fmt: skip
    for follower, before in pairs:
        life.carried[follower].after.append(life.carried[before])
    read(world, life)


def read(world: World, life: Life) -> None:
    """The states and dates of one case's measures as they stand."""
    read_rows(world, life.carried)


def read_all(world: World) -> None:
    """After a sweep: of everything that may have begun or been moved."""
    unfinished = {
        pk: one for life in world.lives for pk, one in life.carried.items() if one.is_unfinished
    }
    read_rows(world, unfinished)
    for school in world.schools:
        _read_shared(world, school)


def read_rows(world: World, carried: dict) -> None:
    names = ("pk", "state", "starts_on", "ends_on", "started_on")
    with world.sees_all():
        found = Measure.objects.filter(pk__in=list(carried)).values_list(*names)
        rows = {pk: row for pk, *row in found}
    for pk, one in carried.items():
        state, starts_on, ends_on, started_on = rows[pk]
        has_begun = one.stands == "planned" and state == "running"
        one.stands, one.ends_on = state, ends_on
        if one.after or has_begun:
            one.starts_on = starts_on
        if has_begun:
            one.questioned = False
            expect_evaluation(world, one, started_on)
        _put_question_off(world, one)


def _put_question_off(world: World, one: Carried) -> None:
    """It is asked by the day of the start, which is an estimate while others are waited for."""
    asked = world.ledger.of("question", one.measure.pk)
    if asked is not None and (one.starts_on > world.day or not asked.has_come):
        asked.due_on, asked.is_untold = max(one.starts_on, world.day), False


def _read_shared(world: World, school: School) -> None:
    for common in school.shared:
        if common.stands == "planned" and common.starts_on <= world.day:
            with world.sees_all():
                found = SharedMeasure.objects.get(pk=common.measure.pk)
            common.stands = found.state
            if found.state == "running":
                expect_shared(world, school, common, found.started_on or found.starts_on)


def expect_evaluation(world: World, one: Carried, since: date) -> None:
    """The first one, counted from the day on which the measure was begun."""
    awaited = _evaluation(world, one)
    _put_first(world, awaited, since)


def expect_shared(world: World, school: School, common: Common, since: date) -> None:
    pk = common.measure.pk
    awaited = Awaited(
        "shared", pk, since, school, marks=(str(pk),), told=(SharedEvaluationDue.name,),
        asked=lambda: [common.carrier], what=common, interval=common.measure.interval_weeks,
    )  # fmt: skip
    _put_first(world, awaited, since)


def _put_first(world: World, awaited: Awaited, since: date) -> None:
    days = awaited.school.days
    due = evaluation_after(days, since, 0, awaited.interval)
    awaited.due_on = due if due >= world.day else days.first_open(world.day)
    awaited.counted_from = since
    awaited.provisional = not days.is_entered(since, due)
    world.ledger.expect(awaited)


def _evaluation(world: World, one: Carried) -> Awaited:
    pk, life = one.measure.pk, one.life
    return Awaited(
        "evaluation", pk, world.day, life.school, marks=(str(pk),), life=life, what=one,
        told=(EvaluationDue.name,), asked=lambda: [one.carrier] if one.carrier else [],
        interval=one.measure.interval_weeks,
    )  # fmt: skip


def expect_next(world: World, answered: Awaited, wanted: date | None, soon: bool) -> None:
    """The evaluation after one that let the measure go on, today."""
    days, today = answered.school.days, world.day
    done = answered.done + 1
    counted = evaluation_after(days, today, done, answered.interval)
    wanted = wanted or (days.weeks_after(today, 1) if soon else counted)
    due = days.first_open(max(wanted, today + DAY, answered.due_on + DAY))
    following = Awaited(
        answered.kind, answered.thing, due, answered.school, marks=answered.marks,
        life=answered.life, what=answered.what, told=answered.told, asked=answered.asked,
        interval=answered.interval, done=done, counted_from=today if due == counted else None,
    )  # fmt: skip
    following.provisional = not days.is_entered(today, due)
    world.ledger.expect(following)


def end(world: World, one: Carried, state: str) -> None:
    """The measure has ended today. What was carried out is looked at once more."""
    ledger, pk, had_begun = world.ledger, one.measure.pk, one.stands == "running"
    for kind in ("evaluation", "decide", "question", "carrier"):
        ledger.drop(kind, pk)
    one.stands, one.questioned = state, False
    if had_begun and state != "replaced":
        school = one.life.school
        ledger.expect(
            Awaited(
                "measure_look", pk, look_after(school.days, world.day), school, life=one.life,
                marks=(str(pk),), asked=lambda: [one.carrier] if one.carrier else [], what=one,
            )
        )  # fmt: skip


def question_followers(world: World, one: Carried) -> None:
    """What comes right after it is in question until somebody has answered."""
    for other in one.life.carried.values():
        if one in other.after and other.stands == "planned":
            other.questioned = True
            due, plan = max(other.starts_on, world.day), str(other.measure.plan_id)
            world.ledger.expect(
                Awaited(
                    "question", other.measure.pk, due, one.life.school, marks=(plan,),
                    life=one.life, what=other,
                )
            )  # fmt: skip


def count_again(world: World) -> None:
    """What a sweep does where a calendar has changed: of what lies ahead, a day that is closed now,
    or that rested on a year nobody had entered, is counted anew."""
    today = world.day
    for awaited in list(world.ledger.open.values()):
        days = awaited.school.days
        if awaited.due_on < today or awaited.kind not in ("evaluation", "shared", "talk"):
            continue
        day = days.first_open(awaited.due_on)
        if awaited.counted_from and (awaited.provisional or day != awaited.due_on):
            since, done = awaited.counted_from, awaited.done
            day = evaluation_after(days, since, done, awaited.interval)
            awaited.provisional = not days.is_entered(since, day)
        awaited.due_on = max(day, days.first_open(today))
    for life in world.lives:
        for one in life.carried.values():
            if one.stands == "planned" and not one.after and one.starts_on >= today:
                one.starts_on = life.school.days.first_open(one.starts_on)
