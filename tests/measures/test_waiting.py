"""What a measure waits for before it begins, and whom it concerns."""

from datetime import date

import pytest

from common.errors import ActionError
from measures.actions import change_measure, start_due_measures, start_measure
from measures.models import Measure
from measures.rules import groups_without_anybody, waits_for
from tests.clock import NOW, TODAY
from tests.factories.cases import InvolvementFactory
from tests.measures.pages import at, text, typed
from tests.measures.scene import add, do, measure_in, plan_at

pytestmark = pytest.mark.usefixtures("english")

RESTORATIVE = {"restorative": True}
BOTH = {"exposed_agreed_on": TODAY, "violating_agreed_on": TODAY}
FORMAL = {"formal_decision": True}


def start(place, measure):
    return do(start_measure, place.principal, measure=measure)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"restorative": True}, ["exposed_agreed_on", "violating_agreed_on"]),
        ({"restorative": True, "exposed_agreed": True}, ["violating_agreed_on"]),
        ({"restorative": True, "exposed_agreed": True, "violating_agreed": True}, []),
        ({"formal_decision": True}, ["decided_on"]),
        ({"formal_decision": True, "decided": True}, []),
    ],
)
def test_what_is_waited_for(said, fields):
    asked = dict.fromkeys(
        ("restorative", "exposed_agreed", "violating_agreed", "formal_decision", "decided"), False
    )
    assert [wait.field for wait in waits_for("Samtale", **asked | said)] == fields


def test_a_group_that_nobody_is_known_in():
    assert groups_without_anybody(["violating"], {"exposed", "bystander"}) == ["violating"]
    assert groups_without_anybody(["bystanders", "class"], {"exposed"}) == ["bystanders"]
    assert groups_without_anybody(["violating", "bystanders"], {"exposed", "unclear"}) == []
    assert groups_without_anybody(["class"], {"exposed"}) == []


@pytest.mark.parametrize(
    ("waits", "in_place"), [(RESTORATIVE, BOTH), (FORMAL, {"decided_on": TODAY})]
)
def test_a_measure_that_waits_is_not_started_by_anybody(fjellet, waits, in_place):
    plan = plan_at(fjellet, complete=True, state="follow_up")
    measure = measure_in(plan, fjellet, **waits)
    with pytest.raises(ActionError, match="starts only when"):
        start(fjellet, measure)
    assert start_due_measures(now=NOW) == 0
    do(change_measure, fjellet.principal, measure=measure, revision=1, **in_place)
    assert start_due_measures(now=NOW) == 1
    assert Measure.objects.get().state == "running"


def test_what_runs_cannot_be_made_to_wait(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet, running=True)
    for waits in (RESTORATIVE, FORMAL):
        with pytest.raises(ActionError, match="starts only when"):
            do(change_measure, fjellet.principal, measure=measure, revision=1, **waits)
    assert not Measure.objects.get().restorative


def test_what_is_not_asked_for_any_more_is_not_kept(fjellet):
    made = add(fjellet, plan_at(fjellet), digital=True, prevents=True, **RESTORATIVE, **BOTH)
    off = {"measure": made, "revision": 1, "restorative": False, "digital": False}
    with pytest.raises(ActionError, match="Only a digital measure"):
        do(change_measure, fjellet.principal, **off)
    changed = do(change_measure, fjellet.principal, prevents=False, **off)
    assert (changed.exposed_agreed_on, changed.violating_agreed_on) == (None, None)
    assert (changed.digital, changed.prevents) == (False, False)


def test_a_yes_to_come_is_refused(fjellet):
    with pytest.raises(ActionError, match="today or earlier"):
        add(fjellet, plan_at(fjellet), **RESTORATIVE, exposed_agreed_on=date(2026, 11, 24))


def test_the_deputy_is_somebody_else(fjellet):
    with pytest.raises(ActionError, match="somebody else"):
        add(fjellet, plan_at(fjellet), deputy=fjellet.teacher)


# ---------------------------------------------------------------- whom it concerns
def test_a_measure_concerns_those_who_were_chosen(fjellet):
    plan = plan_at(fjellet)
    one, other = (InvolvementFactory(case=plan.case, role="violating") for _ in range(2))
    made = add(fjellet, plan, concerns=[one, plan.about])
    assert set(made.concerns.all()) == {one, plan.about}
    do(change_measure, fjellet.principal, measure=made, revision=1, concerns=[other])
    assert list(made.concerns.all()) == [other]
    # What is not said stays.
    do(change_measure, fjellet.principal, measure=made, revision=2, title="Annet")
    assert list(made.concerns.all()) == [other]


def test_a_plan_about_one_exposed_pupil_does_not_concern_another(fjellet):
    plan = plan_at(fjellet)
    other = InvolvementFactory(case=plan.case, role="exposed")
    with pytest.raises(ActionError, match="another exposed"):
        add(fjellet, plan, concerns=[other])
    with pytest.raises(ActionError, match="involved in this case"):
        add(fjellet, plan, concerns=[InvolvementFactory()])
    assert not Measure.objects.exists()


# ---------------------------------------------------------------- the form
def test_the_form_offers_no_other_exposed_pupil(fjellet, signed_in):
    plan = plan_at(fjellet)
    InvolvementFactory(case=plan.case, role="exposed", pupil__name="Den Andre")
    InvolvementFactory(case=plan.case, role="violating", pupil__name="Ola Hansen")
    page = text(signed_in(fjellet.principal).get(at("add", plan)))
    assert "Ola Hansen · The one who violates" in page
    assert "Sárá Nilsen · The one exposed" in page
    assert "Den Andre" not in page


def test_all_that_is_said_about_a_measure_is_kept(fjellet, signed_in):
    plan = plan_at(fjellet)
    sent = typed(
        fjellet,
        deputy=str(fjellet.other_teacher.pk),
        concerns=[str(plan.about_id)],
        digital="on",
        prevents="on",
        restorative="on",
        exposed_agreed_on="20.11.2026",
        formal_decision="on",
        target_groups=["exposed", "violating"],
    )
    client = signed_in(fjellet.principal)
    page = text(client.post(at("add", plan), sent, follow=True))
    made = Measure.objects.get()
    assert (made.deputy, list(made.concerns.all())) == (fjellet.other_teacher, [plan.about])
    assert (made.digital, made.prevents, made.restorative) == (True, True, True)
    assert (made.exposed_agreed_on, made.violating_agreed_on) == (date(2026, 11, 20), None)
    assert (made.formal_decision, made.decided_on) == (True, None)
    assert "nobody in the case is known as that" in page
    again = client.get(at("change", made)).content.decode()
    assert '<details class="folded" open>' in again


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"prevents": "on"}, "Say that it is about what happens online, too."),
        ({"exposed_agreed_on": "24.11.2026", "restorative": "on"}, "The date is in the future."),
        ({"concerns": ["x"]}, "Choose among the answers in the list."),
        ({"deputy": "x"}, "Choose among the answers in the list."),
        ({"library_key": "<b>"}, "To go on, you must correct"),
    ],
)
def test_what_is_wrong_is_said(fjellet, signed_in, wrong, sentence):
    page = text(
        signed_in(fjellet.principal).post(at("add", plan_at(fjellet)), typed(fjellet, **wrong))
    )
    assert sentence in page
    assert not Measure.objects.exists()


def test_a_group_is_filled_in_from_the_grid(fjellet, signed_in):
    page = signed_in(fjellet.principal).get(at("add", plan_at(fjellet)) + "?for=bystanders")
    assert 'value="bystanders" id="id_target_groups_2" checked' in page.content.decode()
