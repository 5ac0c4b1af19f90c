import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.dates import short_day
from common.errors import ActionError
from measures.actions import Outdated, change_measure
from measures.models import Measure, Succession
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory
from tests.factories.organisations import MembershipFactory
from tests.measures.scene import (
    OUTSIDERS,
    WEEK_48,
    WEEK_49,
    WEEK_50,
    add,
    chain,
    do,
    fields,
    measure_in,
    plan_at,
)

YESTERDAY = date(2026, 11, 22)


def refused(place, plan, **other):
    with pytest.raises(ActionError) as told:
        add(place, plan, **other)
    assert not plan.measures.filter(title="Klassemøte").exists()
    return str(told.value)


def change(place, measure, by=None, *, revision=1, **other):
    given = fields(place, starts_on=measure.starts_on, ends_on=measure.ends_on) | other
    return do(change_measure, by or place.principal, measure=measure, revision=revision, **given)


# ---------------------------------------------------------------- add_measure
def test_add_measure_puts_it_into_the_plan(fjellet):
    plan = plan_at(fjellet)
    before = measure_in(plan, fjellet, **WEEK_48)
    made = add(
        fjellet,
        plan,
        **WEEK_49,
        after=[before],
        follows="when_evaluated",
        deputy=fjellet.deputy,
        interval_weeks=2,
        digital=True,
        target_groups=["unit", "class", "unit"],
    )
    made.refresh_from_db()
    assert (made.state, made.plan, made.case, made.revision) == ("planned", plan, plan.case, 1)
    assert (made.title, made.target_groups, made.level) == (
        "Klassemøte",
        ["class", "unit"],
        "system",
    )
    assert (made.responsible, made.deputy) == (fjellet.teacher, fjellet.deputy)
    assert (made.starts_on, made.ends_on) == tuple(WEEK_49.values())
    assert (list(made.after.all()), made.follows) == ([before], "when_evaluated")
    assert (made.interval_weeks, made.digital, made.evaluate_on) == (2, True, None)
    assert Event.objects.get(name="measure.added").data == {
        "plan": str(plan.pk),
        "starts_on": "2026-11-30",
    }


def test_add_measure_with_the_same_token_is_one_measure(fjellet):
    plan, token = plan_at(fjellet), uuid.uuid4()
    first = add(fjellet, plan, token=token)
    assert add(fjellet, plan, token=token) == first
    assert Event.objects.filter(name="measure.added").count() == 1


def test_add_measure_refuses_a_token_that_another_plan_has_used(fjellet, strand):
    token = uuid.uuid4()
    add(strand, plan_at(strand), token=token)
    refused(fjellet, plan_at(fjellet), token=token)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"title": "x" * 121},
        {"title": "skjult \x00 tegn"},
        {"why": "snudd \u202e tekst"},
        {"how": "x" * 10_001},
        {"target_groups": []},
        {"target_groups": ["everybody"]},
        {"level": "both"},
        {"interval_weeks": 0},
        {"interval_weeks": 53},
        {"follows": "never"},
        {"ends_on": YESTERDAY},
        {"starts_on": date(1999, 12, 31)},
        {"starts_on": date(2206, 11, 23)},
        {"starts_on": date(2062, 11, 23)},
        {"ends_on": date(2099, 12, 31)},
        {"first_evaluation_on": YESTERDAY},
        {"first_evaluation_on": TODAY, "starts_on": date(2026, 11, 24)},
        {"first_evaluation_on": date(2090, 1, 1)},
    ],
)
def test_add_measure_refuses_what_cannot_be(fjellet, wrong):
    refused(fjellet, plan_at(fjellet), **wrong)


def test_add_measure_in_a_complete_plan_says_why_it_fits(fjellet):
    refused(fjellet, plan_at(fjellet, complete=True), why=" ")
    assert add(fjellet, plan_at(fjellet), why="").why == ""


