from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.errors import ActionError
from measures.actions import Outdated, complete_plan, start_plan, write_plan
from measures.fit.content import has_changed_since
from measures.models import Measure, Plan, PlanVersion
from measures.sheet import Sheet
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.organisations import member
from tests.measures.scene import ASIDE, OUTSIDERS, add, chain, do, measure_in, plan_at

TEXTS = {"problem": "Stengt ute.", "goal": "Med i leken.", "together": "Voksne og klasse."}
BEST = {"best_interests": "Sárá vil helst snakke med Bjørn.", "set_aside": ASIDE}


def case_at(place, *exposed, **case):
    case = CaseFactory(unit=place.school, **case)
    return case, [InvolvementFactory(case=case, pupil__name=name) for name in exposed]


def write(place, plan, *, revision=1, by=None, **texts):
    given = {"revision": revision} | TEXTS | texts
    return do(write_plan, by or place.principal, plan=plan, **given)


def complete(place, plan, by=None, **more):
    return do(complete_plan, by or place.principal, plan=plan, **BEST | more)


# ---------------------------------------------------------------- start_plan
def test_start_plan_is_for_the_one_exposed(fjellet):
    case, (sara,) = case_at(fjellet, "Sárá Nilsen")
    plan = do(start_plan, fjellet.deputy, case=case)
    event = Event.objects.get(name="plan.started")
    assert (plan.about, plan.state, plan.revision) == (sara, "draft", 1)
    assert (event.person_id, event.case_id, event.target_id) == (
        fjellet.deputy.pk,
        case.pk,
        plan.pk,
    )
    assert event.data == {"about": str(sara.pk)}


def test_start_plan_is_for_the_group_where_nobody_is_known(fjellet):
    case, _nobody = case_at(fjellet)
    InvolvementFactory(case=case, role="violating")
    assert do(start_plan, fjellet.principal, case=case).about is None


def test_start_plan_makes_one_plan_for_each_exposed(fjellet):
    case, (sara, ola) = case_at(fjellet, "Sárá Nilsen", "Ola Ås")
    first = do(start_plan, fjellet.principal, case=case, about=sara)
    again = do(start_plan, fjellet.principal, case=case, about=sara)
    other = do(start_plan, fjellet.principal, case=case, about=ola)
    assert first == again
    assert set(case.plans.all()) == {first, other}


def test_start_plan_asks_whose_it_is_when_several_are_exposed(fjellet):
    case, _both = case_at(fjellet, "Sárá Nilsen", "Ola Ås")
    with pytest.raises(ActionError):
        do(start_plan, fjellet.principal, case=case)


def test_start_plan_is_not_for_another_role_or_another_case(fjellet):
    case, _one = case_at(fjellet, "Sárá Nilsen")
    violating = InvolvementFactory(case=case, role="violating")
    elsewhere = InvolvementFactory(case=case_at(fjellet)[0])
    for about in (violating, elsewhere):
        with pytest.raises(ActionError):
            do(start_plan, fjellet.principal, case=case, about=about)


@pytest.mark.parametrize("state", ["closed", "void"])
def test_start_plan_refused_by_state(fjellet, state):
    case, _one = case_at(fjellet, "Sárá Nilsen", state=state, ended_reason="Skrevet da.")
    with pytest.raises(ActionError):
        do(start_plan, fjellet.principal, case=case)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_start_plan_refused_by_role(fjellet, who):
    case, _one = case_at(fjellet, "Sárá Nilsen")
    with pytest.raises(PermissionDenied):
        do(start_plan, getattr(fjellet, who), case=case)


def test_start_plan_refused_by_role_for_one_who_is_excluded(fjellet):
    case, _one = case_at(fjellet, "Sárá Nilsen")
    CaseAccessFactory(case=case, person=fjellet.principal)
    with pytest.raises(PermissionDenied):
        do(start_plan, fjellet.principal, case=case)


# ---------------------------------------------------------------- write_plan
def test_write_plan_keeps_the_texts_and_raises_the_revision(fjellet):
    plan = plan_at(fjellet)
    write(fjellet, plan, problem="  Stengt ute.  ")
    plan.refresh_from_db()
    assert (plan.problem, plan.goal, plan.together) == tuple(TEXTS.values())
    assert plan.revision == 2
    event = Event.objects.get(name="plan.written")
    assert event.data == {"fields": ["problem", "goal", "together"]}


def test_write_plan_twice_is_once(fjellet):
    plan = plan_at(fjellet)
    write(fjellet, plan)
    write(fjellet, plan)
    assert Event.objects.filter(name="plan.written").count() == 1
    assert Plan.objects.get().revision == 2


def test_write_plan_never_overwrites_what_another_has_written(fjellet):
    plan = plan_at(fjellet)
    write(fjellet, plan, problem="Annes tekst.")
    with pytest.raises(Outdated) as refused:
        write(fjellet, plan, problem="En annen tekst.", by=fjellet.deputy)
    assert refused.value.current.problem == "Annes tekst."
    assert Plan.objects.get().problem == "Annes tekst."


@pytest.mark.parametrize("state", ["closed", "void"])
def test_write_plan_refused_by_state(fjellet, state):
    plan = plan_at(fjellet, state=state)
    with pytest.raises(ActionError):
        write(fjellet, plan)


def test_write_plan_refused_by_state_of_a_complete_plan_without_its_problem(fjellet):
    plan = plan_at(fjellet, complete=True)
    with pytest.raises(ActionError):
        write(fjellet, plan, problem=" ")


@pytest.mark.parametrize("who", OUTSIDERS)
def test_write_plan_refused_by_role(fjellet, who):
    plan = plan_at(fjellet)
    with pytest.raises(PermissionDenied):
        write(fjellet, plan, by=getattr(fjellet, who))


