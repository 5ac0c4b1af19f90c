"""Many alerts from the inbox: chosen, acknowledged and given away."""

import pytest

from cases.models import PptAlert
from ppt.actions import receive_alert
from tests.factories.cases import CaseAccessFactory
from tests.ppt.scene import alert_at, case_at, colleague, do

KINDS = ["words"]


@pytest.fixture
def adviser(client, fjellet):
    client.force_login(fjellet.ppt_adviser)
    return fjellet.ppt_adviser


def sent(client, path, **fields):
    answer = client.post(path, fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def states():
    return sorted(PptAlert.objects.values_list("state", flat=True))


def test_the_chosen_are_acknowledged_and_the_page_stays(client, adviser, fjellet):
    alerts = [alert_at(fjellet) for _time in range(3)]
    chosen = {"alert": [alert.pk for alert in alerts[:2]]}
    answer = client.post("/ppt/receive/?show=new&kind=words", chosen)
    assert answer["Location"] == "/ppt/?show=new&kind=words"
    assert states() == ["new", "received", "received"]


def test_all_new_ones_that_the_page_showed_are_acknowledged(client, adviser, fjellet):
    shown = [alert_at(fjellet) for _time in range(10)]
    page = client.get("/ppt/?show=new").content.decode()
    assert page.count('name="shown"') == 10
    later = alert_at(fjellet)
    sent(client, "/ppt/receive/", all="1", shown=[alert.pk for alert in shown])
    assert PptAlert.objects.get(state="new") == later


def test_what_a_colleague_has_taken_is_said_and_the_rest_is_done(client, adviser, fjellet, english):
    alerts = [alert_at(fjellet) for _time in range(3)]
    do(receive_alert, colleague(fjellet), alert=alerts[1])
    page = sent(client, "/ppt/receive/", alert=[alert.pk for alert in alerts])
    assert alerts[1].number in page
    assert "Hanne Holm" in page
    assert states() == ["received"] * 3


def test_one_press_in_the_row_acknowledges_or_takes_it(client, adviser, fjellet):
    first, second = alert_at(fjellet), alert_at(fjellet)
    sent(client, "/ppt/receive/", only=first.pk, alert=second.pk)
    assert states() == ["new", "received"]
    sent(client, "/ppt/assign/", only=second.pk, to="somebody", alert=first.pk)
    second.refresh_from_db()
    assert (second.state, second.assigned_to) == ("assigned", adviser)


def test_the_chosen_are_given_to_a_colleague(client, adviser, fjellet):
    alerts, hanne = [alert_at(fjellet) for _time in range(2)], colleague(fjellet)
    sent(client, "/ppt/assign/", to=hanne.pk, alert=[alert.pk for alert in alerts])
    assert PptAlert.objects.filter(assigned_to=hanne, state="assigned").count() == 2


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"alert": "x"}, {"alert": "00000000-0000-4000-8000-000000000000"}, {"all": "1"},
        {"only": ""}, {"only": "'; DROP TABLE"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/ppt/receive/", "/ppt/assign/"])
def test_what_is_not_there_is_said_and_nothing_is_done(client, adviser, fjellet, path, asked):
    alert_at(fjellet)
    page = sent(client, path, **{"to": adviser.pk, **asked})
    assert 'class="ds-alert"' in page
    assert states() == ["new"]


@pytest.mark.parametrize("to", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_they_are_given_to_nobody_who_is_not_at_the_office(client, adviser, fjellet, to):
    alert = alert_at(fjellet)
    for whom in (to, fjellet.principal.pk):
        page = sent(client, "/ppt/assign/", alert=alert.pk, to=whom)
        assert 'class="ds-alert"' in page
    assert states() == ["new"]


def test_an_excluded_adviser_sees_nothing_also_not_in_the_counts(client, fjellet):
    seen, case = alert_at(fjellet), case_at(fjellet)
    CaseAccessFactory(case=case, person=fjellet.ppt_adviser)
    client.force_login(fjellet.ppt_adviser)
    page = client.get("/ppt/").content.decode()
    assert "(1)" in page
    assert "(2)" not in page
    assert (str(seen.pk) in page, str(case.alert_id) in page) == (True, False)
    assert case.alert.number not in page
    sent(client, "/ppt/receive/", alert=[case.alert_id])
    for part in ("", "offer/", "not-now/", "end/", "notes/"):
        assert client.get(f"/ppt/{case.alert_id}/{part}").status_code == 404
    case.alert.refresh_from_db()
    assert case.alert.state == "new"


FILTERS = [
    ("number={number}", 1), ("number={small}", 1), ("stage=5-7", 1), ("stage=1-4", 0),
    ("kind=words", 1), ("kind=digital", 0), ("help=meeting", 1), ("help=advice", 0),
    ("unit={unit}", 1), ("unit={other}", 0), ("unit=x", 2), ("kind=x&stage=%00", 2),
    ("number=%27--", 2),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "found"), FILTERS)
def test_filters(client, adviser, fjellet, asked, found):
    alert = alert_at(fjellet, stage="5-7", kinds=KINDS, help_wanted="meeting")
    other = alert_at(fjellet)
    PptAlert.objects.filter(pk=other.pk).update(unit=None)
    address = "/ppt/?" + asked.format(
        number=alert.number, small=alert.number.lower(), unit=fjellet.school.pk,
        other=fjellet.other_school.pk,
    )  # fmt: skip
    page = client.get(address)
    assert page.status_code == 200
    assert page.content.decode().count('<li class="card">') == found


def test_others_find_no_desk(client, fjellet):
    alert = alert_at(fjellet)
    client.force_login(fjellet.principal)
    for path in ("/ppt/receive/", "/ppt/assign/"):
        assert client.post(path, {"alert": alert.pk}).status_code == 404
        assert client.get(path).status_code == 405
    assert (states(), PptAlert.objects.get().received_at) == (["new"], None)
