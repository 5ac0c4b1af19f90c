"""A school asks PPT to take on a measure, and somebody there does, or cannot."""

import uuid

import pytest
from django.db import connection

from audit.models import Event, Reading
from cases.actions import tell_ppt_answers
from cases.models import Case, CaseAccess, PptAlert, PptAnswer
from common.errors import ActionError
from evaluations.sweep import tell_due
from measures.models import Measure
from notifications.models import Message
from organisations.models import PptService
from ppt.asked import read_by_ppt
from ppt.models import MeasureRequest
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory
from tests.factories.organisations import OfficeFactory, member
from tests.factories.pupils import PupilAccessFactory, PupilFactory
from tests.ppt.asking import (
    TEXT,
    ask,
    decline,
    measure_at,
    seen_by,
    take,
    waiting,
    withdraw,
)
from tests.ppt.scene import colleague
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")


def test_ask_ppt_to_take_lets_the_office_read_the_words_and_dates(fjellet):
    measure, token = measure_at(fjellet), uuid.uuid4()
    row = ask(measure, fjellet.principal, token=token)
    assert ask(measure, fjellet.principal, token=token) == row
    with acting(fjellet.ppt_leader, TODAY):
        (one,) = read_by_ppt(measure.case.alert, now=NOW)
    assert (one.title, one.text, one.part) == (measure.title, TEXT, "responsible")
    assert (one.starts_on, one.evaluate_on) == (measure.starts_on, measure.evaluate_on)
    assert Reading.objects.get(person_id=fjellet.ppt_leader.pk).case_id == measure.case_id
    alert = PptAlert.objects.get()
    assert (alert.contact_wanted_at, alert.is_owing) == (NOW, True)
    assert Event.objects.get(name="ppt.measure_asked").target_id == measure.pk


def test_ask_ppt_to_take_anew_takes_the_place_of_what_was_asked(fjellet):
    measure = measure_at(fjellet)
    first = ask(measure, fjellet.principal)
    second = ask(measure, fjellet.principal, part="deputy")
    first.refresh_from_db()
    assert (first.ending, first.ended_by) == ("replaced", fjellet.principal)
    assert seen_by(fjellet.ppt_adviser, second) == [second.pk]


def test_ask_ppt_to_take_refuses_what_is_missing(fjellet):
    measure = measure_at(fjellet)
    for wrong, said in (
        ({"text": " "}, "Write what you ask"),
        ({"reason": ""}, "Write why PPT"),
        ({"ground": ""}, "Say what lets PPT"),
        ({"part": ""}, "Choose what PPT"),
    ):
        with pytest.raises(ActionError, match=said):
            ask(measure, fjellet.principal, **wrong)
    assert not MeasureRequest.objects.exists()


def test_ask_ppt_to_take_refuses_what_could_name_a_protected_pupil(fjellet):
    measure = measure_at(fjellet)
    protected = PupilFactory(unit=fjellet.school, name="Ukjent Vernet", protected=True)
    measure.case.involvements.update(pupil=protected)
    with pytest.raises(ActionError, match="you are not told who it is"):
        ask(measure, fjellet.principal)
    PupilAccessFactory(pupil=protected, person=fjellet.principal)
    with pytest.raises(ActionError, match="protected identity is named"):
        ask(measure, fjellet.principal, text="Ukjent trenger noen.")
    assert ask(measure, fjellet.principal)


def test_ask_ppt_to_take_refuses_a_name_of_the_case_unless_it_is_none(fjellet):
    measure = measure_at(fjellet)
    with pytest.raises(ActionError, match="“Sárá Nilsen” stands here. Take the name out."):
        ask(measure, fjellet.principal, text="Sárá trenger noen.")
    with pytest.raises(ActionError, match="say it is no name"):
        ask(measure, fjellet.principal, text="Det er sárá sin tur.")
    assert ask(measure, fjellet.principal, text="Det er sárá sin tur.", no_names=True)
    Measure.objects.update(title="Snakke med Sárá")
    with pytest.raises(ActionError, match="Change the title first"):
        ask(measure, fjellet.principal)


