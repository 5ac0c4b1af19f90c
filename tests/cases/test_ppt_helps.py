"""Somebody at the PPT office that serves the unit carries out a measure, and sees that alone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from cases.actions import end_access, hand_back_case, let_ppt_help
from cases.models import Case, CaseAccess
from common.errors import ActionError
from evaluations.models import Evaluation
from evaluations.sweep import tell_due
from measures.querysets import people_who_may_carry_out
from notifications.models import Message
from organisations.models import PptService
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, InvolvementFactory
from tests.factories.measures import MeasureEntryFactory
from tests.factories.organisations import OfficeFactory, member
from tests.measures.pages import at, text
from tests.measures.scene import add, do, measure_in, plan_at
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")

OUTSIDERS = ["teacher", "other_principal", "ppt_adviser", "owner_adviser", "school_administrator"]
WHY = "Mor har sagt ja 20. november."


def let_in(place, case, person=None, by=None, **other):
    given = {"ground": "consent", "reason": WHY, "person": person or place.ppt_adviser} | other
    return do(let_ppt_help, by or place.principal, case=case, **given)


def helping(place, **measure):
    """A running measure that PPT's adviser carries out."""
    plan = plan_at(place, state="follow_up", complete=True)
    let_in(place, plan.case)
    given = {"responsible": place.ppt_adviser, "running": True, "evaluate_on": TODAY}
    return measure_in(plan, place, **given | measure)


def test_let_ppt_help_keeps_what_lets_ppt_know(fjellet):
    case = plan_at(fjellet).case
    access = let_in(fjellet, case)
    assert (access.kind, access.ground, access.reason) == ("takes_part", "consent", WHY)
    assert (access.person, access.given_by) == (fjellet.ppt_adviser, fjellet.principal)
    event = Event.objects.get(name="access.takes_part")
    assert event.data == {"person": str(fjellet.ppt_adviser.pk)}
    assert fjellet.ppt_adviser in people_who_may_carry_out(case, TODAY)
    assert fjellet.ppt_leader not in people_who_may_carry_out(case, TODAY)


@pytest.mark.parametrize("wrong", [{"ground": ""}, {"ground": "x"}, {"reason": " "}])
def test_let_ppt_help_refused_without_a_ground(fjellet, wrong):
    with pytest.raises(ActionError):
        let_in(fjellet, plan_at(fjellet).case, **wrong)
    assert not CaseAccess.objects.exists()


def test_let_ppt_help_refused_for_those_who_do_not_serve_the_unit(fjellet, strand):
    case = plan_at(fjellet).case
    for person in (strand.ppt_adviser, fjellet.teacher, fjellet.owner_adviser):
        with pytest.raises(ActionError, match="does not work at the PPT office"):
            let_in(fjellet, case, person=person)
    # The unit's own office goes before its owner's.
    own = OfficeFactory(parent=fjellet.owner)
    PptService.objects.create(office=own, serves=fjellet.school)
    with pytest.raises(ActionError, match="does not work at the PPT office"):
        let_in(fjellet, case)
    assert let_in(fjellet, case, person=member("ppt_adviser", own)).ground == "consent"


def test_let_ppt_help_refused_by_state_and_for_one_who_is_excluded(fjellet):
    case = plan_at(fjellet).case
    let_in(fjellet, case)
    with pytest.raises(ActionError, match="already so"):
        let_in(fjellet, case)
    CaseAccessFactory(case=case, person=fjellet.ppt_leader)
    with pytest.raises(ActionError, match="excluded"):
        let_in(fjellet, case, person=fjellet.ppt_leader)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_let_ppt_help_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        let_in(fjellet, plan_at(fjellet).case, by=getattr(fjellet, who))


def test_ppt_can_answer_for_a_measure_only_with_a_ground(fjellet):
    plan = plan_at(fjellet)
    with pytest.raises(ActionError, match="cannot carry out"):
        add(fjellet, plan, responsible=fjellet.ppt_adviser)
    let_in(fjellet, plan.case)
    assert add(fjellet, plan, responsible=fjellet.ppt_adviser).responsible == fjellet.ppt_adviser
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseAccess.objects.update(kind="granted")


