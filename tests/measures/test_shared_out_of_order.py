"""A measure of a plan that is made shared leaves the order of the plan, and the dates stay."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given

from audit.models import Event
from common.errors import ActionError
from measures import rules
from measures.actions import share_measure
from measures.models import Measure, SharedMeasure
from measures.sheet import Sheet
from tests.clock import TODAY
from tests.factories.measures import MeasureFactory
from tests.measures.pages import at, text
from tests.measures.plans import any_plans, lawful_plans, part
from tests.measures.scene import (
    WEEK_48,
    WEEK_49,
    WEEK_50,
    chain,
    comes_after,
    do,
    measure_in,
    plan_at,
)

FOR_MANY = {"level": "system", "target_groups": ["class"]}
WAITS = Measure.Follows.WHEN_EVALUATED


def in_a_chain(plan, place, **last):
    """A, B after A, and C after B: B is for many, and can become shared."""
    a, b, c = chain(plan, place, **last)
    Measure.objects.filter(pk=b.pk).update(**FOR_MANY)
    b.refresh_from_db()
    return a, b, c


def share(measure, by, **other):
    asked = {
        "token": uuid.uuid4(),
        "title": measure.title,
        "how": measure.how,
        "target_groups": measure.target_groups,
        "responsible": measure.responsible,
    }
    return do(share_measure, by, measure=measure, **asked | other)


def typed(measure, **other):
    given = {"title": measure.title, "how": measure.how, "group": "", "no_names": "on"}
    return {"token": str(uuid.uuid4()), **given, **other}


def before(measure):
    return set(measure.predecessors.values_list("predecessor", flat=True))


@given(any_plans())
def test_the_others_keep_their_dates_whatever_the_order_is(plan):
    for one in plan:
        there = {other.id: other for other in rules.without(plan, one.id)}
        dates = {pk: (other.starts_on, other.ends_on) for pk, other in there.items()}
        assert dates == {other.id: (other.starts_on, other.ends_on) for other in plan}
        assert not any(one.id in other.after for other in there.values())


@given(lawful_plans())
def test_what_was_serial_stays_serial_without_one_between(plan):
    for one in plan:
        there = {other.id: other for other in rules.without(plan, one.id)}
        assert there[one.id].after == frozenset()
        for other in plan:
            after = other.after - {one.id} | (one.after if one.id in other.after else set())
            if other.id != one.id:
                assert there[other.id].after == after
        assert all(
            there[before].last < other.starts_on
            for other in there.values()
            for before in other.after
        )


def test_what_is_not_over_by_then_is_not_followed_instead():
    first = part(1, date(2026, 9, 1), None)
    second = part(2, date(2026, 9, 8), 3, after={1})
    third = part(3, date(2026, 9, 15), 3, after={2})
    there = {one.id: one for one in rules.without([first, second, third], 2)}
    assert there[3].after == frozenset()


def test_share_measure_works_and_what_came_after_it_keeps_its_dates(fjellet):
    plan = plan_at(fjellet)
    a, b, c = in_a_chain(plan, fjellet)
    reference = share(b, fjellet.principal)
    assert (reference.shared.starts_on, reference.shared.ends_on) == tuple(WEEK_49.values())
    c.refresh_from_db()
    assert (c.starts_on, c.ends_on, c.follows, c.revision) == (*WEEK_50.values(), "on_date", 2)
    assert before(c) == {a.pk}
    told = Event.objects.get(name="measure.shared").data
    assert told == {"shared": str(reference.shared_id), "led": [str(c.pk)]}
    sheet = Sheet(plan, TODAY)
    assert [len(step.parts) for step in sheet.order.steps] == [1, 1, 1]


def test_share_measure_works_and_what_waited_for_it_starts_on_its_date(fjellet):
    plan = plan_at(fjellet)
    b = measure_in(plan, fjellet, **WEEK_48, **FOR_MANY)
    alone = measure_in(plan, fjellet, follows=WAITS, **WEEK_49)
    also = measure_in(plan, fjellet, follows=WAITS, **WEEK_50)
    other = measure_in(plan, fjellet, **WEEK_49)
    comes_after(alone, b)
    comes_after(also, b, other)
    share(b, fjellet.principal)
    for one in (alone, also):
        one.refresh_from_db()
    assert (alone.follows, before(alone), alone.starts_on) == (
        "on_date", set(), WEEK_49["starts_on"],
    )  # fmt: skip
    assert (also.follows, before(also)) == (WAITS, {other.pk})


def test_share_measure_works_for_one_that_waits_and_has_its_day_before_it(fjellet):
    plan = plan_at(fjellet)
    _a, b, _c = in_a_chain(plan, fjellet)
    Measure.objects.filter(pk=b.pk).update(follows=WAITS)
    assert share(b, fjellet.principal).shared.starts_on == WEEK_49["starts_on"]


def test_share_measure_refused_by_state_of_one_that_waits_past_its_day(fjellet, english):
    measure = MeasureFactory(
        plan=plan_at(fjellet), responsible=fjellet.teacher, follows=WAITS,
        starts_on=TODAY - timedelta(days=1), **FOR_MANY,
    )  # fmt: skip
    with pytest.raises(ActionError, match="its day has passed. Move it to a day that is to come"):
        share(measure, fjellet.principal)
    assert SharedMeasure.objects.count() == 0


def test_share_measure_refused_by_state_of_a_plan_that_has_changed(fjellet, english):
    plan = plan_at(fjellet)
    _a, b, c = in_a_chain(plan, fjellet)
    seen = Sheet(plan, TODAY).stamp
    c.predecessors.all().delete()
    with pytest.raises(ActionError, match="The plan has changed since you looked."):
        share(b, fjellet.principal, seen=seen)
    assert share(b, fjellet.principal, seen=Sheet(plan, TODAY).stamp)


def test_the_page_says_beforehand_what_happens_to_the_order(fjellet, signed_in):
    plan = plan_at(fjellet)
    _a, b, c = in_a_chain(plan, fjellet, follows=WAITS)
    client, address = signed_in(fjellet.principal), at("share", b)
    said = text(client.get(address))
    for sentence in (
        "What happens to the order of this plan",
        "“B” starts on its date, Monday 30 November 2026, week 49, in all of them.",
        "It does not move along any more when one of these is moved: A.",
        "“C” starts Monday 7 December 2026, week 50. It waits until these have been evaluated: A.",
        "It does not wait any more until “B” has been evaluated.",
        "The plan then reads: First A (week 48). Then B (week 49). Then C (week 50).",
    ):
        assert sentence in said
    client.post(address, typed(b))
    c.refresh_from_db()
    assert (c.state, c.starts_on, c.follows) == ("planned", WEEK_50["starts_on"], WAITS)


def test_the_page_says_what_it_does_not_wait_for_any_more(fjellet, signed_in):
    plan = plan_at(fjellet)
    a = measure_in(plan, fjellet, title="A", **WEEK_48)
    b = measure_in(plan, fjellet, title="B", follows=WAITS, **WEEK_49, **FOR_MANY)
    comes_after(b, a)
    said = text(signed_in(fjellet.principal).get(at("share", b)))
    assert "It does not wait any more until these have been evaluated: A." in said
    assert "These come after it now" not in said


def test_the_page_of_one_that_stands_alone_says_nothing_of_an_order(fjellet, signed_in):
    alone = measure_in(plan_at(fjellet), fjellet, **WEEK_48, **FOR_MANY)
    said = text(signed_in(fjellet.principal).get(at("share", alone)))
    assert "What happens to the order of this plan" not in said


def test_a_plan_that_changed_meanwhile_is_read_again_and_the_text_is_kept(fjellet, signed_in):
    plan = plan_at(fjellet)
    _a, b, _c = in_a_chain(plan, fjellet)
    client, address = signed_in(fjellet.principal), at("share", b)
    said = text(client.post(address, typed(b, title="Felles time", seen="0" * 16)))
    assert "The plan has changed since you looked. Read again what happens to its order." in said
    shown = client.post(address, typed(b, title="Felles time", seen="0" * 16))
    assert "Felles time" in shown.content.decode()
    assert shown.context["form"]["seen"].value() == Sheet(plan, TODAY).stamp
    assert SharedMeasure.objects.count() == 0
