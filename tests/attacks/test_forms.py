"""What a form does not show, put into it all the same. Nothing was found here; it stays so."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, CaseDraft, Entry, Involvement, LegalHold
from measures.models import Measure, Plan, Succession
from organisations.models import Membership
from tests.access import world
from tests.attacks.browsers import browser
from tests.attacks.neighbours import neighbour_at
from tests.cases.sheets import STEPS, begun, draft_of, part, sheet
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory
from tests.factories.concerns import ConcernFactory


@pytest.fixture
def built(db):
    return world.build()


@pytest.fixture
def foreign(built):
    return neighbour_at(built.there).ids


def entry_fields(**more):
    return {
        "kind": "note", "happened_on": "20.11.2025", "text": "Vi snakket.",
        "token": str(uuid.uuid4()),
    } | more  # fmt: skip


def measure_fields(built, **more):
    starts = timezone.localdate() + timedelta(days=7)
    return {
        "title": "Nytt", "why": "Fordi.", "target_groups": "exposed", "level": "individual",
        "responsible": str(built.here.teacher.pk), "starts_on": starts.strftime("%d.%m.%Y"),
        "evaluation": "usual", "token": str(uuid.uuid4()),
    } | more  # fmt: skip


def test_a_new_case_takes_no_more_than_its_form(built, foreign):
    extra = {
        "id": foreign["case"], "unit": str(built.there.school.pk), "state": "closed",
        "held_by": str(built.there.school.pk), "created_by": str(built.there.principal.pk),
        "reference": "26-ZZZZ", "alert": foreign["case"], "plan_due_on": "2000-01-01",
        "told_at": "2000-01-01", "ended_reason": "x", "office": str(built.there.office.pk),
    }  # fmt: skip
    fields = sheet(described="en elev", what_happened="Noe nytt.")
    hand = browser(built.here.principal)
    address = begun(hand)
    for step in STEPS:
        sent = part(fields, step) | extra | {"person": str(built.there.principal.pk)}
        assert hand.post(f"{address}{step}/", sent).status_code == 302
    case = Case.objects.get(what_happened="Noe nytt.")
    assert (case.unit, case.held_by, case.state, case.created_by, case.ended_reason) == (
        built.here.school, built.here.school, "reported", built.here.principal, "",
    )  # fmt: skip
    assert case.alert.office == built.here.office
    assert case.plan_due_on > timezone.localdate()
    assert case.reference != "26-ZZZZ"


def test_an_entry_takes_no_more_than_its_form(built, foreign):
    case = built.things["case"]
    extra = {
        "case": foreign["case"], "written_by": foreign["responsible"], "written_at": "2000-01-01",
        "corrects": foreign["corrects"], "id": foreign["corrects"],
    }  # fmt: skip
    path = f"/cases/{case.pk}/entries/new/"
    browser(built.here.principal).post(path, entry_fields(**extra))
    entry = Entry.objects.get(text="Vi snakket.")
    assert (entry.case, entry.written_by, entry.corrects) == (case, built.here.principal, None)
    assert entry.written_at.year == timezone.now().year


def test_a_measure_takes_no_more_than_its_form(built, foreign):
    measure, case = built.things["measure"], built.things["case"]
    Succession.objects.all().delete()
    extra = {
        "case": foreign["case"], "plan": foreign["case"], "state": "stopped",
        "evaluate_on": "2099-01-01", "evaluations_done": "9", "started_on": "2000-01-01",
        "starts_on": "2000-01-01", "ended_reason": "x", "revision": "1",
    }  # fmt: skip
    response = browser(built.here.principal).post(
        f"/cases/measures/{measure.pk}/change/", measure_fields(built, title="Endret") | extra
    )
    assert response.status_code == 302
    now = Measure.objects.get(pk=measure.pk)
    assert now.title == "Endret"
    for name in ("state", "evaluate_on", "evaluations_done", "started_on", "starts_on"):
        assert getattr(now, name) == getattr(measure, name), name
    assert (now.case, now.plan, now.deputy) == (case, measure.plan, None)


def test_a_measure_is_given_to_nobody_who_does_not_work_here(built):
    path = f"/cases/plans/{built.things['plan'].pk}/measures/new/"
    hand = browser(built.here.principal)
    strangers = ("strange_teacher", "ppt_adviser", "excluded_teacher", "former", "owner_adviser")
    for who in strangers:
        fields = measure_fields(built, responsible=str(built.viewers[who].pk))
        assert hand.post(path, fields).status_code == 200, who
    assert Measure.objects.filter(title="Nytt").count() == 0


def test_a_measure_follows_nothing_of_another_plan(built, foreign):
    path = f"/cases/plans/{built.things['plan'].pk}/measures/new/"
    browser(built.here.principal).post(path, measure_fields(built, after=foreign["after"]))
    assert not Succession.objects.filter(predecessor=foreign["after"]).exists()


def test_a_plan_is_about_nobody_of_another_case(built, foreign):
    path = f"/cases/{built.things['case'].pk}/plan/start/"
    browser(built.here.principal).post(path, {"about": foreign["about"]})
    assert Plan.objects.filter(about=foreign["about"]).count() == 1  # the one it had


def test_no_pupil_of_another_unit_is_put_into_a_case(built, foreign):
    """Not in the first step, and not by way of a later one either."""
    hand, pupil = browser(built.here.principal), foreign["pupils"]
    fields = sheet(pupils=[pupil], described="", what_happened="Noe nytt.")
    address = begun(hand)
    assert hand.post(f"{address}1/", part(fields, 1)).status_code == 200
    hand.post(f"{address}2/", part(fields, 2) | {"pupils": pupil})
    assert hand.post(f"{address}3/", part(fields, 3) | {"pupils": pupil})["Location"] != "/today/"
    assert Involvement.objects.filter(pupil=pupil).count() == 1  # the one there was
    assert not Case.objects.filter(what_happened="Noe nytt.").exists()


def test_a_draft_takes_no_more_than_its_form(built, foreign):
    """Neither another person's draft nor another unit, and no field that is not the step's own."""
    hand, address = browser(built.here.principal), ""
    address = begun(hand)
    extra = {
        "id": foreign["case"], "person": str(built.there.principal.pk),
        "unit": str(built.there.school.pk), "concern": foreign["case"], "typed": "what=x",
        "evil": "x" * 1000,
    }  # fmt: skip
    hand.post(f"{address}1/", part(sheet(), 1) | extra)
    draft = CaseDraft.objects.get(pk=draft_of(address))
    assert (draft.person, draft.unit, draft.concern) == (
        built.here.principal, built.here.school, None,
    )  # fmt: skip
    assert "evil" not in draft.typed


def test_no_concern_of_another_unit_is_taken_into_a_case(built):
    concern = ConcernFactory(unit=built.there.school, reporter=built.there.teacher)
    hand = browser(built.here.principal)
    assert hand.get(f"/cases/new/?concern={concern.pk}").status_code == 404
    address = f"/cases/concerns/{concern.pk}/add/"
    assert hand.post(address, {"case": str(built.things["case"].pk)}).status_code == 404


@pytest.mark.parametrize("state", ["reported", "investigating", "follow_up", "closed", "void"])
def test_steps_cannot_be_jumped_over(built, state):
    """Every verb at every state, with the form of another one: only what the table allows."""
    case, hand = built.things["case"], browser(built.here.principal)
    allowed = {"reported": {"investigate"}, "closed": {"reopen"}, "follow_up": {"monitor"}}
    ended = {"ended_at": case.created_at, "ended_by": case.created_by, "ended_reason": "x"}
    LegalHold.objects.update(**ended)
    Case.objects.update(state=state, ended_reason="x", look_on=None)
    for verb in ("investigate", "follow_up", "monitor", "close", "reopen", "void"):
        if verb not in allowed.get(state, set()):
            hand.post(f"/cases/{case.pk}/steps/{verb}/", {"reason": "Fordi.", "state": "closed"})
            assert Case.objects.get(pk=case.pk).state == state, verb


@pytest.mark.parametrize("how", ["excluded", "role ended", "made inactive"])
def test_a_right_that_ends_while_one_writes(built, how):
    """Between the page and the button: nothing is saved, and nothing is told."""
    case, person = built.things["case"], built.here.deputy
    hand, path = browser(person), f"/cases/{case.pk}/entries/new/"
    assert hand.get(path).status_code == 200
    if how == "excluded":
        CaseAccessFactory(case=case, person=person)
    elif how == "role ended":
        Membership.objects.filter(person=person).update(ends_on="2025-01-01")
    else:
        type(person).objects.filter(pk=person.pk).update(**CLOSED)
    response = hand.post(path, entry_fields())
    assert response.status_code == (403 if how == "made inactive" else 404)
    assert world.MARKER not in response.content.decode()
    assert "26-HMLG" not in response.content.decode()
    assert Entry.objects.filter(text="Vi snakket.").count() == 0