def test_ppt_sees_its_measure_and_nothing_else_of_the_case(fjellet, signed_in):
    measure = helping(fjellet)
    other = measure_in(measure.plan, fjellet, title="Noe for andre", running=True)
    MeasureEntryFactory(measure=measure, text="Vi snakket sammen.")
    client = signed_in(fjellet.ppt_adviser)
    page = client.get(reverse("overview:measure", args=[measure.pk]))
    assert page.status_code == 200
    said = text(page)
    assert "Vi snakket sammen." in said
    assert "Sárá Nilsen" in said
    assert "Noe for andre" not in said
    assert reverse("measures:plan_of", args=[measure.case_id, measure.plan_id]) not in said
    assert measure.title in text(client.get(reverse("overview:today")))
    for url in (
        reverse("overview:measure", args=[other.pk]),
        reverse("overview:case", args=[measure.case_id]),
        reverse("measures:plan", args=[measure.case_id]),
        reverse("cases:people", args=[measure.case_id]),
        reverse("overview:log", args=[measure.case_id]),
    ):
        assert client.get(url).status_code == 404
    for name in ("change", "stop", "replace", "evaluation_date"):
        assert client.get(at(name, measure)).status_code == 403


def test_ppt_evaluates_its_measure_and_is_reminded(fjellet, signed_in):
    measure = helping(fjellet)
    told = tell_due(now=NOW)
    assert told == 2
    assert set(Message.objects.values_list("person", flat=True)) == {fjellet.ppt_adviser.pk}
    assert tell_due(now=NOW) == 0
    client = signed_in(fjellet.ppt_adviser)
    url = reverse("evaluations:record", args=[measure.pk])
    assert client.get(url).status_code == 200
    sent = {
        "safety": "4", "effect": "yes", "next": "continue", "due_on": "2026-11-23"
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    assert Evaluation.objects.get().recorded_by == fjellet.ppt_adviser
    done = {"happened_on": "23.11.2026", "text": "Samtale med eleven."}
    done["token"] = "7a0c1b9e-1f6e-4a3a-9a53-0c6f4c8ad111"
    assert client.post(at("write_done", measure), done).status_code == 302
    assert measure.entries.get().text == "Samtale med eleven."


def test_nothing_is_open_to_ppt_once_the_part_is_ended(fjellet, signed_in):
    measure = helping(fjellet)
    access = CaseAccess.objects.get()
    with pytest.raises(ActionError, match="still carries out"):
        do(end_access, fjellet.principal, access=access)
    measure.responsible = fjellet.teacher
    measure.save()
    do(end_access, fjellet.principal, access=access)
    client = signed_in(fjellet.ppt_adviser)
    assert client.get(reverse("overview:measure", args=[measure.pk])).status_code == 404


def test_the_wall_of_the_database_opens_that_case_and_no_other(fjellet):
    measure = helping(fjellet)
    other = plan_at(fjellet).case
    with acting(fjellet.ppt_adviser, TODAY):
        assert list(Case.objects.all()) == [measure.case]
    with acting(fjellet.ppt_leader, TODAY):
        assert not Case.objects.exists()
    # Another office serves the unit now: the ground was given for the one before.
    own = OfficeFactory(parent=fjellet.owner)
    PptService.objects.create(office=own, serves=fjellet.school)
    with acting(fjellet.ppt_adviser, TODAY):
        assert not Case.objects.exists()
    assert other.pk


def test_ppt_goes_on_when_the_case_is_handed_back(fjellet):
    measure = helping(fjellet)
    case = measure.case
    Case.objects.filter(pk=case.pk).update(held_by=fjellet.owner)
    CaseAccessFactory(case=case, person=fjellet.teacher, kind="takes_part")
    do(hand_back_case, fjellet.owner_adviser, case=case, reason="Rektor er ny.")
    current = CaseAccess.objects.filter(ended_at=None)
    assert list(current.values_list("person", flat=True)) == [fjellet.ppt_adviser.pk]


def test_the_page_lets_somebody_at_ppt_in(fjellet, signed_in):
    case = plan_at(fjellet).case
    InvolvementFactory(case=case)
    client = signed_in(fjellet.principal)
    url = reverse("cases:let_ppt_help", args=[case.pk])
    assert url in client.get(reverse("cases:access", args=[case.pk])).content.decode()
    page = client.get(url)
    assert "Cecilie Fjellet" in text(page)
    sent = {"person": str(fjellet.ppt_adviser.pk), "ground": "needed", "reason": "Samtaler."}
    said = text(client.post(url, sent, follow=True))
    assert "At PPT. PPT must know it, for the work with the case to be done: Samtaler." in said
