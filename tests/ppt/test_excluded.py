"""An adviser who is excluded from a case finds nothing of its alert on any page of the desk: each
page is as it would be if there were no such alert."""

import re
from datetime import timedelta

import pytest

from cases.models import PptAlert, PptAnswer
from ppt.models import Note
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory
from tests.factories.opened import PptOpeningFactory
from tests.factories.ppt import MeasureRequestFactory, NoteFactory, PptAnswerFactory
from tests.ppt.asking import measure_at
from tests.ppt.scene import alert_at

pytestmark = pytest.mark.usefixtures("english")
# What is of the page and not of what is on it.
OF_THE_PAGE = re.compile(r'(name="csrfmiddlewaretoken" value|nonce|name="token" value)="[^"]*"')
LISTS = [
    "/ppt/", "/ppt/?show=new", "/ppt/?show=received", "/ppt/?show=mine", "/ppt/?stage=5-7",
    "/ppt/?kind=words", "/ppt/?help=meeting", "/ppt/?unit={unit}", "/ppt/?number={number}",
    "/ppt/?page=2", "/today/", "/notifications/",
]  # fmt: skip


def full_alert(place):
    """Of a case with all that there can be at PPT: late, the person's own, opened and asked."""
    measure = measure_at(place)
    told = {
        "unit": place.school, "stage": "5-7", "kinds": ["words"], "help_wanted": "meeting",
        "state": "assigned", "received_at": NOW, "received_by": place.ppt_adviser,
        "assigned_to": place.ppt_adviser, "answer_by": TODAY - timedelta(days=3),
        "contact_wanted_at": NOW,
    }  # fmt: skip
    PptAlert.objects.filter(pk=measure.case.alert_id).update(**told)
    alert = PptAlert.objects.get(pk=measure.case.alert_id)
    PptOpeningFactory(case=measure.case, office=place.office)
    MeasureRequestFactory(measure=measure, asked_by=place.principal)
    NoteFactory(alert=alert, written_by=place.ppt_adviser)
    PptAnswerFactory(alert=alert, given_by=place.ppt_adviser)
    return alert


def pages(client, place, alert):
    told = {"unit": place.school.pk, "number": alert.number}
    found = {one: client.get(one.format(**told)) for one in LISTS}
    return {one: (page.status_code, bare(page)) for one, page in found.items()}


def bare(page):
    return OF_THE_PAGE.sub("", page.content.decode())


def exclude(place, alert):
    CaseAccessFactory(case=alert.case, person=place.ppt_adviser)


def test_every_list_is_as_if_there_were_no_such_alert(fjellet, signed_in):
    client = signed_in(fjellet.ppt_adviser)
    number = PptAlert(number="234-6789")
    without = pages(client, fjellet, number)
    alert = full_alert(fjellet)
    number.number = alert.number
    with_it = pages(client, fjellet, alert)
    # The control: each list but the ones of other things shows it.
    assert {one for one in LISTS if with_it[one] != without[one]} >= {
        one for one in LISTS if one.startswith("/ppt/") and one not in (
            "/ppt/?show=new", "/ppt/?show=received")
    }  # fmt: skip
    exclude(fjellet, alert)
    after = pages(client, fjellet, alert)
    for one in LISTS:
        status, page = after[one]
        assert (one, status) == (one, without[one][0])
        assert page.replace(alert.number, "") == without[one][1].replace("234-6789", ""), one


def test_every_page_and_press_about_it_finds_nothing_and_changes_nothing(fjellet, signed_in):
    alert = full_alert(fjellet)
    exclude(fjellet, alert)
    client = signed_in(fjellet.ppt_adviser)
    own = Note.objects.get()
    asked = alert.case.ppt_requests.get()
    before = PptAlert.objects.values().get(pk=alert.pk)
    counted = (PptAnswer.objects.count(), Note.objects.count())
    for part in ("", "offer/", "not-now/", "end/", "notes/", f"notes/{own.pk}/",
                 f"measures/{asked.pk}/decline/"):  # fmt: skip
        assert (part, client.get(f"/ppt/{alert.pk}/{part}").status_code) == (part, 404)
    for part in ("receive/", "assign/", "offer/", "not-now/", "end/", "notes/",
                 f"notes/{own.pk}/", f"measures/{asked.pk}/take/"):  # fmt: skip
        told = {"text": "Noe.", "kind": "advice", "reason": "done", "me": "1"}
        assert (part, client.post(f"/ppt/{alert.pk}/{part}", told).status_code) == (part, 404)
    assert PptAlert.objects.values().get(pk=alert.pk) == before
    assert (PptAnswer.objects.count(), Note.objects.count()) == counted


@pytest.mark.parametrize("button", ["alert", "only", "all"])
@pytest.mark.parametrize("path", ["/ppt/receive/", "/ppt/assign/"])
def test_many_at_once_leave_it_out_and_say_no_more_than_of_one_that_is_nowhere(
    fjellet, signed_in, path, button
):
    alert = full_alert(fjellet)
    exclude(fjellet, alert)
    client = signed_in(fjellet.ppt_adviser)
    before = PptAlert.objects.values().get(pk=alert.pk)

    def said(pk, seen):
        fields = {"to": str(fjellet.ppt_adviser.pk)}
        if button == "all":
            fields |= {"all": "1", "shown": [str(pk), str(seen.pk)]}
        else:
            fields |= {button: [str(pk), str(seen.pk)]}
        page = client.post(path, fields, follow=True).content.decode()
        return re.findall(r'class="ds-alert"[^>]*>(.*?)</', page, re.DOTALL)

    first, second = alert_at(fjellet), alert_at(fjellet)
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert said(alert.pk, first) == said(nowhere, second)
    assert PptAlert.objects.values().get(pk=alert.pk) == before