def test_ask_ppt_to_take_refused_by_state(fjellet):
    measure = measure_at(fjellet, state="stopped", evaluate_on=None, running=False)
    with pytest.raises(ActionError, match="has ended"):
        ask(measure, fjellet.principal)
    other = measure_at(fjellet)
    PptAlert.objects.update(office=None)
    other.case.alert.refresh_from_db()
    with pytest.raises(ActionError, match="No PPT office"):
        ask(other, fjellet.principal)


def test_ask_ppt_to_take_refused_by_role(fjellet, strand):
    measure = measure_at(fjellet)
    others = (fjellet.deputy, fjellet.case_worker, fjellet.teacher, fjellet.ppt_leader)
    refused_to((*others, strand.principal), lambda by: ask(measure, by))


def test_take_requested_makes_the_person_responsible_and_the_teacher_the_deputy(fjellet):
    row, adviser = waiting(fjellet), fjellet.ppt_adviser
    answer = take(row, adviser)
    assert take(row, adviser) == answer
    measure, access = Measure.objects.get(), CaseAccess.objects.get()
    assert (measure.responsible, measure.deputy) == (adviser, fjellet.teacher)
    assert (access.person, access.given_by, access.kind) == (
        adviser, fjellet.principal, "takes_part",
    )  # fmt: skip
    assert (access.ground, access.reason) == (row.ground, row.reason)
    row.refresh_from_db()
    assert (row.ending, row.ended_by, row.ended_at) == ("taken", adviser, NOW)
    alert = PptAlert.objects.get()
    assert (alert.state, alert.assigned_to) == ("help_offered", adviser)
    assert (answer.kind, answer.text) == ("measure", row.title)
    assert Event.objects.get(name="measure.taken_on").person_id == adviser.pk


def test_take_requested_the_right_people_are_reminded_and_told(fjellet):
    row = waiting(fjellet)
    take(row, fjellet.ppt_adviser)
    tell_due(now=NOW)
    reminded = Message.objects.filter(kind="evaluations.EvaluationDue", channel="inbox")
    assert set(reminded.values_list("person", flat=True)) == {
        fjellet.ppt_adviser.pk, fjellet.teacher.pk,
    }  # fmt: skip
    tell_ppt_answers(now=NOW)
    told = Message.objects.filter(kind="cases.PptAnswered", channel="inbox")
    assert fjellet.principal.pk in set(told.values_list("person", flat=True))


def test_take_requested_opens_that_measure_and_nothing_else(fjellet):
    row = waiting(fjellet)
    other = measure_at(fjellet)
    take(row, fjellet.ppt_adviser)
    with acting(fjellet.ppt_adviser, TODAY) as viewer:
        assert list(Measure.objects.visible_to(viewer)) == [row.measure]
        assert not Case.objects.visible_to(viewer).exists()
        assert not Measure.objects.filter(pk=other.pk).exists()
    with acting(fjellet.ppt_leader, TODAY):
        assert not Measure.objects.exists()


def test_take_requested_as_deputy_leaves_the_responsible_one(fjellet):
    row = waiting(fjellet, part="deputy")
    take(row, fjellet.ppt_adviser)
    measure = Measure.objects.get()
    assert (measure.responsible, measure.deputy) == (fjellet.teacher, fjellet.ppt_adviser)


def test_take_requested_refused_by_state(fjellet):
    row = waiting(fjellet)
    take(row, fjellet.ppt_adviser)
    with pytest.raises(ActionError, match="not asked for any more"):
        take(row, fjellet.ppt_leader)
    withdrawn = waiting(fjellet)
    withdraw(withdrawn, fjellet.deputy)
    with pytest.raises(ActionError, match="not asked for any more"):
        take(withdrawn, fjellet.ppt_adviser)


def test_take_requested_refused_by_role(fjellet, strand):
    row = waiting(fjellet)
    CaseAccessFactory(case=row.case, person=(excluded := colleague(fjellet)))
    for by in (strand.ppt_adviser, excluded, fjellet.principal, fjellet.owner_adviser):
        assert seen_by(by, row) == []
        with pytest.raises(ActionError, match="not asked for any more"):
            take(row, by)
    assert not PptAnswer.objects.exists()


