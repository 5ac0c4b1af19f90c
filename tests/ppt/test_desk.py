"""An alert is given to somebody, one or many at a time."""

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases.models import PptAlert
from common.errors import ActionError
from notifications.models import Message
from organisations.models import Membership
from ppt.actions import assign_alert, assign_alerts, receive_alert, receive_alerts
from tests.clock import NOW
from tests.factories.cases import CaseAccessFactory
from tests.ppt.scene import alert_at, case_at, colleague, do
from tests.scope import refused_to


def names_of(alert):
    found = Event.objects.filter(target_id=alert.pk).order_by("number")
    return list(found.values_list("name", flat=True))


def assign(alert, by, to=None):
    return do(assign_alert, by, alert=alert, to=to or by)


def test_assign_alert_to_oneself_acknowledges_it_too(fjellet):
    alert = alert_at(fjellet)
    assign(alert, fjellet.ppt_adviser)
    assign(alert, fjellet.ppt_adviser)
    alert.refresh_from_db()
    assert (alert.state, alert.assigned_to, alert.received_by, alert.received_at) == (
        "assigned", fjellet.ppt_adviser, fjellet.ppt_adviser, NOW,
    )  # fmt: skip
    assert names_of(alert) == ["alert.received", "alert.assigned"]
    assert Message.objects.count() == 0


def test_assign_alert_to_a_colleague_who_is_told(fjellet):
    alert, hanne = alert_at(fjellet), colleague(fjellet)
    assign(alert, fjellet.ppt_adviser, hanne)
    told = Message.objects.filter(channel="inbox")
    assert [(one.kind, one.person, one.case_id) for one in told] == [
        ("cases.PptAssigned", hanne, None)
    ]
    # Hanne hands it over; the leader gives anybody's to anybody.
    assign(alert, hanne, fjellet.ppt_adviser)
    assign(alert, fjellet.ppt_leader, hanne)
    alert.refresh_from_db()
    assert (alert.state, alert.assigned_to, alert.received_by) == (
        "assigned", hanne, fjellet.ppt_adviser,
    )  # fmt: skip


def test_assign_alert_keeps_what_the_school_was_told(fjellet):
    told = {"received_at": NOW, "received_by": fjellet.ppt_adviser}
    for state in ("help_offered", "not_now"):
        alert = alert_at(fjellet, state=state, assigned_to=fjellet.ppt_adviser, **told)
        assert assign(alert, fjellet.ppt_adviser, colleague(fjellet)).state == state


def test_assign_alert_refused_by_state_when_a_colleague_has_it(fjellet, english):
    alert, hanne = alert_at(fjellet), colleague(fjellet)
    assign(alert, hanne)
    with pytest.raises(ActionError, match="Hanne Holm has alert"):
        assign(alert, fjellet.ppt_adviser)
    # Not for those who have left.
    Membership.objects.filter(person=hanne).update(ends_on="2026-11-20")
    assert assign(alert, fjellet.ppt_adviser).assigned_to == fjellet.ppt_adviser


def test_assign_alert_refused_by_state_when_it_has_ended(fjellet, english):
    alert = alert_at(fjellet, state="ended", ended_at=NOW, ended_reason="case_ended")
    for action, asked in ((receive_alert, {}), (assign_alert, {"to": fjellet.ppt_adviser})):
        with pytest.raises(ActionError, match="has ended"):
            do(action, fjellet.ppt_adviser, alert=alert, **asked)


def test_assign_alert_refused_by_state_to_somebody_who_may_not_see_it(fjellet, strand, english):
    case, hanne = case_at(fjellet), colleague(fjellet)
    CaseAccessFactory(case=case, person=hanne)
    for to in (hanne, fjellet.principal, strand.ppt_adviser):
        with pytest.raises(ActionError, match="cannot be given"):
            assign(case.alert, fjellet.ppt_adviser, to)
    case.alert.refresh_from_db()
    assert case.alert.state == "new"


def test_assign_alert_refused_by_role(fjellet, strand):
    case = case_at(fjellet)
    CaseAccessFactory(case=case, person=(excluded := colleague(fjellet)))
    others = (fjellet.principal, fjellet.owner_adviser, strand.ppt_leader, excluded)
    refused_to(others, lambda by: assign(case.alert, by, fjellet.ppt_adviser))


def test_receive_alerts_says_which_somebody_came_first_to_and_does_the_others(fjellet, english):
    alerts = [alert_at(fjellet) for _time in range(4)]
    do(receive_alert, colleague(fjellet), alert=alerts[2])
    taken = do(receive_alerts, fjellet.ppt_adviser, alerts=alerts)
    assert (taken.done, taken.missing) == (3, 0)
    ((number, why),) = taken.refused
    assert number == alerts[2].number
    assert "Hanne Holm" in why
    assert set(PptAlert.objects.values_list("state", flat=True)) == {"received"}


def test_assign_alerts_gives_each_that_it_can(fjellet):
    alerts, hanne = [alert_at(fjellet) for _time in range(3)], colleague(fjellet)
    assign(alerts[0], hanne)
    taken = do(assign_alerts, fjellet.ppt_adviser, alerts=alerts, to=fjellet.ppt_adviser)
    assert (taken.done, len(taken.refused)) == (2, 1)
    assert PptAlert.objects.filter(assigned_to=fjellet.ppt_adviser).count() == 2


@pytest.mark.parametrize("many", [receive_alerts, assign_alerts])
def test_many_are_missing_to_those_without_the_desk(fjellet, strand, many):
    more = {"to": strand.ppt_adviser} if many is assign_alerts else {}
    taken = do(many, strand.ppt_adviser, alerts=[alert_at(fjellet)], **more)
    assert (taken.done, taken.refused, taken.missing) == (0, [], 1)


def test_receive_alerts_refused_by_role(fjellet, strand):
    alert = alert_at(fjellet)
    for by in (fjellet.principal, strand.ppt_leader, fjellet.owner_adviser):
        assert do(receive_alerts, by, alerts=[alert]).missing == 1
    alert.refresh_from_db()
    assert alert.state == "new"


def test_assign_alerts_refused_by_role(fjellet, strand):
    alert = alert_at(fjellet)
    for by in (fjellet.principal, strand.ppt_leader, fjellet.owner_adviser):
        assert do(assign_alerts, by, alerts=[alert], to=fjellet.ppt_adviser).missing == 1
    with pytest.raises(PermissionDenied):
        assign(alert, fjellet.principal, fjellet.ppt_adviser)
