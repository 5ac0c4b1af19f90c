"""A measure is moved, with what comes after it; and it is answered whether it starts at all."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from audit.models import Event
from common.errors import ActionError
from measures.actions import answer_question, move_measure, note_evaluation, start_measure
from measures.models import Measure
from measures.sheet import Sheet
from tests.clock import NOW, TODAY
from tests.measures.scene import (
    OUTSIDERS,
    WEEK_48,
    WEEK_49,
    WEEK_50,
    chain,
    comes_after,
    do,
    measure_in,
    plan_at,
)

MONDAY_49, MONDAY_50, MONDAY_51 = date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)


def move(place, measure, starts_on, by=None, **more):
    return do(move_measure, by or place.principal, measure=measure, starts_on=starts_on, **more)


def dates(*measures):
    found = []
    for measure in measures:
        measure.refresh_from_db()
        found.append((measure.starts_on, measure.ends_on))
    return found


def refused(place, measure, starts_on, **more):
    before = dates(measure)
    with override("en"), pytest.raises(ActionError) as told:
        move(place, measure, starts_on, **more)
    assert dates(measure) == before
    return str(told.value)


# ---------------------------------------------------------------- move_measure
def test_move_measure_takes_what_comes_after_along_by_open_days(fjellet, calendar):
    plan = plan_at(fjellet)
    a, b, c = chain(plan, fjellet)
    alone = measure_in(plan, fjellet, **WEEK_49)
    made = move(fjellet, a, MONDAY_49)
    # Friday 11 December is a planning day: it is no school day, and Monday is the fifth.
    assert dates(a, b, c, alone) == [
        (MONDAY_49, date(2026, 12, 4)),
        (MONDAY_50, MONDAY_51),
        (date(2026, 12, 15), date(2026, 12, 18)),
        tuple(WEEK_49.values()),
    ]
    assert made.along == {b.pk: 5, c.pk: 5}
    told = Event.objects.get(name="measure.moved").data
    assert told == {
        "starts_on": "2026-11-30",
        "instead_of_on": "2026-11-23",
        "along": [str(b.pk), str(c.pk)],
    }


def test_move_measure_earlier_takes_followers_along_and_never_before_today(fjellet):
    plan = plan_at(fjellet)
    a = measure_in(plan, fjellet, title="A", **WEEK_50)
    b = measure_in(plan, fjellet, title="B", starts_on=MONDAY_51, ends_on=date(2026, 12, 18))
    comes_after(b, a)
    move(fjellet, a, TODAY)
    assert dates(a, b) == [tuple(WEEK_48.values()), tuple(WEEK_49.values())]


def test_move_measure_after_another_one_and_to_the_end(fjellet):
    plan = plan_at(fjellet)
    a, _b, c = chain(plan, fjellet)
    other = measure_in(plan, fjellet, title="Ny", **WEEK_48)
    move(fjellet, other, MONDAY_51, after=[c])
    assert (list(other.after.all()), dates(other)[0][0]) == ([c], MONDAY_51)
    move(fjellet, other, TODAY, after=[])
    assert (list(other.after.all()), dates(a, other)) == ([], [tuple(WEEK_48.values())] * 2)


def test_move_measure_that_follows_nothing_any_more_starts_on_its_date(fjellet):
    plan = plan_at(fjellet)
    a = measure_in(plan, fjellet, **WEEK_48)
    b = measure_in(plan, fjellet, follows="when_evaluated", **WEEK_49)
    comes_after(b, a)
    move(fjellet, b, TODAY, after=[])
    b.refresh_from_db()
    assert b.follows == "on_date"


def test_move_measure_to_a_closed_day_is_the_next_open_one(fjellet, calendar):
    measure = measure_in(plan_at(fjellet), fjellet, **WEEK_48)
    move(fjellet, measure, date(2026, 12, 11))
    assert dates(measure) == [(MONDAY_51, date(2026, 12, 18))]


def test_move_measure_moves_an_evaluation_that_somebody_chose(fjellet):
    plan = plan_at(fjellet)
    a = measure_in(plan, fjellet, first_evaluation_on=date(2026, 11, 25), **WEEK_48)
    b = measure_in(plan, fjellet, first_evaluation_on=MONDAY_50, **WEEK_49)
    comes_after(b, a)
    move(fjellet, a, MONDAY_49)
    found = [Measure.objects.get(pk=one.pk).first_evaluation_on for one in (a, b)]
    assert found == [date(2026, 12, 2), MONDAY_51]


def test_move_measure_leaves_what_runs_and_what_has_ended(fjellet):
    plan = plan_at(fjellet, complete=True)
    a, b, c = chain(plan, fjellet)
    Measure.objects.filter(pk=b.pk).update(
        state="running", started_on=WEEK_49["starts_on"], evaluate_on=MONDAY_50
    )
    move(fjellet, a, date(2026, 11, 24))
    assert dates(b, c) == [tuple(WEEK_49.values()), tuple(WEEK_50.values())]


def test_move_measure_to_where_it_stands_changes_nothing(fjellet):
    a, _b, _c = chain(plan_at(fjellet), fjellet)
    assert move(fjellet, a, TODAY, seen="long ago").along == {}
    assert not Event.objects.exists()


def test_move_measure_makes_an_open_form_of_each_of_them_old(fjellet):
    a, b, _c = chain(plan_at(fjellet), fjellet)
    move(fjellet, a, MONDAY_49)
    assert set(Measure.objects.values_list("revision", flat=True)) == {2}
    assert b.plan.measures.count() == 3


def test_move_measure_twice_with_one_press_is_once(fjellet):
    plan = plan_at(fjellet)
    a, _b, _c = chain(plan, fjellet)
    seen = Sheet(plan, TODAY).stamp
    for _twice in range(2):
        move(fjellet, a, MONDAY_49, seen=seen)
    assert Event.objects.filter(name="measure.moved").count() == 1


def test_move_measure_refuses_what_was_looked_at_before_the_plan_changed(fjellet):
    plan = plan_at(fjellet)
    a, b, _c = chain(plan, fjellet)
    seen = Sheet(plan, TODAY).stamp
    move(fjellet, b, MONDAY_50)
    assert "has changed since you looked" in refused(fjellet, a, MONDAY_49, seen=seen)


def test_move_measure_refuses_what_cannot_be(fjellet, strand):
    plan = plan_at(fjellet)
    a, b, c = chain(plan, fjellet)
    endless = measure_in(plan, fjellet, title="Trygg voksen")
    foreign = measure_in(plan_at(strand), strand, **WEEK_48)
    assert "ring" in refused(fjellet, a, MONDAY_51, after=[c])
    assert "Trygg voksen" in refused(fjellet, a, MONDAY_51, after=[endless])
    assert "“B” ends on" in refused(fjellet, c, MONDAY_49, after=[b])
    assert "same plan" in refused(fjellet, a, MONDAY_51, after=[foreign])
    assert "itself" in refused(fjellet, a, MONDAY_51, after=[a])
    assert "past" in refused(fjellet, a, TODAY - timedelta(days=4))
    for day in (date(1, 1, 1), date(2032, 1, 5), date(9999, 12, 31)):
        assert "Choose dates from" in refused(fjellet, a, day)


@pytest.mark.parametrize("state", ["running", "finished", "stopped", "replaced"])
def test_move_measure_refused_by_state(fjellet, state):
    running = {"evaluate_on": MONDAY_49} if state == "running" else {}
    measure = measure_in(plan_at(fjellet), fjellet, state=state, **running, **WEEK_48)
    assert "Only planned ones are moved" in refused(fjellet, measure, MONDAY_49)


@pytest.mark.parametrize("state", ["closed", "void"])
def test_move_measure_refused_by_state_of_the_case(fjellet, state):
    refused(fjellet, measure_in(plan_at(fjellet, state=state), fjellet, **WEEK_48), MONDAY_49)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_move_measure_refused_by_role(fjellet, who):
    measure = measure_in(plan_at(fjellet), fjellet, **WEEK_48)
    with pytest.raises(PermissionDenied):
        move(fjellet, measure, MONDAY_49, by=getattr(fjellet, who))


# ---------------------------------------------------------------- answer_question
@pytest.fixture
def asked(fjellet):
    """A runs and is evaluated; B comes after it, and C after B."""
    a, b, c = chain(plan_at(fjellet, state="follow_up", complete=True), fjellet)
    Measure.objects.filter(pk=a.pk).update(
        state="running", started_on=TODAY, evaluate_on=TODAY, answered_for=None
    )
    return a, b, c


def evaluate(place, measure, next="adjust"):
    do(note_evaluation, place.teacher, measure=measure, next=next, next_on=None)


def questioned():
    found = Measure.objects.filter(questioned_on__isnull=False)
    return sorted(found.values_list("title", "questioned_on", "questioned_for__title"))


def answer(place, measure, by=None, *, now=NOW):
    return do(answer_question, by or place.principal, measure=measure, now=now)


@pytest.mark.parametrize(
    ("next", "questions"),
    [("continue", 0), ("stop", 0), ("adjust", 1), ("replace", 1)],
)
def test_what_comes_right_after_is_in_question_when_one_is_adjusted(
    fjellet, asked, next, questions
):
    evaluate(fjellet, asked[0], next)
    assert questioned() == [("B", TODAY, "A")] * questions


def test_what_is_in_question_does_not_start_by_itself(fjellet, asked):
    assert Measure.objects.due_to_start(MONDAY_49).filter(title="B").exists()
    evaluate(fjellet, asked[0])
    assert not Measure.objects.due_to_start(MONDAY_49).filter(title="B").exists()


def test_answer_question_lets_it_start_on_its_day(fjellet, asked):
    _a, b, _c = asked
    evaluate(fjellet, asked[0])
    assert answer(fjellet, b).state == "planned"
    assert (questioned(), dates(b)) == ([], [tuple(WEEK_49.values())])
    told = Event.objects.get(name="measure.starts_all_the_same")
    assert (told.target_id, told.data) == (b.pk, {"starts_on": "2026-11-30"})
    answer(fjellet, b)
    assert Event.objects.filter(name="measure.starts_all_the_same").count() == 1


def test_answer_question_after_its_day_starts_it_today_and_moves_what_follows(fjellet, asked):
    a, b, c = asked
    evaluate(fjellet, a)
    wednesday = NOW + timedelta(days=9)
    assert answer(fjellet, b, now=wednesday).state == "running"
    assert dates(b, c) == [
        (date(2026, 12, 2), date(2026, 12, 8)),
        (date(2026, 12, 9), date(2026, 12, 15)),
    ]
    assert Measure.objects.get(pk=b.pk).started_on == date(2026, 12, 2)


@pytest.mark.parametrize("other", ["moved", "started", "taken out"])
def test_every_other_answer_takes_the_question_away(fjellet, asked, other):
    from measures.actions import stop_measure

    a, b, _c = asked
    evaluate(fjellet, a)
    if other == "moved":
        move(fjellet, b, MONDAY_51)
    elif other == "started":
        do(start_measure, fjellet.principal, measure=b)
    else:
        do(stop_measure, fjellet.principal, measure=b, reason="Trengs ikke.")
    assert questioned() == []


def test_moving_what_comes_before_does_not_answer(fjellet, asked):
    _a, b, c = asked
    evaluate(fjellet, asked[0])
    other = measure_in(b.plan, fjellet, title="D", **WEEK_48)
    comes_after(b, other)
    move(fjellet, other, MONDAY_49)
    assert questioned() == [("B", TODAY, "A")]


@pytest.mark.parametrize("state", ["running", "finished"])
def test_answer_question_refused_by_state(fjellet, state):
    running = {"evaluate_on": MONDAY_49} if state == "running" else {}
    measure = measure_in(plan_at(fjellet), fjellet, state=state, **running, **WEEK_48)
    with pytest.raises(ActionError):
        answer(fjellet, measure)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_answer_question_refused_by_role(fjellet, asked, who):
    evaluate(fjellet, asked[0])
    with pytest.raises(PermissionDenied):
        answer(fjellet, asked[1], by=getattr(fjellet, who))
    assert questioned()