def test_add_measure_evaluates_on_the_next_open_day(fjellet, calendar):
    plan = plan_at(fjellet)
    planning_day, saturday = date(2026, 12, 11), date(2026, 12, 19)
    first = add(fjellet, plan, first_evaluation_on=planning_day)
    second = add(fjellet, plan, first_evaluation_on=saturday)
    assert first.first_evaluation_on == date(2026, 12, 14)
    assert second.first_evaluation_on == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 12, 28), date(2027, 1, 8)),
        (date(2027, 7, 5), date(2027, 7, 30)),
        (date(2027, 7, 31), date(2027, 8, 1)),
        (TODAY, TODAY),
    ],
)
def test_add_measure_across_the_new_year_and_in_july(fjellet, calendar, starts_on, ends_on):
    made = add(fjellet, plan_at(fjellet), starts_on=starts_on, ends_on=ends_on)
    assert (made.starts_on, made.ends_on) == (starts_on, ends_on)


def test_add_measure_takes_a_hundred_and_no_more(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    one = Measure.objects.get()
    for _number in range(98):
        one.pk, one.form_token = uuid.uuid4(), uuid.uuid4()
        one.save(force_insert=True)
    add(fjellet, plan, title="Nummer hundre")
    assert "100" in refused(fjellet, plan)
    assert plan.measures.count() == 100


def test_add_measure_refuses_people_without_access(fjellet):
    plan = plan_at(fjellet)
    CaseAccessFactory(case=plan.case, person=fjellet.deputy)
    gone = MembershipFactory(organisation=fjellet.school, ends_on=date(2026, 11, 20)).person
    closed = MembershipFactory(organisation=fjellet.school, person__is_active=False).person
    for person in (fjellet.deputy, gone, closed, fjellet.other_principal):
        refused(fjellet, plan, responsible=person)
        refused(fjellet, plan, deputy=person)
    refused(fjellet, plan, responsible=fjellet.school_administrator)


def test_add_measure_comes_after_others_of_its_own_plan(fjellet, strand):
    plan = plan_at(fjellet)
    foreign = measure_in(plan_at(strand), strand, **WEEK_48)
    dropped = measure_in(
        plan, fjellet, state="stopped", started_on=None, ended_reason="Nei.", **WEEK_48
    )
    for before in (foreign, dropped):
        refused(fjellet, plan, **WEEK_49, after=[before])


def test_add_measure_comes_after_what_has_ended_by_then(fjellet):
    plan = plan_at(fjellet)
    endless = measure_in(plan, fjellet, title="Trygg voksen")
    ended = measure_in(plan, fjellet, title="Stoppsamtale", **WEEK_48)
    assert "Trygg voksen" in refused(fjellet, plan, **WEEK_49, after=[endless])
    last = date(2026, 11, 27)
    assert short_day(last) in refused(fjellet, plan, starts_on=last, after=[ended])


def test_add_measure_that_follows_nothing_starts_on_its_date(fjellet):
    assert add(fjellet, plan_at(fjellet), follows="when_evaluated").follows == "on_date"


@pytest.mark.parametrize("state", ["closed", "void"])
def test_add_measure_refused_by_state(fjellet, state):
    refused(fjellet, plan_at(fjellet, state=state))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_add_measure_refused_by_role(fjellet, who):
    plan = plan_at(fjellet)
    with pytest.raises(PermissionDenied):
        add(fjellet, plan, by=getattr(fjellet, who))
    assert not Measure.objects.exists()


# ---------------------------------------------------------------- change_measure
def test_change_measure_changes_what_is_said_and_nothing_else(fjellet):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, deputy=fjellet.deputy, digital=True, **WEEK_48)
    change(fjellet, measure, responsible=fjellet.case_worker, ends_on=date(2026, 12, 4))
    measure.refresh_from_db()
    assert (measure.title, measure.responsible) == ("Klassemøte", fjellet.case_worker)
    assert (measure.starts_on, measure.ends_on) == (TODAY, date(2026, 12, 4))
    assert (measure.deputy, measure.digital, measure.revision) == (fjellet.deputy, True, 2)
    told = Event.objects.get(name="measure.changed").data
    assert told == {
        "fields": ["ends_on", "how", "level", "responsible", "target_groups", "title", "why"]
    }


