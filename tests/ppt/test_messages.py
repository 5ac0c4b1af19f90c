"""Two messages about alerts are told apart by the number that is said on the telephone."""

import pytest
from django.urls import reverse

from notifications.delivery.letters import letter
from tests.factories.cases import CaseAccessFactory
from tests.factories.notifications import MessageFactory
from tests.ppt.scene import alert_at, case_at

pytestmark = pytest.mark.usefixtures("english")
INBOX = reverse("notifications:inbox")
FRAME = 4  # session, person, enter, leave; no case is read


def told(alert, to, kind="cases.PptAlerted", **more):
    return MessageFactory(
        **{"inbox": True, "kind": kind, "person": to, "thing_id": alert.pk, **more}
    )


@pytest.mark.parametrize("count", [1, 3])
def test_each_message_about_an_alert_says_its_number(
    fjellet, signed_in, count, django_assert_num_queries
):
    kinds = ["cases.PptAlerted", "cases.PptContactWanted", "cases.PptAssigned"]
    alerts = [alert_at(fjellet) for _one in range(count)]
    for alert, kind in zip(alerts, kinds, strict=False):
        told(alert, fjellet.ppt_adviser, kind)
    client = signed_in(fjellet.ppt_adviser)
    client.get(INBOX)
    with django_assert_num_queries(FRAME + 3 + 1):
        page = client.get(INBOX).content.decode()
    assert [alert.number for alert in alerts if f"· Alert {alert.number}" not in page] == []


def test_an_alert_that_is_closed_to_the_person_says_no_number(fjellet, strand, signed_in):
    case = case_at(fjellet)
    CaseAccessFactory(case=case, person=fjellet.ppt_adviser)
    # Not hidden with its case: what was told before did not say which it is about.
    told(case.alert, fjellet.ppt_adviser)
    told(case.alert, strand.ppt_adviser)
    for person in (fjellet.ppt_adviser, strand.ppt_adviser):
        assert case.alert.number not in signed_in(person).get(INBOX).content.decode()


def test_no_letter_says_the_number(fjellet):
    alert = alert_at(fjellet)
    mail = letter(told(alert, fjellet.ppt_adviser, inbox=False))
    assert alert.number not in mail.message().as_string()
