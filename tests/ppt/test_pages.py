"""The desk as an adviser sees it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import PptAlert
from tests.cases.opening import TEXT, class_of, opened
from tests.clock import NOW
from tests.factories.cases import PptAlertFactory
from tests.factories.ppt import NoteFactory, PptAnswerFactory

FRAME = 4  # session, person, enter, leave: nothing of a case is read


@pytest.fixture
def adviser(client, fjellet):
    client.force_login(fjellet.ppt_adviser)
    return fjellet.ppt_adviser


def alerts_at(place, count, **more):
    return PptAlertFactory.create_batch(count, unit=place.school, office=place.office, **more)


def page(response):
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_asks_as_much_for_many_as_for_one(
    client, adviser, fjellet, count, django_assert_num_queries
):
    alerts_at(fjellet, count)
    client.get("/ppt/")
    # Counted, shown, counted for the tabs, whom they can be given to, and where they come from.
    with django_assert_num_queries(FRAME + 5):
        response = client.get("/ppt/")
    assert page(response).count('<li class="card">') == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_alert_asks_as_much_for_many_as_for_one(
    client, adviser, fjellet, count, django_assert_num_queries
):
    (alert,) = alerts_at(fjellet, 1)
    for _time in range(count):
        PptAnswerFactory(alert=alert, given_by=adviser)
        NoteFactory(alert=alert, written_by=adviser)
    client.get(f"/ppt/{alert.pk}/")
    # The alert, who is barred and who can be given it, answers, notes, what is opened and asked.
    with django_assert_num_queries(FRAME + 7):
        response = client.get(f"/ppt/{alert.pk}/")
    assert page(response).count('<li class="card">') == 2 * count


def test_what_the_school_waits_for_stands_first_and_the_overdue_on_top(client, adviser, fjellet):
    def at(days, **more):
        day = timezone.localdate() + timedelta(days=days)
        return alerts_at(fjellet, 1, answer_by=day, **more)[0]

    known = {"received_at": NOW, "received_by": adviser}
    mine = known | {"assigned_to": adviser}
    expected = [
        at(-2, state="received", **known), at(-1), at(3, state="assigned", **mine),
        at(5, state="not_now", **mine), at(6), at(-9, state="help_offered", **mine),
        at(-9, state="ended", ended_at=NOW, ended_reason="done", **mine),
    ]  # fmt: skip
    shown = page(client.get("/ppt/"))
    cards = [shown.index(f"alert-{alert.pk}") for alert in expected]
    assert cards == sorted(cards)

    def numbers(tab):
        there = page(client.get(f"/ppt/?show={tab}"))
        return [number for number, alert in enumerate(expected) if f"alert-{alert.pk}" in there]

    assert numbers("new") == [1, 4]
    assert numbers("received") == [0]
    assert numbers("mine") == [2, 3, 5]


def test_a_row_says_week_stage_kind_and_help_and_nothing_more(client, adviser, fjellet):
    case = opened(
        fjellet.school, fjellet.principal, pupils=(pupils := class_of(fjellet.school, 30))[:1],
        described=[], help_wanted="meeting", serious=True, serious_reason="Eleven er redd.",
    )  # fmt: skip
    for address in ("/ppt/", f"/ppt/{case.alert_id}/"):
        shown = page(client.get(address))
        assert fjellet.school.name in shown
        assert "48, 2026" in shown
        assert "5–7" in shown
        for hidden in (case.reference, str(case.pk), pupils[0].name, TEXT, "Eleven er redd."):
            assert hidden not in shown


def test_a_small_unit_is_not_named(client, adviser, fjellet):
    case = opened(fjellet.kindergarten, fjellet.head)
    for address in ("/ppt/", f"/ppt/{case.alert_id}/"):
        shown = page(client.get(address))
        assert fjellet.kindergarten.name not in shown
        assert str(fjellet.kindergarten.pk) not in shown


def test_the_year_is_the_weeks_own(client, adviser, fjellet):
    alerts_at(fjellet, 1, week=date(2026, 12, 28))
    assert "53, 2026" in page(client.get("/ppt/"))


def test_a_late_answer_is_said_in_words(client, adviser, fjellet):
    today = timezone.localdate()
    alerts_at(fjellet, 1, answer_by=today)
    assert 'data-color="danger"' not in page(client.get("/ppt/"))
    PptAlert.objects.update(answer_by=today - timedelta(days=1))
    assert 'data-color="danger"' in page(client.get("/ppt/"))


def test_acknowledging_answers_the_school(client, adviser, fjellet):
    (alert,) = alerts_at(fjellet, 1)
    assert f'name="only" value="{alert.pk}"' in page(client.get("/ppt/"))
    response = client.post(f"/ppt/{alert.pk}/receive/")
    assert response["Location"] == f"/ppt/{alert.pk}/"
    alert.refresh_from_db()
    assert (alert.state, alert.received_by) == ("received", adviser)
    shown = page(client.get(f"/ppt/{alert.pk}/"))
    assert adviser.name in shown
    assert f"/ppt/{alert.pk}/receive/" not in shown
    assert client.get(f"/ppt/{alert.pk}/receive/").status_code == 405


def test_who_comes_second_is_told_who_came_first(client, adviser, fjellet):
    (alert,) = alerts_at(
        fjellet, 1, state="received", received_at=NOW, received_by=fjellet.ppt_leader
    )
    response = client.post(f"/ppt/{alert.pk}/receive/", follow=True)
    assert response.status_code == 200
    assert "23. november 2026 10.00" in page(response)


@pytest.mark.parametrize(
    "who", ["principal", "teacher", "owner_adviser", "owner_administrator", "school_administrator"]
)
def test_the_desk_is_not_there_for_others(client, fjellet, who):
    (alert,) = alerts_at(fjellet, 1)
    client.force_login(getattr(fjellet, who))
    assert client.get("/ppt/").status_code == 404
    assert client.get(f"/ppt/{alert.pk}/").status_code == 404
    assert client.post(f"/ppt/{alert.pk}/receive/").status_code == 404


def test_another_offices_alert_is_not_there(client, adviser, fjellet, strand):
    (other,) = alerts_at(strand, 1)
    unplaced = PptAlertFactory(unit=fjellet.school)
    assert '<li class="card">' not in page(client.get("/ppt/"))
    for alert in (other, unplaced):
        assert client.get(f"/ppt/{alert.pk}/").status_code == 404
        assert client.post(f"/ppt/{alert.pk}/receive/").status_code == 404
    assert client.get("/ppt/?page=x&show=%00").status_code == 200
