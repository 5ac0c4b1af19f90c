from datetime import date, timedelta

import pytest

from evaluations.notices import EvaluationDue
from measures.models import Measure
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory
from tests.factories.notifications import MessageFactory
from tests.plugin_database import as_worker


def due(set_up, person, due_on=TODAY):
    return MessageFactory(
        kind=EvaluationDue.name,
        thing_id=set_up.measure.pk,
        case_id=set_up.case.pk,
        due_on=due_on,
        person=person,
    )


def still_due(message, now=NOW):
    with as_worker():
        return EvaluationDue().still_due(message, now)


def may_receive(message):
    with as_worker():
        return EvaluationDue().may_receive(message, TODAY)


def test_it_leads_to_the_evaluation(fjellet):
    set_up = scene(fjellet)
    url = EvaluationDue().url(due(set_up, fjellet.teacher))
    assert url == f"/evaluations/{set_up.measure.pk}/"


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, True),
        ({"evaluate_on": TODAY - timedelta(days=4)}, True),
        ({"evaluate_on": date(2026, 12, 7)}, False),
        ({"state": "stopped", "evaluate_on": None}, False),
    ],
)
def test_it_is_due_while_the_measure_runs_and_the_date_is_not_answered(fjellet, change, answer):
    set_up = scene(fjellet)
    message = due(set_up, fjellet.teacher)
    Measure.objects.filter(pk=set_up.measure.pk).update(**change)
    assert still_due(message) is answer


def test_it_is_not_due_in_a_case_that_has_ended_nor_for_a_measure_that_is_gone(fjellet):
    set_up = scene(fjellet)
    message = due(set_up, fjellet.teacher)
    type(set_up.case).objects.update(state="void", ended_reason="Feil.")
    assert still_due(message) is False
    message.thing_id = set_up.case.pk
    assert still_due(message) is False
    assert may_receive(message) is False


def test_the_responsible_one_and_the_deputy_may_get_it(fjellet):
    set_up = scene(fjellet, deputy=fjellet.other_teacher)
    assert may_receive(due(set_up, fjellet.teacher)) is True
    assert may_receive(due(set_up, fjellet.other_teacher)) is True
    assert may_receive(due(set_up, fjellet.principal)) is False


def test_one_who_no_longer_carries_it_out_does_not_get_it(fjellet):
    set_up = scene(fjellet)
    message = due(set_up, fjellet.teacher)
    Measure.objects.filter(pk=set_up.measure.pk).update(responsible=fjellet.other_teacher)
    assert may_receive(message) is False


def test_one_who_has_left_is_closed_out_or_is_excluded_does_not_get_it(fjellet):
    set_up = scene(fjellet)
    message = due(set_up, fjellet.teacher)
    access = CaseAccessFactory(case=set_up.case, person=fjellet.teacher)
    assert may_receive(message) is False
    access.ended_at = NOW
    access.save()
    assert may_receive(message) is True
    type(fjellet.teacher).objects.filter(pk=fjellet.teacher.pk).update(**CLOSED)
    assert may_receive(message) is False
    type(fjellet.teacher).objects.filter(pk=fjellet.teacher.pk).update(
        is_active=True, closed_at=None
    )
    fjellet.teacher.memberships.update(ends_on=TODAY - timedelta(days=1))
    assert may_receive(message) is False