# ---------------------------------------------------------------- complete_plan
def test_complete_plan_keeps_a_version_and_follows_the_case_up(fjellet):
    plan = plan_at(fjellet, state="investigating", goal="Med i leken.")
    measure = measure_in(plan, fjellet, title="Trygg voksen", starts_on=TODAY)
    version = complete(fjellet, plan)
    plan.refresh_from_db()
    plan.case.refresh_from_db()
    assert (plan.state, plan.completed_at, plan.case.state) == ("complete", NOW, "follow_up")
    assert (version.number, version.made_by, version.reason) == (1, fjellet.principal, "")
    assert version.best_interests == BEST["best_interests"]
    assert (version.content["problem"], version.content["goal"]) == (plan.problem, "Med i leken.")
    (kept,) = version.content["measures"]
    assert kept["title"] == "Trygg voksen"
    assert kept["responsible"] == {
        "id": str(fjellet.teacher.pk),
        "name": fjellet.teacher.name,
    }
    assert (kept["starts_on"], kept["first_evaluation_on"]) == ("2026-11-23", "2026-11-30")
    assert Event.objects.get(name="plan.completed").data == {"version": 1, "measures": 1}
    measure.refresh_from_db()
    assert (measure.state, measure.evaluate_on.isoformat()) == ("running", "2026-11-30")


def test_complete_plan_leaves_a_case_that_is_monitored(fjellet):
    plan = plan_at(fjellet, state="monitoring")
    measure_in(plan, fjellet)
    complete(fjellet, plan)
    plan.case.refresh_from_db()
    assert plan.case.state == "monitoring"


def test_complete_plan_twice_is_one_version(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    assert complete(fjellet, plan) == complete(fjellet, plan)
    assert PlanVersion.objects.count() == 1


def test_complete_plan_starts_today_what_should_have_started_while_it_was_a_draft(fjellet):
    plan = plan_at(fjellet)
    late = measure_in(
        plan, fjellet, starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 9)
    )  # fmt: skip
    complete(fjellet, plan)
    late.refresh_from_db()
    assert (late.state, late.started_on, late.starts_on) == ("running", TODAY, TODAY)
    assert (late.ends_on, late.evaluate_on) == (date(2026, 11, 27), date(2026, 11, 30))


def test_complete_plan_late_keeps_what_is_serial_serial_and_the_version_says_it(fjellet, calendar):
    plan = plan_at(fjellet)
    a, b, c = chain(plan, fjellet)
    on = date(2026, 12, 1)  # the days of A and B have come
    version = complete(fjellet, plan, now=NOW + (on - TODAY))
    for one in (a, b, c):
        one.refresh_from_db()
    assert [one.state for one in (a, b, c)] == ["running", "planned", "planned"]
    assert (list(b.after.all()), list(c.after.all())) == ([a], [b])
    assert a.starts_on == on
    assert a.ends_on < b.starts_on
    assert b.ends_on < c.starts_on
    kept = {one["title"]: one for one in version.content["measures"]}
    assert [kept["B"]["starts_on"], kept["B"]["ends_on"]] == [
        b.starts_on.isoformat(), b.ends_on.isoformat(),
    ]  # fmt: skip
    assert not has_changed_since(Sheet(plan, on), version)


def test_what_happened_to_a_measure_is_no_change_of_the_plan(fjellet):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet)
    version = complete(fjellet, plan)
    measure.state, measure.started_on, measure.starts_on = "stopped", TODAY, TODAY
    measure.ends_on, measure.ended_reason = TODAY, "Det virker."
    measure.save()
    assert not has_changed_since(Sheet(plan, TODAY), version)
    measure.how = "På en annen måte."
    measure.save()
    assert has_changed_since(Sheet(plan, TODAY), version)


def test_complete_plan_after_a_change_takes_a_reason(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    complete(fjellet, plan)
    add(fjellet, plan)
    with pytest.raises(ActionError):
        complete(fjellet, plan)
    second = complete(fjellet, plan, reason="Klassen må med.")
    assert (second.number, second.reason) == (2, "Klassen må med.")
    assert len(PlanVersion.objects.get(number=1).content["measures"]) == 1
    assert len(second.content["measures"]) == 2


@pytest.mark.parametrize("text", ["", " \n", "!"])
def test_complete_plan_needs_an_assessment_of_the_best_interests(fjellet, text):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    with pytest.raises(ActionError):
        complete(fjellet, plan, best_interests=text)
    assert not PlanVersion.objects.exists()


def test_complete_plan_refused_by_state_names_what_is_missing(fjellet):
    plan = plan_at(fjellet, problem="")
    stranger = member("staff", fjellet.other_school)
    measure_in(plan, fjellet, title="Klassemøte", why="", responsible=stranger)
    with pytest.raises(ActionError) as refused:
        complete(fjellet, plan)
    assert str(refused.value).count("Klassemøte") == 2
    assert (Plan.objects.get().state, PlanVersion.objects.count()) == ("draft", 0)


def test_complete_plan_refused_by_state_without_a_measure(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet, state="stopped", started_on=None, ended_reason="Passet ikke.")
    with pytest.raises(ActionError):
        complete(fjellet, plan)


@pytest.mark.parametrize("state", ["closed", "void"])
def test_complete_plan_refused_by_state_of_the_case(fjellet, state):
    plan = plan_at(fjellet, state=state)
    measure_in(plan, fjellet)
    with pytest.raises(ActionError):
        complete(fjellet, plan)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_complete_plan_refused_by_role(fjellet, who):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    with pytest.raises(PermissionDenied):
        complete(fjellet, plan, by=getattr(fjellet, who))
    assert Measure.objects.get().state == "planned"
