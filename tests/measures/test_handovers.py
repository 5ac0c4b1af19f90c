"""Steps over the summer are made due by the daily round, and measures are handed on in August."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases.actions import reopen_case
from cases.models import Case, Handover
from common.errors import ActionError
from measures.actions import hand_on_measures, prepare_handovers, recount_handovers
from organisations.models import SchoolYear
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.handovers import HandoverFactory, enter_years
from tests.factories.measures import (
    MeasureFactory,
    PlanFactory,
    PlanReferenceFactory,
    SharedMeasureFactory,
)
from tests.factories.pupils import GroupFactory
from tests.plugin_database import as_app, as_worker
from tests.scope import acting

MAY, JUNE = date(2027, 5, 14), date(2027, 6, 4)


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


@pytest.fixture
def calendar(fjellet):
    enter_years(fjellet.owner)


def at(day):
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def prepared(day, step=prepare_handovers):
    with as_worker():
        return step(now=at(day))


def steps():
    return list(Handover.objects.order_by("due_on", "kind").values_list("kind", "due_on"))


def test_prepare_handovers_makes_each_step_once_when_its_time_has_come(fjellet, calendar):
    set_up = scene(fjellet)
    assert prepared(date(2027, 4, 8)) == 0
    assert prepared(date(2027, 4, 20)) == 1
    assert prepared(date(2027, 5, 24)) == 1
    assert prepared(date(2027, 5, 24)) == 0
    assert steps() == [("may", MAY), ("june", JUNE)]
    assert prepared(date(2027, 8, 2)) == 2
    assert steps()[2:] == [("august", date(2027, 8, 20)), ("plan", date(2027, 8, 20))]
    assert set(Handover.objects.values_list("case", "provisional")) == {(set_up.case.pk, False)}


@pytest.mark.parametrize(
    ("opened", "day", "made"),
    [
        (date(2027, 5, 14), MAY, [("may", MAY)]),
        (date(2027, 5, 14), date(2027, 5, 18), [("may", date(2027, 5, 18))]),  # nobody knew of it
        (date(2027, 5, 15), date(2027, 5, 18), []),  # after the day of May
        (date(2027, 6, 1), date(2027, 6, 1), [("june", JUNE)]),
        (date(2027, 6, 15), date(2027, 6, 15), [("june", date(2027, 6, 15))]),
        (date(2027, 7, 20), date(2027, 7, 20), [("june", date(2027, 7, 20))]),
        (date(2027, 8, 15), date(2027, 8, 18), [("august", date(2027, 8, 20))]),
        (date(2027, 8, 16), date(2027, 8, 18), []),  # in the new year
    ],
)
def test_prepare_handovers_gives_a_new_case_only_the_steps_that_lie_ahead(
    fjellet, calendar, opened, day, made
):
    CaseFactory(unit=fjellet.school, state="follow_up", created_at=at(opened))
    prepared(day)
    assert steps() == made


def reopened(place, day, *waiting):
    case = CaseFactory(unit=place.school, state="closed", ended_reason="Trygt.")
    for kind, due_on in waiting:
        HandoverFactory(case=case, kind=kind, due_on=due_on)
    person = place.principal
    with acting(person, day):
        reopen_case(case=case, by=person, now=at(day), reason="Det har begynt igjen.")


@pytest.mark.parametrize("waiting", [[], [("may", MAY), ("june", JUNE)]])
def test_a_case_that_is_taken_up_again_in_july_is_not_overdue_at_once(fjellet, calendar, waiting):
    july, kinds = date(2027, 7, 6), [kind for kind, _day in waiting] or ["june"]
    reopened(fjellet, july, *waiting)
    prepared(july)
    assert steps() == [(kind, july) for kind in sorted(kinds)]
    for later in (july, date(2027, 7, 9)):
        assert prepared(later, recount_handovers) == 0
        assert prepared(later) == 0
    assert steps() == [(kind, july) for kind in sorted(kinds)]


def test_a_step_that_is_made_after_its_day_is_due_that_day(fjellet, calendar):
    day = MAY + timedelta(days=4)
    reopened(fjellet, day)
    prepared(day)
    assert steps() == [("may", day)]
    assert prepared(day + timedelta(days=1), recount_handovers) == 0


def test_what_was_done_before_the_case_was_taken_up_again_keeps_its_day(fjellet, calendar):
    row = HandoverFactory(case__unit=fjellet.school, kind="june", due_on=JUNE)
    Handover.objects.filter(pk=row.pk).update(
        text="Noe.", done_at=NOW, done_by=fjellet.principal, contact=fjellet.deputy,
        contact_from=JUNE, contact_until=JUNE,
    )  # fmt: skip
    Case.objects.filter(pk=row.case_id).update(state="closed", ended_reason="Trygt.")
    row.case.refresh_from_db()
    july = date(2027, 7, 6)
    with acting(fjellet.principal, july):
        reopen_case(case=row.case, by=fjellet.principal, now=at(july), reason="Det begynte igjen.")
    assert steps() == [("june", JUNE)]


def test_recount_handovers_never_moves_what_lies_ahead_behind_today(fjellet, calendar):
    HandoverFactory(case__unit=fjellet.school, kind="june", due_on=JUNE)
    SchoolYear.objects.filter(starts=2026).update(last_day=date(2027, 6, 8))
    assert prepared(date(2027, 6, 2), recount_handovers) == 1
    assert steps() == [("june", date(2027, 6, 2))]
    assert prepared(date(2027, 6, 3), recount_handovers) == 0


@pytest.mark.parametrize("state", ["closed", "void"])
def test_prepare_handovers_refused_by_state_of_a_case_that_has_ended(fjellet, calendar, state):
    CaseFactory(unit=fjellet.school, state=state, ended_reason="Trygt.")
    assert prepared(date(2027, 5, 24)) == 0


def test_prepare_handovers_asks_of_measures_only_where_some_go_on(fjellet, calendar):
    case = CaseFactory(unit=fjellet.school, state="follow_up")
    MeasureFactory(plan=PlanFactory(case=case), state="stopped")
    complete = PlanFactory(case__unit=fjellet.school, state="complete", completed_at=NOW)
    prepared(date(2027, 8, 2))
    assert list(Handover.objects.filter(kind="plan").values_list("case", flat=True)) == [
        complete.case_id
    ]


def test_prepare_handovers_where_no_calendar_is_entered_is_provisional(fjellet):
    CaseFactory(unit=fjellet.school)
    CaseFactory(unit=fjellet.kindergarten)
    assert prepared(date(2027, 6, 2)) == 2
    assert set(Handover.objects.values_list("due_on", "provisional")) == {(JUNE, True)}


@pytest.mark.parametrize("cases", [1, 3])
def test_prepare_handovers_is_one_statement_however_many_cases(
    fjellet, calendar, django_assert_num_queries, cases
):
    CaseFactory.create_batch(cases, unit=fjellet.school)
    with as_worker(), django_assert_num_queries(1 + 1 + 2 + 2):  # units, calendar, savepoint
        assert prepare_handovers(now=at(date(2027, 5, 24))) == 2 * cases


def test_recount_handovers_moves_what_waits_when_the_calendar_changes(fjellet, calendar):
    done = HandoverFactory(case__unit=fjellet.school, kind="may", due_on=MAY, done=True)
    HandoverFactory(case=done.case, kind="june", due_on=JUNE)
    SchoolYear.objects.filter(starts=2026).update(last_day=date(2027, 6, 11))
    assert prepared(date(2027, 5, 24), recount_handovers) == 1
    assert prepared(date(2027, 5, 24), recount_handovers) == 0
    assert steps() == [("may", MAY), ("june", date(2027, 5, 28))]


def test_recount_handovers_refused_by_state_of_a_case_that_has_ended(fjellet, calendar):
    row = HandoverFactory(case__unit=fjellet.school, kind="june", due_on=date(2027, 6, 1))
    Case.objects.filter(pk=row.case_id).update(state="closed", ended_reason="Trygt.")
    assert prepared(date(2027, 5, 24), recount_handovers) == 0


def test_prepare_handovers_refused_by_role_without_the_worker(fjellet, calendar):
    CaseFactory(unit=fjellet.school)
    with as_app():
        assert prepare_handovers(now=at(date(2027, 5, 24))) == 0


def test_recount_handovers_refused_by_role_without_the_worker(fjellet, calendar):
    HandoverFactory(case__unit=fjellet.school, kind="june", due_on=date(2027, 6, 1))
    with as_app():
        assert recount_handovers(now=at(date(2027, 5, 24))) == 0


def handed_on(row, by, responsible=None, classes=None):
    with acting(by, TODAY):
        return hand_on_measures(
            handover=row, by=by, now=NOW, responsible=responsible or {}, classes=classes or {}
        )


@pytest.fixture
def august(fjellet):
    set_up = scene(fjellet)
    set_up.row = HandoverFactory(case=set_up.case, kind="plan")
    return set_up


def test_hand_on_measures_gives_them_to_the_new_contact_teacher(fjellet, august):
    measure, new = august.measure, fjellet.other_teacher
    ended = MeasureFactory(plan=measure.plan, state="stopped", responsible=fjellet.teacher)
    type(measure).objects.filter(pk=measure.pk).update(deputy=new)
    handed_on(august.row, fjellet.principal, {measure.pk: new, ended.pk: new})
    handed_on(august.row, fjellet.principal, {measure.pk: new})
    for one in (measure, ended, august.row):
        one.refresh_from_db()
    assert (measure.responsible, measure.deputy, ended.responsible) == (new, None, fjellet.teacher)
    assert august.row.done_by == fjellet.principal
    event = Event.objects.get(name="measure.handed_on")
    assert (event.target_id, event.data) == (measure.pk, {"person": str(new.pk)})
    with acting(fjellet.teacher, TODAY) as viewer:
        assert not type(measure).objects.visible_to(viewer).filter(pk=measure.pk).exists()


def test_hand_on_measures_refused_by_state_of_a_sheet_that_says_something_else(fjellet, august):
    measure, new = august.measure, fjellet.other_teacher
    handed_on(august.row, fjellet.principal, {measure.pk: new})
    with pytest.raises(ActionError, match="on the measure itself"):
        handed_on(august.row, fjellet.principal, {measure.pk: fjellet.deputy})
    measure.refresh_from_db()
    assert measure.responsible == new


def test_hand_on_measures_takes_over_the_classes_that_the_case_names(fjellet, august):
    old = GroupFactory(unit=fjellet.school, name="7B", school_year=2025)
    new = GroupFactory(unit=fjellet.school, name="8B", school_year=2026, stage=8)
    shared = SharedMeasureFactory(unit=fjellet.school, group=old, responsible=fjellet.teacher)
    PlanReferenceFactory(plan=august.measure.plan, shared=shared)
    several = InvolvementFactory(case=august.case, pupil=None, described="Flere i 7b")
    other = InvolvementFactory(case=august.case, pupil=None, described="En i 17B")
    handed_on(august.row, fjellet.principal, {shared.pk: fjellet.other_teacher}, {old.pk: new})
    for one in (shared, several, other):
        one.refresh_from_db()
    assert (shared.group, shared.responsible) == (new, fjellet.other_teacher)
    assert (several.described, other.described) == ("Flere i 8B", "En i 17B")


def test_hand_on_measures_refused_by_state_of_a_sheet_with_other_classes(fjellet, august):
    old = GroupFactory(unit=fjellet.school, name="7B", school_year=2025)
    new, another = (
        GroupFactory(unit=fjellet.school, name=name, school_year=2026, stage=8)
        for name in ("8B", "8C")
    )
    several = InvolvementFactory(case=august.case, pupil=None, described="Flere i 7b")
    for _time in range(2):
        handed_on(august.row, fjellet.principal, classes={old.pk: new})
    with pytest.raises(ActionError, match="with other classes"):
        handed_on(august.row, fjellet.principal, classes={old.pk: another})
    several.refresh_from_db()
    assert several.described == "Flere i 8B"
    assert Event.objects.filter(name="handover.plan_written").count() == 1


def test_hand_on_measures_refused_by_state(fjellet, strand, august):
    measure = august.measure
    with pytest.raises(ActionError, match="Choose somebody else"):
        handed_on(august.row, fjellet.principal, {measure.pk: strand.teacher})
    old = GroupFactory(unit=fjellet.school, name="7B", school_year=2025)
    for new in (old, GroupFactory(unit=strand.school, name="8B")):
        with pytest.raises(ActionError, match="this school year"):
            handed_on(august.row, fjellet.principal, classes={old.pk: new})
    handed_on(august.row, fjellet.principal)
    with pytest.raises(ActionError, match="done this step already"):
        handed_on(august.row, fjellet.deputy)
    Case.objects.filter(pk=august.case.pk).update(state="closed", ended_reason="Trygt.")
    with pytest.raises(ActionError, match="closed"):
        handed_on(august.row, fjellet.principal)


def test_hand_on_measures_refused_by_role(fjellet, august):
    with pytest.raises(PermissionDenied):
        handed_on(august.row, fjellet.teacher)


def test_a_step_that_lies_behind_does_not_hold_up_the_next_year(fjellet, calendar):
    row = HandoverFactory(case__unit=fjellet.school, kind="may", due_on=MAY)
    waiting = Handover.objects.waiting
    assert row in waiting(MAY + timedelta(days=30))
    assert row not in waiting(date(2027, 8, 1))
