"""An alert is acknowledged, once, by the office that got it."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.scope import entered
from audit.models import Event
from cases.models import PptAlert
from common.errors import ActionError
from ppt.actions import receive_alert
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory, PptAlertFactory
from tests.ppt.scene import alert_at, do
from tests.scope import acting, refused_to


def receive(alert, by):
    return do(receive_alert, by, alert=alert)


def test_receive_alert_says_who_and_when(fjellet):
    alert = alert_at(fjellet)
    receive(alert, fjellet.ppt_adviser)
    alert.refresh_from_db()
    assert (alert.state, alert.received_by, alert.received_at) == (
        "received", fjellet.ppt_adviser, NOW,
    )  # fmt: skip
    event = Event.objects.get()
    assert (event.name, event.target_id, event.case_id) == ("alert.received", alert.pk, None)


def test_receive_alert_is_seen_by_the_school_on_the_case(fjellet):
    case = CaseFactory(unit=fjellet.school, alert=alert_at(fjellet))
    receive(case.alert, fjellet.ppt_adviser)
    with acting(fjellet.principal, TODAY) as viewer:
        seen = type(case).objects.visible_to(viewer).select_related("alert__received_by").get()
        assert (seen.alert.state, seen.alert.received_by) == ("received", fjellet.ppt_adviser)


def test_receive_alert_twice_by_the_same_person_is_once(fjellet):
    alert = alert_at(fjellet)
    assert receive(alert, fjellet.ppt_leader) == receive(alert, fjellet.ppt_leader)
    assert Event.objects.count() == 1


def test_receive_alert_refused_by_state_when_somebody_came_first(fjellet):
    alert = alert_at(fjellet)
    receive(alert, fjellet.ppt_leader)
    with pytest.raises(ActionError) as refused:
        receive(alert, fjellet.ppt_adviser)
    assert fjellet.ppt_leader.name in str(refused.value)
    alert.refresh_from_db()
    assert alert.received_by == fjellet.ppt_leader


def test_receive_alert_refused_by_role(fjellet, strand):
    alert = alert_at(fjellet)
    for by in (
        fjellet.principal, fjellet.teacher, fjellet.owner_adviser, fjellet.owner_administrator,
        strand.ppt_adviser, strand.ppt_leader,
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            receive(alert, by)
        with pytest.raises(PermissionDenied):
            receive_alert(alert=alert, by=by, now=NOW)


def test_receive_alert_refused_by_role_without_an_office(fjellet):
    alert = PptAlertFactory(unit=fjellet.school)
    refused_to((fjellet.owner_adviser, fjellet.ppt_adviser), lambda by: receive(alert, by))


def test_receive_alert_refused_by_role_of_somebody_excluded(fjellet):
    case = CaseFactory(unit=fjellet.school, alert=alert_at(fjellet))
    CaseAccessFactory(case=case, person=fjellet.ppt_adviser)
    with pytest.raises(PermissionDenied):
        receive(case.alert, fjellet.ppt_adviser)


@pytest.mark.django_db(transaction=True)
def test_two_advisers_at_once_are_one_and_a_refusal(fjellet):
    alert, ends, gate = alert_at(fjellet), [], threading.Barrier(2)

    def answer(by):
        try:
            with entered(by, TODAY):
                gate.wait()
                receive_alert(alert=alert, by=by, now=NOW)
                ends.append("received")
        except ActionError:
            ends.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=answer, args=[by])
        for by in (fjellet.ppt_adviser, fjellet.ppt_leader)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["received", "refused"]
    assert PptAlert.objects.get().state == "received"
