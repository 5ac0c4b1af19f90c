"""Shared measures: what an evaluation does to their dates, what the sweep starts, and calendars."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit.models import Event
from common.errors import ActionError
from measures.actions import (
    change_shared_measure,
    note_shared_evaluation,
    recompute_shared_evaluation_dates,
    recompute_shared_starts,
    start_due_shared_measures,
    start_shared_measure,
)
from organisations.calendar import Day
from organisations.models import Period, SchoolYear
from tests.clock import NOW, TODAY
from tests.factories.measures import PlanReferenceFactory, SharedMeasureFactory
from tests.measures.pages import page_of, text
from tests.measures.scene import do, plan_at
from tests.plugin_database import as_worker

WEEK_LATER = TODAY + timedelta(days=7)


def shared_at(place, **fields):
    return SharedMeasureFactory(unit=place.school, responsible=place.teacher, **fields)


def names_of(shared):
    return list(Event.objects.filter(target_id=shared.pk).values_list("name", flat=True))


def test_note_shared_evaluation_counts_the_next_date(fjellet):
    shared = shared_at(fjellet, running=True, evaluate_on=TODAY)
    given = {"shared": shared, "next": "continue", "next_on": None}
    noted = do(note_shared_evaluation, fjellet.teacher, **given)
    assert (noted.evaluations_done, noted.answered_for, noted.evaluate_on) == (
        1, TODAY, date(2026, 12, 7),
    )  # fmt: skip
    given["next_on"] = Day(date(2026, 12, 9), False)
    assert do(note_shared_evaluation, fjellet.teacher, **given).counted_from is None


def test_note_shared_evaluation_refused_by_state(fjellet):
    with pytest.raises(ActionError):
        do(
            note_shared_evaluation, fjellet.teacher, shared=shared_at(fjellet), next="stop",
            next_on=None,
        )  # fmt: skip


def test_note_shared_evaluation_refused_by_role(fjellet):
    shared = shared_at(fjellet, running=True)
    with pytest.raises(PermissionDenied):
        do(note_shared_evaluation, fjellet.other_teacher, shared=shared, next="stop", next_on=None)


def test_start_due_shared_measures_starts_those_whose_day_has_come(fjellet):
    due = shared_at(fjellet, starts_on=TODAY - timedelta(days=3))
    to_come = shared_at(fjellet, starts_on=WEEK_LATER)
    # It stands in a plan: the wall around it asks for that also when the worker comes.
    PlanReferenceFactory(shared=due, plan__case__unit=fjellet.school)
    with as_worker():
        assert start_due_shared_measures(now=NOW) == 1
        assert start_due_shared_measures(now=NOW) == 0
    due.refresh_from_db()
    to_come.refresh_from_db()
    assert (due.state, due.started_on, to_come.state) == ("running", due.starts_on, "planned")


def test_start_due_shared_measures_refused_by_state_of_one_that_has_ended(fjellet):
    shared_at(fjellet, state="stopped")
    with as_worker():
        assert start_due_shared_measures(now=NOW) == 0


def year_with_a_free_day(place, day):
    year = SchoolYear.objects.create(
        organisation=place.owner, kind="school", starts=2026, first_day=date(2026, 8, 18),
        last_day=date(2027, 6, 18), changed_at=NOW,
    )  # fmt: skip
    Period.objects.create(
        school_year=year, starts=2026, first_day=day, last_day=day, kind="planning"
    )


def test_recompute_shared_evaluation_dates_moves_what_falls_on_a_closed_day(fjellet):
    counted = shared_at(fjellet, running=True, counted_from=TODAY)
    chosen = shared_at(fjellet, running=True)
    year_with_a_free_day(fjellet, date(2026, 11, 30))
    with as_worker():
        assert recompute_shared_evaluation_dates(now=NOW) == 2
        assert recompute_shared_evaluation_dates(now=NOW) == 0
    for shared in (counted, chosen):
        shared.refresh_from_db()
        assert shared.evaluate_on == date(2026, 12, 1)
        assert names_of(shared) == ["shared.evaluation_moved"]


def test_recompute_shared_evaluation_dates_refused_by_state_of_what_was_due_before(fjellet):
    shared_at(fjellet, running=True, evaluate_on=date(2026, 11, 20))
    year_with_a_free_day(fjellet, date(2026, 11, 20))
    with as_worker():
        assert recompute_shared_evaluation_dates(now=NOW) == 0


def test_recompute_shared_starts_moves_what_was_to_start_on_a_day_closed_since(fjellet):
    closed = date(2026, 11, 30)
    dates = {"starts_on": closed, "ends_on": date(2026, 12, 11)}
    shared = shared_at(fjellet, **dates, created_at=NOW - timedelta(days=1))
    knowing = shared_at(fjellet, **dates, created_at=NOW + timedelta(days=1))
    year_with_a_free_day(fjellet, closed)
    with as_worker():
        assert recompute_shared_starts(now=NOW) == 1
        assert recompute_shared_starts(now=NOW) == 0
    shared.refresh_from_db()
    knowing.refresh_from_db()
    assert (shared.starts_on, shared.ends_on) == (date(2026, 12, 1), date(2026, 12, 14))
    assert names_of(shared) == ["shared.moved_by_calendar"]
    assert knowing.starts_on == closed
    assert (shared.instead_of_on, knowing.instead_of_on) == (closed, None)


def test_the_plan_and_its_own_page_say_where_a_calendar_has_moved_it(fjellet, signed_in, english):
    closed = date(2026, 11, 30)
    shared = shared_at(
        fjellet, title="Klassemøte", starts_on=closed, created_at=NOW - timedelta(days=1)
    )
    plan = plan_at(fjellet)
    PlanReferenceFactory(plan=plan, shared=shared)
    year_with_a_free_day(fjellet, closed)
    pages = page_of(plan), reverse("shared:show", args=[shared.pk])
    client = signed_in(fjellet.principal)
    told = "“Klassemøte” starts Tuesday 1 December 2026, week 49, not Monday 30 November 2026"
    assert not any(told in text(client.get(page)) for page in pages)
    with as_worker():
        recompute_shared_starts(now=NOW)
    assert all(told in text(client.get(page)) for page in pages)
    do(start_shared_measure, fjellet.principal, shared=shared)
    assert not any("The calendar has changed" in text(client.get(page)) for page in pages)


def test_recompute_shared_starts_lets_a_day_be_that_was_written_after_it_was_closed(fjellet):
    closed, before = date(2026, 11, 30), NOW - timedelta(days=1)
    shared = shared_at(fjellet, starts_on=date(2026, 11, 26), created_at=before)
    year_with_a_free_day(fjellet, closed)
    said = {"title": shared.title, "how": "", "target_groups": shared.target_groups}
    given = said | {"responsible": fjellet.teacher, "starts_on": closed, "revision": 1}
    later = NOW + timedelta(minutes=1)
    do(change_shared_measure, fjellet.principal, shared=shared, now=later, **given)
    with as_worker():
        assert recompute_shared_starts(now=later) == 0
    shared.refresh_from_db()
    assert (shared.starts_on, shared.instead_of_on) == (closed, None)


def test_recompute_shared_starts_refused_by_state_of_one_that_runs(fjellet):
    closed = date(2026, 11, 30)
    shared_at(fjellet, running=True, starts_on=closed, created_at=NOW - timedelta(days=1))
    year_with_a_free_day(fjellet, closed)
    with as_worker():
        assert recompute_shared_starts(now=NOW) == 0
