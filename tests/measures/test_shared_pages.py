"""The pages about shared measures: the unit's list, one of them, and what plans show of them."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures.actions import change_shared_measure
from measures.models import Measure, PlanReference, SharedMeasure
from tests.clock import TODAY
from tests.factories.evaluations import SharedEvaluationFactory
from tests.factories.measures import PlanReferenceFactory, SharedMeasureFactory
from tests.factories.pupils import GroupFactory
from tests.measures.pages import at, page_of, text
from tests.measures.scene import WEEK_48, WEEK_49, do, measure_in, plan_at

FRAME = 5  # session, person, enter, read log, leave
WHY = "Hele klassen ser på."


def shared_at(place, **fields):
    return SharedMeasureFactory(unit=place.school, **{"responsible": place.teacher} | fields)


def page(name, *args):
    return reverse(f"shared:{name}", args=args)


def typed(place, **other):
    return {
        "token": str(uuid.uuid4()),
        "title": "Felles friminutt",
        "how": "To voksne ved ballbingen.",
        "target_groups": ["class", "unit"],
        "group": "",
        "responsible": str(place.teacher.pk),
        "deputy": "",
        "starts_on": "23.11.2026",
        "ends_on": "18.12.2026",
        "interval_weeks": "2",
        **other,
    }


def test_the_list_shows_those_of_the_unit_and_a_teacher_sees_the_own(fjellet, signed_in):
    shared_at(fjellet, title="Klassemøte", group=GroupFactory(unit=fjellet.school, name="5B"))
    shared_at(fjellet, title="Ny vaktplan", responsible=fjellet.other_teacher)
    shared_at(fjellet, title="Avlyst", state="stopped")
    said = text(signed_in(fjellet.principal).get(page("list")))
    assert "Klassemøte" in said
    assert "5B" in said
    assert "Ny vaktplan" in said
    assert "Shared measures that have ended" in said
    assert "Add a shared measure" in said
    said = text(signed_in(fjellet.teacher).get(page("list")))
    assert "Klassemøte" in said
    assert "Ny vaktplan" not in said
    assert "Add a shared measure" not in said


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_however_many_there_are(fjellet, signed_in, count):
    for _number in range(count):
        shared_at(fjellet)
    client = signed_in(fjellet.principal)
    client.get(page("list"))  # the first page of a session finds the name of the place
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(page("list"))
    assert len(asked) == FRAME - 1 + 3


def test_one_shows_its_evaluations_and_no_plan_or_case(fjellet, signed_in):
    shared = shared_at(fjellet, running=True, deputy=fjellet.deputy)
    SharedEvaluationFactory(shared=shared, note="Roligere nå.")
    reference = PlanReferenceFactory(plan=plan_at(fjellet), shared=shared, why=WHY)
    for who in (fjellet.principal, fjellet.teacher):
        said = text(signed_in(who).get(page("show", shared.pk)))
        assert "Roligere nå." in said
        assert "Monday 30 November 2026" in said
        assert WHY not in said
        assert reference.case.reference not in said
        assert "Sárá" not in said


def test_what_is_typed_becomes_a_shared_measure(fjellet, signed_in):
    group = GroupFactory(unit=fjellet.school, school_year=2026)
    client, address = signed_in(fjellet.principal), page("add", fjellet.school.pk)
    assert group.name in text(client.get(address))
    given = typed(fjellet, group=str(group.pk), digital="on", prevents="on")
    said = text(client.post(address, given, follow=True))
    assert "Plans can now refer to it." in said
    made = SharedMeasure.objects.get()
    assert (made.group, made.interval_weeks, made.digital, made.prevents, made.deputy) == (
        group, 2, True, True, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Name the measure."),
        ({"target_groups": []}, "Choose whom the measure is for."),
        ({"target_groups": ["exposed"]}, "Choose among the answers in the list."),
        ({"responsible": ""}, "Choose who carries it out."),
        ({"ends_on": "20.11.2026"}, "The measure ends before it starts."),
        ({"starts_on": "1.1.2046", "ends_on": ""}, "Look at the year."),
        ({"interval_weeks": "99"}, "Choose among the answers in the list."),
    ],
)
def test_what_is_wrong_is_said_and_the_text_is_kept(fjellet, signed_in, wrong, sentence):
    client = signed_in(fjellet.principal)
    said = client.post(page("add", fjellet.school.pk), typed(fjellet, **wrong))
    assert sentence in text(said)
    assert "To voksne ved ballbingen." in text(said)
    assert SharedMeasure.objects.count() == 0


def test_one_that_runs_has_a_next_evaluation_to_change_and_no_start(fjellet, signed_in):
    shared = shared_at(fjellet, running=True)
    client, address = signed_in(fjellet.principal), page("change", shared.pk)
    shown = client.get(address).content.decode()
    assert "id_evaluate_on" in shown
    assert "id_starts_on" not in shown
    given = typed(fjellet, evaluate_on="5.12.2026", revision="1", ends_on="", interval_weeks="")
    assert "in all plans that it stands in" in text(client.post(address, given, follow=True))
    shared.refresh_from_db()
    assert (shared.title, shared.evaluate_on.isoformat()) == ("Felles friminutt", "2026-12-07")


def test_two_who_change_it_see_both_texts(fjellet, signed_in):
    shared = shared_at(fjellet)
    given = {name: getattr(shared, name) for name in ("how", "target_groups", "responsible")}
    do(change_shared_measure, fjellet.deputy, shared=shared, revision=1, title="Deres", **given)
    client, address = signed_in(fjellet.principal), page("change", shared.pk)
    said = text(client.post(address, typed(fjellet, revision="1")))
    assert "What is saved now" in said
    assert "Deres" in said
    again = typed(fjellet, revision="2")
    assert client.post(address, again).status_code == 302


def test_it_starts_and_stops_by_hand(fjellet, signed_in):
    shared, client = shared_at(fjellet), signed_in(fjellet.principal)
    said = text(client.post(page("start", shared.pk), follow=True))
    assert "It is evaluated on Monday 30 November 2026" in said
    assert "Write why the measure is stopped." in text(client.post(page("stop", shared.pk), {}))
    said = text(client.post(page("stop", shared.pk), {"reason": "Trygt nå."}, follow=True))
    assert "in all plans that it stands in" in said
    assert "Trygt nå." in said
    assert "has ended" in text(client.post(page("start", shared.pk), follow=True))


def test_a_plan_offers_what_is_under_way_and_does_not_stand_there(fjellet, signed_in):
    plan = plan_at(fjellet)
    shared_at(fjellet, title="Klassemøte")
    shared_at(fjellet, title="Avlyst", state="stopped")
    PlanReferenceFactory(plan=plan, shared=shared_at(fjellet, title="Står der"))
    said = text(signed_in(fjellet.principal).get(at("choose_shared", plan)))
    assert "Klassemøte" in said
    assert "Avlyst" not in said
    assert "Står der" not in said


def test_it_is_put_in_the_plan_changed_and_taken_out_again(fjellet, signed_in):
    plan, shared = plan_at(fjellet), shared_at(fjellet, title="Klassemøte")
    client = signed_in(fjellet.principal)
    address = reverse("measures:refer", args=[plan.pk, shared.pk])
    assert "Write why the measure fits" in text(client.post(address, {"why": ""}))
    said = text(client.post(address, {"why": WHY}, follow=True))
    assert "The shared measure stands in the plan." in said
    assert WHY in said
    reference = PlanReference.objects.get()
    changed = {"why": "En annen grunn.", "revision": "1"}
    assert "En annen grunn." in text(
        client.post(at("change_reference", reference), changed, follow=True)
    )
    said = text(client.post(at("take_out_reference", reference), follow=True))
    assert "taken out of this plan" in said
    assert "En annen grunn." not in said
    assert client.get(at("change_reference", reference)).status_code == 404


def test_the_plan_shows_it_as_a_card_marked_shared_in_its_place(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure_in(plan, fjellet, title="Trygg voksen", **WEEK_48)
    shared = shared_at(fjellet, title="Klassemøte", **WEEK_49)
    PlanReferenceFactory(plan=plan, shared=shared, why=WHY)
    PlanReferenceFactory(plan=plan_at(fjellet), shared=shared, why="En helt annen sak.")
    SharedEvaluationFactory(shared=shared, due_on=TODAY - timedelta(days=7), effect="yes")
    said = text(signed_in(fjellet.principal).get(page_of(plan)))
    assert "First Trygg voksen (week 48). Then Klassemøte (week 49)." in said
    assert "Shared measure" in said
    assert WHY in said
    assert "Effect: Yes. Next: Continue." in said
    assert "En helt annen sak." not in said


def test_a_gap_of_a_shared_measure_links_to_where_it_is_filled(fjellet, signed_in):
    plan, shared = plan_at(fjellet), shared_at(fjellet, title="Klassemøte")
    PlanReferenceFactory(plan=plan, shared=shared)
    fjellet.teacher.memberships.update(ends_on=TODAY - timedelta(days=1))
    shown = signed_in(fjellet.principal).get(page_of(plan)).content.decode()
    assert f"{page('change', shared.pk)}#id_responsible" in shown


def test_a_measure_for_many_is_made_shared_once_its_text_is_read(fjellet, signed_in):
    plan = plan_at(fjellet)
    measure = measure_in(
        plan, fjellet, title="Møte om Sárá", level="system", target_groups=["class"], **WEEK_48
    )
    own = measure_in(plan, fjellet, level="individual")
    client = signed_in(fjellet.principal)
    shown = client.get(page_of(plan)).content.decode()
    assert at("share", measure) in shown
    assert at("share", own) not in shown
    given = {"token": str(uuid.uuid4()), "title": "Klassemøte", "how": "Hver mandag.", "group": ""}
    assert "Read the text" in text(client.post(at("share", measure), given))
    said = text(client.post(at("share", measure), given | {"no_names": "on"}, follow=True))
    assert "Other plans can now refer to it." in said
    assert "It became a shared measure." in said
    assert SharedMeasure.objects.get().title == "Klassemøte"
    assert Measure.objects.get(pk=measure.pk).state == "stopped"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"running": True}, "“Klassemøte” has started in this case"),
        ({"state": "stopped"}, "“Klassemøte” has ended"),
        ({"level": "individual"}, "Only a system measure for class, place, parents"),
    ],
)
def test_what_cannot_become_shared_says_so_before_anything_is_written(
    fjellet, signed_in, fields, said
):
    given = {"title": "Klassemøte", "level": "system", "target_groups": ["class"]} | fields
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, **given)
    client = signed_in(fjellet.principal)
    answered = client.get(at("share", measure), follow=True)
    assert answered.redirect_chain == [
        (reverse("measures:plan_of", args=[plan.case_id, plan.pk]), 302)
    ]
    assert said in text(answered)
    # What was written meanwhile stays, beside the reason.
    sent = {"token": str(uuid.uuid4()), "title": "Møte for alle", "no_names": "on", "how": ""}
    refused = client.post(at("share", measure), sent | {"group": ""})
    assert said in text(refused)
    assert "Møte for alle" in refused.content.decode()
    assert SharedMeasure.objects.count() == 0


def test_the_owner_who_holds_the_case_sees_it_in_the_plan_and_not_the_list(fjellet, signed_in):
    plan = plan_at(fjellet)
    type(plan.case).objects.update(held_by=fjellet.owner)
    shared = shared_at(fjellet, title="Klassemøte")
    PlanReferenceFactory(plan=plan, shared=shared, why=WHY)
    client = signed_in(fjellet.owner_adviser)
    assert WHY in text(client.get(page_of(plan)))
    assert client.get(page("show", shared.pk)).status_code == 404
    assert "Klassemøte" not in text(client.get(at("choose_shared", plan)))


def test_min_day_asks_for_the_evaluation_and_for_somebody_who_can(fjellet, signed_in):
    shared = shared_at(fjellet, title="Klassemøte", running=True, evaluate_on=TODAY)
    late = shared_at(fjellet, title="Ny vaktplan", starts_on=TODAY - timedelta(days=4))
    said = text(signed_in(fjellet.teacher).get(reverse("overview:today")))
    assert "Evaluate: Klassemøte" in said
    assert "Ny vaktplan" not in said
    said = text(signed_in(fjellet.principal).get(reverse("overview:today")))
    assert "Evaluate: Klassemøte" in said
    assert "Start the measure: Ny vaktplan" in said
    fjellet.teacher.memberships.update(ends_on=TODAY - timedelta(days=1))
    shown = signed_in(fjellet.principal).get(reverse("overview:today"))
    assert "Choose who carries it out: Klassemøte" in text(shown)
    assert page("change", shared.pk) in shown.content.decode()
    assert page("change", late.pk) in shown.content.decode()


def test_a_kindergarten_reads_its_own_words(fjellet, signed_in):
    shared = SharedMeasureFactory(unit=fjellet.kindergarten, responsible=fjellet.head)
    assert signed_in(fjellet.head).get(page("show", shared.pk)).status_code == 200
