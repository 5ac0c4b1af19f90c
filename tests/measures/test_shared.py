"""Shared measures of a class or a unit: added, changed, begun, ended, and what the sweep does."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from audit.models import Event
from common.errors import ActionError
from measures.actions import (
    Outdated,
    add_shared_measure,
    change_shared_measure,
    start_shared_measure,
    stop_shared_measure,
)
from measures.models import SharedMeasure
from tests.clock import TODAY
from tests.factories.measures import SharedMeasureFactory
from tests.factories.pupils import GroupFactory
from tests.measures.scene import OUTSIDERS, WEEK_48, do
from tests.scope import acting

WEEK_LATER = TODAY + timedelta(days=7)


def said(place, **other):
    return {
        "title": "Felles friminutt",
        "how": "To voksne ved ballbingen.",
        "target_groups": ["class", "bystanders"],
        "responsible": place.teacher,
        "starts_on": TODAY,
        **other,
    }


def add(place, by=None, **other):
    given = {"token": uuid.uuid4()} | said(place, **other)
    return do(add_shared_measure, by or place.principal, unit=place.school, **given)


def shared_at(place, **fields):
    return SharedMeasureFactory(unit=place.school, responsible=place.teacher, **fields)


def change(shared, by, **written):
    given = {"revision": shared.revision} | {
        name: getattr(shared, name) for name in ("title", "how", "target_groups", "responsible")
    }
    return do(change_shared_measure, by, shared=shared, **given | written)


def names_of(shared):
    return list(Event.objects.filter(target_id=shared.pk).values_list("name", flat=True))


def test_add_shared_measure_puts_it_up_at_the_unit_and_in_no_case(fjellet):
    group = GroupFactory(unit=fjellet.school)
    made = add(fjellet, group=group, interval_weeks=2, deputy=fjellet.deputy)
    made.refresh_from_db()
    assert (made.unit, made.group, made.state, made.evaluate_on) == (
        fjellet.school, group, "planned", None,
    )  # fmt: skip
    assert made.target_groups == ["bystanders", "class"]
    event = Event.objects.get(target_id=made.pk)
    assert (event.name, event.case_id) == ("shared.added", None)


def test_add_shared_measure_sent_twice_makes_one(fjellet):
    token = uuid.uuid4()
    first = add(fjellet, token=token)
    assert add(fjellet, token=token) == first
    for other in (
        {"title": "Noe annet"},
        {"responsible": fjellet.deputy},
        {"starts_on": WEEK_LATER},
        {"target_groups": ["class"]},
        {"group": GroupFactory(unit=fjellet.school)},
    ):
        with pytest.raises(ActionError, match="allerede brukt"):
            add(fjellet, token=token, **other)
    assert SharedMeasure.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"target_groups": []},
        {"target_groups": ["class", "exposed"]},
        {"target_groups": ["violating"]},
        {"target_groups": ["someone"]},
        {"ends_on": TODAY - timedelta(days=1)},
        {"starts_on": date(2046, 1, 1)},
        {"interval_weeks": 53},
        {"prevents": True},
        {"evaluate_on": WEEK_LATER},
    ],
)
def test_add_shared_measure_refused_by_state_of_what_is_said(fjellet, wrong):
    with pytest.raises(ActionError):
        add(fjellet, **wrong)
    assert SharedMeasure.objects.count() == 0


def test_add_shared_measure_refused_by_state_of_people_and_class_elsewhere(fjellet, strand):
    for wrong in (
        {"responsible": fjellet.other_principal},
        {"responsible": fjellet.school_administrator},
        {"deputy": strand.teacher},
        {"group": GroupFactory(unit=fjellet.other_school)},
    ):
        with pytest.raises(ActionError):
            add(fjellet, **wrong)
    with pytest.raises(ActionError):
        do(
            add_shared_measure, fjellet.owner_adviser, unit=fjellet.owner, token=uuid.uuid4(),
            **said(fjellet),
        )  # fmt: skip


@pytest.mark.parametrize("who", [*OUTSIDERS, "other_teacher"])
def test_add_shared_measure_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        add(fjellet, by=getattr(fjellet, who))


def test_change_shared_measure_changes_it_for_all_plans_and_counts_up(fjellet):
    shared = shared_at(fjellet)
    changed = change(shared, fjellet.case_worker, title="Ny tittel", ends_on=date(2026, 12, 18))
    assert (changed.title, changed.ends_on, changed.revision) == (
        "Ny tittel", date(2026, 12, 18), 2,
    )  # fmt: skip
    assert change(changed, fjellet.principal).revision == 2  # nothing differs
    assert Event.objects.get(name="shared.changed").data == {"fields": ["ends_on", "title"]}


def test_change_shared_measure_moves_the_next_evaluation_to_an_open_day(fjellet):
    shared = shared_at(fjellet, running=True, counted_from=TODAY)
    saturday = date(2026, 12, 5)
    changed = change(shared, fjellet.principal, evaluate_on=saturday)
    assert (changed.evaluate_on, changed.counted_from) == (date(2026, 12, 7), None)


def test_change_shared_measure_refused_by_state_of_a_deputy_who_is_the_same(fjellet):
    shared = shared_at(fjellet)
    with pytest.raises(ActionError):
        change(shared, fjellet.principal, deputy=shared.responsible)


def test_change_shared_measure_never_overwrites_what_another_wrote(fjellet):
    shared = shared_at(fjellet)
    change(shared, fjellet.principal, title="Først")
    with pytest.raises(Outdated) as refusal:
        change(shared, fjellet.deputy, title="Sist", revision=1)
    assert refusal.value.current.title == "Først"


def test_change_shared_measure_refused_by_state(fjellet):
    ended = shared_at(fjellet, state="stopped")
    with pytest.raises(ActionError):
        change(ended, fjellet.principal, title="Ny")
    runs = shared_at(fjellet, running=True, answered_for=date(2026, 11, 26))
    for wrong in (
        {"starts_on": WEEK_LATER},
        {"evaluate_on": TODAY - timedelta(days=1)},
        {"evaluate_on": date(2026, 11, 26)},
        {"evaluate_on": None},
    ):
        with pytest.raises(ActionError):
            change(runs, fjellet.principal, **wrong)
    runs.refresh_from_db()
    assert runs.evaluate_on == date(2026, 11, 30)


@pytest.mark.parametrize(
    "who", ["teacher", "other_teacher", "school_administrator", "other_principal", "owner_adviser"]
)
def test_change_shared_measure_refused_by_role(fjellet, who):
    """Whoever carries it out does not decide what it is."""
    with pytest.raises(PermissionDenied):
        change(shared_at(fjellet), getattr(fjellet, who), title="Ny")


def test_start_shared_measure_begins_it_and_sets_its_evaluation(fjellet):
    shared = shared_at(fjellet, starts_on=TODAY - timedelta(days=7), ends_on=TODAY)
    begun = do(start_shared_measure, fjellet.principal, shared=shared)
    assert (begun.state, begun.started_on, begun.evaluate_on, begun.counted_from) == (
        "running", TODAY, date(2026, 11, 30), TODAY,
    )  # fmt: skip
    assert begun.ends_on == date(2026, 11, 30)  # begun 5 open days late, it lasts as long
    do(start_shared_measure, fjellet.principal, shared=shared)
    assert names_of(shared) == ["shared.started"]


def test_start_shared_measure_refused_by_state(fjellet):
    with pytest.raises(ActionError):
        do(start_shared_measure, fjellet.principal, shared=shared_at(fjellet, state="stopped"))


def test_start_shared_measure_refused_by_role(fjellet):
    with pytest.raises(PermissionDenied):
        do(start_shared_measure, fjellet.teacher, shared=shared_at(fjellet))


@pytest.mark.parametrize(
    ("ends_on", "state"),
    [(None, "stopped"), (WEEK_LATER, "stopped"), (TODAY, "finished")],
)
def test_stop_shared_measure_ends_it_today_with_its_reason(fjellet, ends_on, state):
    shared = shared_at(fjellet, running=True, ends_on=ends_on)
    ended = do(stop_shared_measure, fjellet.principal, shared=shared, reason="Klassen er trygg.")
    assert (ended.state, ended.ends_on, ended.evaluate_on, ended.ended_reason) == (
        state, TODAY, None, "Klassen er trygg.",
    )  # fmt: skip
    assert names_of(shared) == [f"shared.{state}"]


def test_stop_shared_measure_before_it_began_keeps_its_dates(fjellet):
    shared = shared_at(fjellet, **WEEK_48)
    ended = do(stop_shared_measure, fjellet.principal, shared=shared, reason="Avlyst.")
    assert (ended.state, ended.ends_on, ended.was_never_carried_out) == (
        "stopped", WEEK_48["ends_on"], True,
    )  # fmt: skip


def test_stop_shared_measure_refused_by_state(fjellet):
    with pytest.raises(ActionError):
        do(stop_shared_measure, fjellet.principal, shared=shared_at(fjellet), reason=" ")
    ended = shared_at(fjellet, state="stopped")
    with pytest.raises(ActionError):
        do(stop_shared_measure, fjellet.principal, shared=ended, reason="Igjen.")


def test_stop_shared_measure_refused_by_role(fjellet):
    with pytest.raises(PermissionDenied):
        do(stop_shared_measure, fjellet.teacher, shared=shared_at(fjellet), reason="Nei.")


def seen_by(person):
    with acting(person, TODAY) as viewer:
        return list(SharedMeasure.objects.visible_to(viewer))


def test_it_is_seen_where_cases_are_followed_up_and_by_those_who_carry_it_out(fjellet, strand):
    shared = shared_at(fjellet, deputy=fjellet.other_teacher)
    for who in ("principal", "deputy", "case_worker", "teacher", "other_teacher"):
        assert seen_by(getattr(fjellet, who)) == [shared]
    for who in (*[name for name in OUTSIDERS if name != "teacher"], "head"):
        assert seen_by(getattr(fjellet, who)) == []
    assert seen_by(strand.principal) == []
    fjellet.teacher.memberships.update(ends_on=TODAY - timedelta(days=1))
    assert seen_by(fjellet.teacher) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"target_groups": ["exposed"]},
        {"target_groups": []},
        {"state": "running"},
        {"started_on": TODAY},
        {"ends_on": TODAY - timedelta(days=1)},
    ],
)
def test_the_database_refuses_what_must_never_be(fjellet, broken):
    with pytest.raises(DatabaseError), transaction.atomic():
        shared_at(fjellet, **broken)
