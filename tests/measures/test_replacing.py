import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.errors import ActionError
from measures.actions import replace_measure
from measures.models import Measure
from tests.clock import TODAY
from tests.measures.pages import at
from tests.measures.scene import (
    OUTSIDERS,
    WEEK_48,
    WEEK_49,
    chain,
    comes_after,
    do,
    fields,
    measure_in,
    plan_at,
)

pytestmark = pytest.mark.usefixtures("english")

WHY = "Eleven har bedt om noe annet."


def put_in_place(place, measure, by=None, **other):
    given = {"token": uuid.uuid4(), "reason": WHY} | fields(place, **other)
    return do(replace_measure, by or place.principal, measure=measure, **given)


def test_replace_measure_ends_the_old_one_and_puts_the_new_one_in_its_place(fjellet, calendar):
    old = measure_in(plan_at(fjellet, complete=True), fjellet, running=True)
    new = put_in_place(fjellet, old)
    old.refresh_from_db()
    assert (old.state, old.ends_on, old.ended_reason) == ("replaced", TODAY, WHY)
    assert (new.replaces, new.plan, new.state) == (old, old.plan, "planned")
    # What is replaced is not looked at later: the new one is.
    assert (old.look_on, old.evaluate_on) == (None, None)
    event = Event.objects.get(name="measure.took_place")
    assert event.data == {"replaces": str(old.pk), "moved": []}


def test_what_came_after_follows_the_new_one_and_is_asked_about(fjellet, calendar):
    plan = plan_at(fjellet, complete=True)
    a, b, c = chain(plan, fjellet)
    new = put_in_place(fjellet, a, ends_on=date(2026, 11, 27))
    b.refresh_from_db()
    c.refresh_from_db()
    assert (list(b.after.all()), list(c.after.all())) == ([new], [b])
    assert (b.questioned_on, b.questioned_for) == (TODAY, a)
    assert c.questioned_on is None
    assert b.starts_on == WEEK_49["starts_on"]


def test_what_follows_moves_where_the_new_one_lasts_longer(fjellet, calendar):
    a, b, c = chain(plan_at(fjellet, complete=True), fjellet)
    put_in_place(fjellet, a, ends_on=date(2026, 12, 1))
    b.refresh_from_db()
    c.refresh_from_db()
    assert (b.starts_on, b.ends_on) == (date(2026, 12, 2), date(2026, 12, 8))
    # By two open days; the 11th is a planning day.
    assert (c.starts_on, c.ends_on) == (date(2026, 12, 9), date(2026, 12, 15))
    moved = Event.objects.get(name="measure.took_place").data["moved"]
    assert set(moved) == {str(b.pk), str(c.pk)}


@pytest.mark.parametrize("place", [1, 2])
def test_a_new_one_never_comes_after_what_follows_it(fjellet, signed_in, place):
    plan = plan_at(fjellet)
    a, b, c = chain(plan, fjellet)
    behind = (a, b, c)[place]
    days = {"starts_on": date(2026, 12, 14), "ends_on": date(2026, 12, 18)}
    with pytest.raises(ActionError, match=f"in a ring: A, {behind.title}"):
        put_in_place(fjellet, a, after=[behind], **days)
    assert Measure.objects.get(pk=a.pk).state == "planned"
    page = signed_in(fjellet.principal).get(at("replace", a))
    assert str(behind.pk) not in page.content.decode()


def test_a_new_one_comes_after_what_follows_the_old_one_but_runs(fjellet):
    plan = plan_at(fjellet)
    a, b, _c = chain(plan, fjellet)
    Measure.objects.filter(pk=b.pk).update(
        state="running", started_on=WEEK_49["starts_on"], evaluate_on=TODAY
    )
    days = {"starts_on": date(2026, 12, 14), "ends_on": date(2026, 12, 18)}
    assert list(put_in_place(fjellet, a, after=[b], **days).after.all()) == [b]


def test_a_new_one_that_is_followed_needs_an_end(fjellet):
    a, b, _c = chain(plan_at(fjellet), fjellet)
    with pytest.raises(ActionError, match="needs an end"):
        put_in_place(fjellet, a, ends_on=None)
    assert Measure.objects.get(pk=a.pk).state == "planned"


def test_one_that_an_evaluation_has_ended_gets_another_in_its_place_once(fjellet):
    old = measure_in(plan_at(fjellet), fjellet, state="replaced", started_on=TODAY)
    assert put_in_place(fjellet, old).replaces == old
    with pytest.raises(ActionError, match="already been put"):
        put_in_place(fjellet, old)


def test_a_planned_one_is_taken_out_and_replaced(fjellet):
    plan = plan_at(fjellet)
    old = measure_in(plan, fjellet, **WEEK_48)
    after = measure_in(plan, fjellet, **WEEK_49)
    comes_after(after, old)
    new = put_in_place(fjellet, old, ends_on=date(2026, 11, 27))
    old.refresh_from_db()
    assert old.was_never_carried_out
    assert list(after.after.all()) == [new]


def test_sent_twice_it_is_one_and_another_text_is_refused(fjellet):
    old = measure_in(plan_at(fjellet), fjellet, running=True)
    token = uuid.uuid4()
    new = put_in_place(fjellet, old, token=token)
    assert put_in_place(fjellet, old, token=token) == new
    with pytest.raises(ActionError):
        put_in_place(fjellet, old, token=token, title="Noe annet")
    with pytest.raises(ActionError, match="already used"):
        put_in_place(fjellet, old, token=token, reason="En annen grunn.")
    assert Measure.objects.count() == 2


def test_replace_measure_needs_a_reason_and_keeps_all_when_refused(fjellet):
    old = measure_in(plan_at(fjellet), fjellet, running=True)
    for wrong in ({"reason": " "}, {"title": ""}, {"ends_on": date(2026, 11, 1)}):
        with pytest.raises(ActionError):
            put_in_place(fjellet, old, **wrong)
    assert Measure.objects.get().state == "running"


@pytest.mark.parametrize("state", ["finished", "stopped"])
def test_replace_measure_refused_by_state(fjellet, state):
    with pytest.raises(ActionError, match="has ended"):
        put_in_place(fjellet, measure_in(plan_at(fjellet), fjellet, state=state))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_replace_measure_refused_by_role(fjellet, who):
    old = measure_in(plan_at(fjellet), fjellet, running=True)
    with pytest.raises(PermissionDenied):
        put_in_place(fjellet, old, by=getattr(fjellet, who))
    assert Measure.objects.get().state == "running"
