"""What is told of an alert, to whom, and until when. Asked as the worker asks."""

from datetime import timedelta

import pytest

from cases.models import PptAlert
from cases.notices import PptAlerted
from tests.cases.opening import opened
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, PptAlertFactory
from tests.factories.notifications import MessageFactory
from tests.plugin_database import as_worker
from tests.scope import acting

KIND = PptAlerted()


def message_to(person, alert):
    return MessageFactory(person=person, thing_id=alert.pk, inbox=True)


def answers(message):
    with as_worker():
        return KIND.may_receive(message, TODAY), KIND.still_due(message, NOW)


def test_an_alert_is_due_until_it_is_acknowledged(fjellet):
    alert = PptAlertFactory(unit=fjellet.school, office=fjellet.office)
    message = message_to(fjellet.ppt_adviser, alert)
    assert answers(message) == (True, True)
    PptAlert.objects.update(state="received", received_at=NOW, received_by=fjellet.ppt_leader)
    assert answers(message) == (True, False)


@pytest.mark.parametrize(
    ("who", "may"),
    [("ppt_adviser", True), ("ppt_leader", True), ("principal", False), ("owner_adviser", False)],
)
def test_the_office_is_told(fjellet, who, may):
    alert = PptAlertFactory(unit=fjellet.school, office=fjellet.office)
    assert answers(message_to(getattr(fjellet, who), alert))[0] == may


@pytest.mark.parametrize(
    ("who", "may"),
    [("ppt_adviser", False), ("owner_adviser", True), ("owner_administrator", False)],
)
def test_the_owner_is_told_where_no_office_serves(fjellet, who, may):
    alert = PptAlertFactory(unit=fjellet.school)
    assert answers(message_to(getattr(fjellet, who), alert))[0] == may


def test_who_has_left_or_is_excluded_is_not_told(fjellet):
    case = opened(fjellet.school, fjellet.principal)
    first = message_to(fjellet.ppt_adviser, case.alert)
    second = message_to(fjellet.ppt_leader, case.alert)
    CaseAccessFactory(case=case, person=fjellet.ppt_adviser)
    fjellet.ppt_leader.memberships.update(ends_on=TODAY - timedelta(days=1))
    assert (answers(first), answers(second)) == ((False, True), (False, True))
    with acting(fjellet.ppt_adviser, TODAY):
        assert not KIND.may_receive(first, TODAY)


def test_an_alert_that_is_gone_is_told_to_nobody(fjellet):
    message = MessageFactory(person=fjellet.ppt_adviser, inbox=True)
    assert answers(message) == (False, False)


def test_it_leads_to_the_desk_or_to_the_owner(fjellet):
    placed = PptAlertFactory(unit=fjellet.school, office=fjellet.office)
    unplaced = PptAlertFactory(unit=fjellet.school)
    assert KIND.url(message_to(fjellet.ppt_adviser, placed)) == f"/ppt/{placed.pk}/"
    assert KIND.url(message_to(fjellet.owner_adviser, unplaced)) == "/owner/"