def test_change_measure_gives_it_another_order(fjellet):
    plan = plan_at(fjellet)
    a, _b, c = chain(plan, fjellet)
    change(fjellet, c, after=[a])
    assert list(c.after.all()) == [a]
    change(fjellet, c, revision=2, after=[])
    assert not c.predecessors.exists()
    assert Succession.objects.count() == 1


def test_change_measure_into_what_it_is_changes_nothing(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet, **WEEK_48)
    change(fjellet, measure)
    change(fjellet, measure)
    assert Event.objects.filter(name="measure.changed").count() == 1
    assert Measure.objects.get().revision == 2


def test_change_measure_never_overwrites_what_another_has_written(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet, **WEEK_48)
    change(fjellet, measure, why="Annes begrunnelse.")
    with pytest.raises(Outdated) as told:
        change(fjellet, measure, by=fjellet.deputy, why="En annen begrunnelse.")
    assert told.value.current.why == "Annes begrunnelse."
    assert Measure.objects.get().why == "Annes begrunnelse."


def test_change_measure_finds_every_ring(fjellet):
    a, b, c = chain(plan_at(fjellet), fjellet)
    for before in ([b], [c], [b, c], [a]):
        with pytest.raises(ActionError):
            change(fjellet, a, **WEEK_50, after=before)
    assert Succession.objects.count() == 2


def test_change_measure_keeps_an_end_where_others_follow(fjellet):
    a, _b, _c = chain(plan_at(fjellet), fjellet)
    for ends_on in (None, date(2026, 11, 30)):
        with pytest.raises(ActionError) as told:
            change(fjellet, a, ends_on=ends_on)
        assert "B" in str(told.value)
    change(fjellet, a, ends_on=date(2026, 11, 29))


def test_change_measure_lets_old_dates_be(fjellet):
    long_ago = {"starts_on": date(2025, 8, 18), "ends_on": date(2026, 6, 19)}
    measure = measure_in(plan_at(fjellet), fjellet, **long_ago)
    assert change(fjellet, measure).title == "Klassemøte"


def test_change_measure_that_runs_keeps_its_start(fjellet):
    plan = plan_at(fjellet, complete=True)
    measure = measure_in(plan, fjellet, running=True, **WEEK_48)
    with pytest.raises(ActionError):
        change(fjellet, measure, starts_on=date(2026, 11, 24))
    with pytest.raises(ActionError):
        change(fjellet, measure, interval_weeks=4)
    with pytest.raises(ActionError):
        change(fjellet, measure, why="")
    changed = change(fjellet, measure, ends_on=None)
    assert (changed.ends_on, changed.evaluate_on) == (None, date(2026, 11, 30))


@pytest.mark.parametrize("state", ["finished", "stopped", "replaced"])
def test_change_measure_refused_by_state(fjellet, state):
    measure = measure_in(plan_at(fjellet), fjellet, state=state, **WEEK_48)
    with pytest.raises(ActionError):
        change(fjellet, measure)


@pytest.mark.parametrize("state", ["closed", "void"])
def test_change_measure_refused_by_state_of_the_case(fjellet, state):
    measure = measure_in(plan_at(fjellet, state=state), fjellet, **WEEK_48)
    with pytest.raises(ActionError):
        change(fjellet, measure)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_change_measure_refused_by_role(fjellet, who):
    measure = measure_in(plan_at(fjellet), fjellet, **WEEK_48)
    with pytest.raises(PermissionDenied):
        change(fjellet, measure, by=getattr(fjellet, who))
