"""Measures without somebody to carry them out, and the one later look."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from organisations.models import Membership
from overview.due import shared
from overview.due.measures import looks, to_replace
from overview.due.plans import in_place_of
from tests.clock import TODAY
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import SharedMeasureFactory
from tests.factories.organisations import AbsenceFactory
from tests.measures.scene import measure_in, plan_at
from tests.scope import acting

NEXT_MONDAY = date(2026, 11, 30)


def running_in(place, **measure):
    plan = plan_at(place, state="follow_up", complete=True)
    return measure_in(plan, place, **{"running": True, "evaluate_on": NEXT_MONDAY} | measure)


def told(area, person):
    with acting(person, TODAY) as viewer:
        return [(duty.title, str(duty.what), duty.due_on) for duty in area(viewer)]


def away(place, person, starts_on, ends_on):
    AbsenceFactory(person=person, organisation=place.school, starts_on=starts_on, ends_on=ends_on)


def test_nothing_is_asked_while_the_one_who_carries_it_out_is_there(fjellet):
    running_in(fjellet)
    assert told(to_replace, fjellet.principal) == []


def test_somebody_who_has_left_is_replaced_today(fjellet):
    measure = running_in(fjellet)
    Membership.objects.filter(person=fjellet.teacher).update(ends_on=date(2026, 11, 22))
    said = [(measure.title, "Choose somebody else for the measure", TODAY)]
    assert told(to_replace, fjellet.principal) == said
    for outsider in (fjellet.other_teacher, fjellet.other_principal, fjellet.ppt_adviser):
        assert told(to_replace, outsider) == []


def test_somebody_excluded_or_without_an_account_is_replaced_today(fjellet):
    measure = running_in(fjellet)
    CaseAccessFactory(case=measure.case, person=fjellet.teacher)
    other = running_in(fjellet, responsible=fjellet.other_teacher)
    type(fjellet.other_teacher).objects.filter(pk=fjellet.other_teacher.pk).update(**CLOSED)
    fjellet.other_teacher.refresh_from_db()
    titles = {title for title, _what, _day in told(to_replace, fjellet.principal)}
    assert titles == {measure.title, other.title}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "asked"),
    [
        (date(2026, 11, 20), date(2026, 11, 27), False),
        (date(2026, 11, 20), NEXT_MONDAY, True),
        (date(2026, 11, 20), None, True),
        (NEXT_MONDAY, date(2026, 12, 4), True),
        (date(2026, 12, 1), None, False),
    ],
)
def test_somebody_who_is_away_when_it_is_due_needs_a_stand_in(fjellet, starts_on, ends_on, asked):
    measure = running_in(fjellet)
    away(fjellet, fjellet.teacher, starts_on, ends_on)
    what = "The one who carries it out is away: choose who stands in"
    said = [(measure.title, what, NEXT_MONDAY)] if asked else []
    assert told(to_replace, fjellet.principal) == said


def test_a_deputy_who_is_there_is_enough(fjellet):
    running_in(fjellet, deputy=fjellet.other_teacher)
    away(fjellet, fjellet.teacher, date(2026, 11, 20), None)
    assert told(to_replace, fjellet.principal) == []
    away(fjellet, fjellet.other_teacher, date(2026, 11, 20), None)
    assert len(told(to_replace, fjellet.principal)) == 1


def left(fjellet, _case):
    Membership.objects.filter(person=fjellet.other_teacher).update(ends_on=date(2026, 11, 22))


def without_account(fjellet, _case):
    type(fjellet.other_teacher).objects.filter(pk=fjellet.other_teacher.pk).update(**CLOSED)


def excluded(fjellet, case):
    CaseAccessFactory(case=case, person=fjellet.other_teacher)


@pytest.mark.parametrize("arrange", [left, without_account, excluded])
def test_a_deputy_who_is_not_there_any_more_is_nobody(fjellet, arrange):
    measure = running_in(fjellet, deputy=fjellet.other_teacher)
    away(fjellet, fjellet.teacher, date(2026, 11, 20), None)
    arrange(fjellet, measure.case)
    assert [one[0] for one in told(to_replace, fjellet.principal)] == [measure.title]


def test_a_substitute_at_the_unit_is_nobody_where_the_case_is_held_elsewhere(fjellet):
    measure = running_in(fjellet)
    type(measure.case).objects.filter(pk=measure.case_id).update(held_by=fjellet.owner)
    CaseAccessFactory(case=measure.case, person=fjellet.teacher, kind="takes_part")
    AbsenceFactory(
        person=fjellet.teacher, organisation=fjellet.school, substitute=fjellet.other_teacher,
        starts_on=TODAY, ends_on=None,
    )  # fmt: skip
    assert [one[0] for one in told(to_replace, fjellet.owner_adviser)] == [measure.title]


def to_be_replaced(fjellet, **given):
    given = {"evaluate_on": None, "ends_on": TODAY, "started_on": TODAY} | given
    return running_in(fjellet, running=False, state="replaced", **given)


NEW = "Choose a new measure in place of this one"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_new_measure_is_asked_for_in_place_of_one_that_an_evaluation_ended(
    fjellet, signed_in, rows, django_assert_num_queries
):
    ended = [to_be_replaced(fjellet) for _row in range(rows)]
    with acting(fjellet.deputy, TODAY) as viewer, django_assert_num_queries(1):
        found = in_place_of(viewer)
    assert sorted(duty.url for duty in found) == sorted(
        reverse("measures:replace", args=[one.pk]) for one in ended
    )
    assert {(str(duty.what), duty.due_on) for duty in found} == {(NEW, TODAY)}
    assert told(in_place_of, fjellet.teacher) == told(in_place_of, fjellet.other_principal) == []
    client = signed_in(fjellet.principal)
    assert found[0].url in client.get("/today/").content.decode()
    asked = client.get(ended[0].case.get_absolute_url()).context["file"].duties
    assert [duty.title for duty in asked if str(duty.what) == NEW] == [ended[0].title]
    assert client.get(found[0].url).status_code == 200


def test_no_new_measure_is_asked_for_once_one_stands_there_nor_for_ever(fjellet, signed_in):
    taken = to_be_replaced(fjellet)
    measure_in(taken.plan, fjellet, replaces=taken)
    long_ago = TODAY - timedelta(days=61)
    old = to_be_replaced(fjellet, ends_on=long_ago, starts_on=long_ago, started_on=long_ago)
    over = to_be_replaced(fjellet)
    type(over.case).objects.filter(pk=over.case_id).update(state="closed", ended_reason="Trygt.")
    assert told(in_place_of, fjellet.principal) == []
    client = signed_in(fjellet.principal)
    for one in (taken, old, over):
        duties = client.get(one.case.get_absolute_url()).context["file"].duties
        assert NEW not in {str(duty.what) for duty in duties}


def test_a_new_measure_is_asked_for_from_the_evaluation_on_however_long_the_old_one_was_to_end(
    fjellet, signed_in
):
    before = TODAY - timedelta(days=90)
    old = to_be_replaced(fjellet, ends_on=before, starts_on=before, started_on=before)
    EvaluationFactory(measure=old, due_on=before, next="replace", next_on=None)
    assert told(in_place_of, fjellet.principal) == [(old.title, NEW, TODAY)]
    page = signed_in(fjellet.principal).get(old.case.get_absolute_url())
    asked = page.context["file"].duties
    assert [duty.due_on for duty in asked if str(duty.what) == NEW] == [TODAY]


@pytest.mark.parametrize("shut_out", [False, True])
def test_a_substitute_is_enough_unless_excluded(fjellet, shut_out):
    measure = running_in(fjellet)
    AbsenceFactory(
        person=fjellet.teacher, organisation=fjellet.school, substitute=fjellet.other_teacher,
        starts_on=TODAY, ends_on=None,
    )  # fmt: skip
    if shut_out:
        CaseAccessFactory(case=measure.case, person=fjellet.other_teacher)
    asked = [measure.title] if shut_out else []
    assert [one[0] for one in told(to_replace, fjellet.principal)] == asked


@pytest.mark.parametrize("there", [True, False])
def test_the_deputy_of_a_shared_measure_must_be_there_too(fjellet, there):
    SharedMeasureFactory(
        unit=fjellet.school, running=True, evaluate_on=NEXT_MONDAY, responsible=fjellet.teacher,
        deputy=fjellet.other_teacher,
    )  # fmt: skip
    away(fjellet, fjellet.teacher, TODAY, None)
    if not there:
        left(fjellet, None)
    assert len(told(shared.due, fjellet.principal)) == (0 if there else 1)


def test_somebody_at_ppt_who_was_asked_is_there(fjellet):
    measure = running_in(fjellet, responsible=fjellet.ppt_adviser)
    assert len(told(to_replace, fjellet.principal)) == 1
    CaseAccessFactory(
        case=measure.case, person=fjellet.ppt_adviser, kind="takes_part", ground="consent"
    )
    assert told(to_replace, fjellet.principal) == []


def test_the_one_later_look_is_asked_of_those_who_carried_it_out_and_then_of_the_leader(fjellet):
    ended = {"running": False, "state": "finished", "evaluate_on": None}
    measure = running_in(fjellet, **ended, look_on=NEXT_MONDAY)
    due = running_in(fjellet, **ended, look_on=TODAY, responsible=fjellet.other_teacher)
    assert told(looks, fjellet.teacher) == [
        (measure.title, "Look whether it has lasted", NEXT_MONDAY)
    ]
    assert told(looks, fjellet.principal) == [(due.title, "Look whether it has lasted", TODAY)]
    assert told(looks, fjellet.other_principal) == []


def test_as_many_queries_whatever_there_is(fjellet, django_assert_num_queries):
    for _each in range(3):
        running_in(fjellet, responsible=fjellet.ppt_adviser)
    with acting(fjellet.principal, TODAY) as viewer:
        with django_assert_num_queries(2):  # whose, and then who of them is there
            assert len(to_replace(viewer)) == 3
        with django_assert_num_queries(1):
            looks(viewer)
