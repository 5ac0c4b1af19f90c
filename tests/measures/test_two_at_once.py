"""Two who work on the same at once: what the second one typed is never lost without a word."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.system import SYSTEM
from audit.record import record
from common.errors import ActionError
from measures.actions import (
    change_measure,
    choose_evaluation_date,
    complete_plan,
    move_measure,
    start_measure,
    start_shared_measure,
)
from measures.models import Decision, Measure, PlanVersion, SharedMeasure
from tests.clock import TODAY
from tests.factories.cases import InvolvementFactory
from tests.factories.measures import SetAsideFactory, SharedMeasureFactory
from tests.measures.pages import at, completed, text, typed
from tests.measures.scene import (
    ASIDE,
    WEEK_48,
    WEEK_49,
    WEEK_50,
    add,
    comes_after,
    do,
    fields,
    measure_in,
    plan_at,
)

pytestmark = pytest.mark.usefixtures("english")

MEANWHILE = "Somebody else has changed this while you wrote."


def complete(plan, by, **more):
    given = {"best_interests": "Sárá er hørt.", "set_aside": ASIDE} | more
    return do(complete_plan, by, plan=plan, **given)


def test_the_second_to_complete_a_plan_keeps_what_was_typed(fjellet):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    first = complete(plan, fjellet.principal, together="Sammen.")
    assert complete(plan, fjellet.deputy, together="Sammen.") == first
    for other in (
        {"best_interests": "En annen vurdering."},
        {"reason": "En grunn."},
        {"together": "På en annen måte."},
    ):
        with pytest.raises(ActionError, match="Your text is not saved"):
            complete(plan, fjellet.deputy, **other)
    assert PlanVersion.objects.count() == 1


def test_the_page_keeps_all_that_the_second_one_typed(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet)
    measure_in(plan, fjellet)
    complete(plan, fjellet.deputy, together="Sammen.")
    mine = {
        "best_interests": "Min vurdering.",
        "together": "Mitt syn.",
        "aside_class": "Min grunn.",
    }
    page = signed_in(fjellet.principal).post(at("complete", plan), completed(**mine))
    assert page.status_code == 200
    assert "Your text is not saved" in text(page)
    assert all(said in text(page) for said in mine.values())
    assert PlanVersion.objects.get().best_interests == "Sárá er hørt."


def test_the_page_of_a_plan_pressed_twice_is_one_version(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet)
    client = signed_in(fjellet.principal)
    for sent in (completed(), completed(reason="Nytt tiltak.")):
        for _twice in range(2):
            assert client.post(at("complete", plan), sent).status_code == 302
        Measure.objects.filter(pk=measure.pk).update(why="En ny grunn.")
    assert PlanVersion.objects.count() == 2


def test_what_is_typed_of_a_group_that_somebody_has_set_aside_meanwhile_is_kept(fjellet, signed_in):
    plan = plan_at(fjellet, together="Sammen.")
    measure_in(plan, fjellet)
    measure_in(plan, fjellet)
    SetAsideFactory(plan=plan, target="class", reason="Sagt av en annen.")
    client = signed_in(fjellet.principal)
    sent = completed(together="Mitt syn.", aside_class="Min grunn.")
    page = client.post(at("complete", plan), sent)
    assert "while you wrote" in text(page)
    assert "Mitt syn." in text(page)
    assert client.post(at("complete", plan), sent | {"together": ""}).status_code == 302
    version = PlanVersion.objects.get()
    assert version.content["set_aside"]["class"] == "Min grunn."
    assert version.content["together"] == "Sammen."


def test_a_second_principal_keeps_the_reason_of_a_decision(fjellet, signed_in):
    measure = measure_in(plan_at(fjellet), fjellet, running=True)
    address = reverse("measures:decide", args=[measure.pk])
    given = {"token": str(uuid.uuid4()), "way": "explain", "reason": "Trenger mer tid."}
    page = signed_in(fjellet.principal).post(address, given)
    assert page.status_code == 200
    assert "Somebody has decided this already." in text(page)
    assert "Trenger mer tid." in text(page)
    assert not Decision.objects.exists()


def test_an_open_form_does_not_wipe_a_first_evaluation_that_was_chosen_meanwhile(
    fjellet, signed_in
):
    measure = measure_in(plan_at(fjellet), fjellet, **WEEK_49)
    first = WEEK_50["starts_on"]
    do(choose_evaluation_date, fjellet.deputy, measure=measure, on=first)
    client = signed_in(fjellet.principal)
    page = client.post(at("change", measure), typed(fjellet, revision="1"))
    assert MEANWHILE in text(page)
    assert f"Saved by {fjellet.deputy.name}" in text(page)
    measure.refresh_from_db()
    assert (measure.first_evaluation_on, measure.revision) == (first, 2)


def test_an_open_form_does_not_undo_dates_that_moved_when_it_began(fjellet):
    late = {"starts_on": TODAY.replace(day=16), "ends_on": TODAY.replace(day=20)}
    measure = measure_in(plan_at(fjellet), fjellet, **late)
    shared = SharedMeasureFactory(unit=fjellet.school, responsible=fjellet.teacher, **late)
    do(start_measure, fjellet.principal, measure=measure)
    do(start_shared_measure, fjellet.principal, shared=shared)
    for row in (Measure.objects.get(), SharedMeasure.objects.get()):
        assert (row.ends_on, row.revision) == (WEEK_48["ends_on"], 2)


def test_who_saved_what_stands_is_whoever_raised_its_revision(fjellet, signed_in):
    plan = plan_at(fjellet)
    a, b = measure_in(plan, fjellet, **WEEK_48), measure_in(plan, fjellet, **WEEK_49)
    comes_after(b, a)
    said = fields(fjellet, **WEEK_49)
    do(change_measure, fjellet.deputy, measure=b, revision=1, **said)
    do(move_measure, fjellet.case_worker, measure=a, starts_on=WEEK_49["starts_on"])
    page = signed_in(fjellet.principal).post(at("change", b), typed(fjellet, revision="2"))
    assert MEANWHILE in text(page)
    assert f"Saved by {fjellet.case_worker.name}" in text(page)


def test_nobody_is_named_where_the_calendar_moved_it(fjellet, signed_in):
    measure = measure_in(plan_at(fjellet), fjellet, **WEEK_48)
    do(change_measure, fjellet.deputy, measure=measure, revision=1, **fields(fjellet))
    Measure.objects.update(revision=3)
    record(
        "measure.moved_by_calendar", by=SYSTEM, now=measure.created_at, target=measure,
        case_id=measure.case_id,
    )  # fmt: skip
    page = signed_in(fjellet.principal).post(at("change", measure), typed(fjellet, revision="2"))
    assert MEANWHILE in text(page)
    assert "Saved by" not in text(page)


def test_add_measure_refuses_the_same_sheet_with_other_choices(fjellet):
    plan, token = plan_at(fjellet), uuid.uuid4()
    one = InvolvementFactory(case=plan.case, role="violating")
    before = measure_in(plan, fjellet, **WEEK_48)
    given = {"token": token, "concerns": [one], "after": [before], **WEEK_49}
    first = add(fjellet, plan, **given)
    assert add(fjellet, plan, **given) == first
    for other in (
        {"responsible": fjellet.deputy},
        {"deputy": fjellet.deputy},
        {"starts_on": WEEK_49["starts_on"] + timedelta(days=1)},
        {"ends_on": None},
        {"target_groups": ["class", "parents"]},
        {"level": "individual"},
        {"concerns": []},
        {"after": []},
    ):
        with pytest.raises(ActionError, match="already used"):
            add(fjellet, plan, **given | other)
    assert Measure.objects.count() == 2
