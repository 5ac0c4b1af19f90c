"""What goes otherwise than planned: begun late, beside what it came after, stopped by the dozen."""

from datetime import date

import pytest

from audit.models import Event
from common.errors import ActionError
from measures.actions import answer_question, change_measure
from measures.models import Measure
from tests.clock import TODAY
from tests.factories.measures import PlanReferenceFactory, SharedMeasureFactory
from tests.measures.scene import WEEK_50, add, chain, do, fields, measure_in, plan_at


def change(place, measure, *, revision=1, **other):
    given = fields(place, starts_on=measure.starts_on, ends_on=measure.ends_on) | other
    return do(change_measure, place.principal, measure=measure, revision=revision, **given)


def test_change_measure_that_runs_beside_what_it_came_after_is_still_changed(fjellet):
    """B began on its date while A, begun late, still runs: the words of both can be mended."""
    a, b, c = chain(plan_at(fjellet, complete=True), fjellet)
    runs = {"state": "running", "started_on": TODAY, "evaluate_on": date(2026, 12, 14)}
    Measure.objects.filter(pk=a.pk).update(**runs, ends_on=WEEK_50["ends_on"])
    Measure.objects.filter(pk=b.pk).update(**runs)
    a.refresh_from_db()
    b.refresh_from_db()
    assert change(fjellet, a, why="Ny grunn.").why == "Ny grunn."
    assert change(fjellet, b, why="Ny grunn.").why == "Ny grunn."
    # What has begun does not hold back what it came after.
    assert change(fjellet, a, revision=2, ends_on=date(2027, 1, 15)).ends_on == date(2027, 1, 15)
    assert change(fjellet, a, revision=3, ends_on=None).ends_on is None
    with pytest.raises(ActionError):
        change(fjellet, b, revision=2, ends_on=WEEK_50["starts_on"])
    assert c.predecessors.get().predecessor_id == b.pk


def test_add_measure_counts_what_is_to_come_and_under_way_towards_a_full_plan(fjellet, monkeypatch):
    monkeypatch.setattr("measures.demands.MOST_MEASURES", 3)
    plan = plan_at(fjellet)
    stopped = {"state": "stopped", "ended_reason": "Nei."}
    for fields_of in (stopped, stopped, {"running": True}):
        measure_in(plan, fjellet, **fields_of)
    PlanReferenceFactory(plan=plan, shared=SharedMeasureFactory(unit=fjellet.school))
    PlanReferenceFactory(
        plan=plan, shared=SharedMeasureFactory(unit=fjellet.school, state="stopped")
    )
    add(fjellet, plan)
    refused_more = pytest.raises(ActionError)
    with refused_more:
        add(fjellet, plan, title="Ett for mye")


def test_answer_question_is_recorded_also_where_the_day_has_passed(fjellet):
    plan = plan_at(fjellet)
    a, b, _c = chain(plan, fjellet)
    Measure.objects.filter(pk=b.pk).update(
        questioned_on=TODAY, questioned_for=a, starts_on=date(2026, 11, 16)
    )
    do(answer_question, fjellet.principal, measure=b)
    answered = Event.objects.get(name="measure.starts_all_the_same")
    assert answered.data == {"starts_on": "2026-11-23"}
    assert Event.objects.get(name="measure.moved").data["starts_on"] == "2026-11-23"
    b.refresh_from_db()
    assert (b.starts_on, b.questioned_on) == (TODAY, None)