def move_away(row):
    Case.objects.filter(pk=row.case_id).update(held_by=row.case.unit.parent_id)


def close(row):
    Case.objects.filter(pk=row.case_id).update(state="closed", ended_reason="Trygt.")


def stop(row):
    Measure.objects.filter(pk=row.measure_id).update(state="stopped", evaluate_on=None)


def other_office(row):
    PptService.objects.update_or_create(
        serves=row.case.unit, defaults={"office": OfficeFactory(parent=row.case.unit.parent)}
    )


@pytest.mark.parametrize("change", [move_away, close, stop, other_office])
def test_what_does_not_stand_is_not_read_and_the_school_is_told_so(fjellet, change):
    row = waiting(fjellet)
    assert seen_by(fjellet.ppt_adviser, row) == [row.pk]
    change(row)
    assert seen_by(fjellet.ppt_adviser, row) == []
    again = MeasureRequest.objects.select_related("case__unit", "case__alert", "measure").get()
    assert not again.stands(PptService.objects.office_serving(again.case.unit))
    with pytest.raises(ActionError, match="not asked for any more"):
        take(row, fjellet.ppt_adviser)


def test_decline_requested_says_why_and_lets_the_alert_wait(fjellet):
    row = waiting(fjellet)
    answer = decline(row, fjellet.ppt_adviser)
    assert decline(row, fjellet.ppt_adviser) == answer
    row.refresh_from_db()
    assert (row.ending, row.answer) == ("declined", "Ingen er ledige før jul.")
    assert (answer.kind, PptAlert.objects.get().state) == ("no_measure", "received")
    assert not CaseAccess.objects.exists()


def test_decline_requested_refused_by_state(fjellet):
    row = waiting(fjellet)
    with pytest.raises(ActionError, match="Write why"):
        decline(row, fjellet.ppt_adviser, text=" ")
    take(row, fjellet.ppt_adviser)
    with pytest.raises(ActionError, match="not asked for any more"):
        decline(row, fjellet.ppt_leader)


def test_decline_requested_refused_by_role(fjellet, strand):
    row = waiting(fjellet)
    for by in (strand.ppt_leader, fjellet.deputy):
        with pytest.raises(ActionError, match="not asked for any more"):
            decline(row, by)


def test_withdraw_request_closes_it_at_the_next_page(fjellet):
    row = withdraw(waiting(fjellet), fjellet.deputy)
    assert (row.ending, row.ended_by, row.answer) == (
        "withdrawn", fjellet.deputy, "Vi gjør det selv.",
    )  # fmt: skip
    assert seen_by(fjellet.ppt_adviser, row) == []


def test_withdraw_request_refused_by_state(fjellet):
    row = withdraw(waiting(fjellet), fjellet.principal)
    with pytest.raises(ActionError, match="already been ended"):
        withdraw(row, fjellet.principal)
    taken = waiting(fjellet)
    take(taken, fjellet.ppt_adviser)
    with pytest.raises(ActionError, match="PPT has taken on the measure"):
        withdraw(taken, fjellet.principal)


def test_withdraw_request_refused_by_role(fjellet, strand):
    row = waiting(fjellet)
    refused_to(
        (fjellet.teacher, fjellet.ppt_adviser, strand.principal), lambda by: withdraw(row, by)
    )


def test_the_functions_are_not_for_the_worker_and_the_inner_one_for_nobody(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, has_function_privilege('app', p.oid, 'EXECUTE'), "
            "has_function_privilege('worker', p.oid, 'EXECUTE') FROM pg_proc p "
            "WHERE p.proname IN ('ppt_waiting', 'ppt_read_requests', 'ppt_case_of_request')"
        )
        found = {name: (app, worker) for name, app, worker in cursor.fetchall()}
    assert found == {
        "ppt_waiting": (False, False),
        "ppt_read_requests": (True, False),
        "ppt_case_of_request": (True, False),
    }


def test_somebody_new_at_the_office_can_take_it_too(fjellet):
    row = waiting(fjellet)
    newcomer = member("ppt_adviser", fjellet.office)
    take(row, newcomer)
    assert Measure.objects.get().responsible == newcomer
