"""What a calendar program gets: read back by a parser, and by the letter of RFC 5545."""

from datetime import timedelta

import icalendar
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import pgettext

from accounts.actions import close_account, reopen_account
from accounts.models import Person
from accounts.system import SYSTEM
from audit.models import Reading
from cases.models import OwnerNotice, TrustedAdult
from documents.actions import renew_feed, turn_off_feed
from documents.models import Feed, FeedEvent
from documents.rules import MOST_FETCHES
from measures.models import Measure
from organisations.models import Membership
from tests.clock import NOW, TODAY
from tests.documents.feeds import fetch, parsed, strictly, told, turned_on
from tests.evaluations.scene import scene
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory
from tests.factories.documents import FeedFactory
from tests.factories.measures import MeasureFactory
from tests.factories.pupils import PupilAccessFactory
from tests.plugin_database import AppClient
from tests.scope import acting

IN_A_WEEK = TODAY + timedelta(days=7)


def later(monkeypatch, **after):
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(**after))


def test_an_evaluation_is_a_whole_day_with_a_reference_and_a_link(fjellet, client):
    set_up = scene(fjellet)
    address = turned_on(fjellet.teacher)
    (event,) = parsed(client.get(address).content)
    assert event["SUMMARY"] == f"Evaluation, case {set_up.case.reference}"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (TODAY, TODAY + timedelta(days=1))
    assert (event["STATUS"], event["CLASS"], event["TRANSP"]) == (
        "CONFIRMED", "PRIVATE", "TRANSPARENT",
    )  # fmt: skip
    assert (event["SEQUENCE"], event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt) == (0, NOW, NOW)
    assert event["URL"] == f"http://127.0.0.1:8000/calendar/events/{event['UID']}/"
    assert event["DESCRIPTION"] == f"Sign in to see what it is about.\n{event['URL']}"
    assert str(set_up.measure.pk) not in str(client.get(address).content)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_speaks_the_persons_language(fjellet, client, language):
    reference = scene(fjellet).case.reference
    (event,) = fetch(client, turned_on(fjellet.teacher, language))
    with translation.override(language):
        said = pgettext("calendar", "Evaluation, case %(reference)s")
    assert event["SUMMARY"] == said % {"reference": reference}


def test_each_has_the_own_duties_and_ids_of_the_own(fjellet, client):
    set_up = scene(fjellet, deputy=fjellet.other_teacher)
    TrustedAdult.objects.update(talk_on=IN_A_WEEK)
    reference = set_up.case.reference
    addresses = [turned_on(p) for p in (fjellet.teacher, fjellet.other_teacher, fjellet.deputy)]
    one, other, deputy = (fetch(client, address) for address in addresses)
    assert [event["SUMMARY"] for event in (*one, *other)] == 2 * [f"Evaluation, case {reference}"]
    assert one[0]["UID"] != other[0]["UID"]
    talk = ("20261130", f"Talk, case {reference}", "CONFIRMED")
    assert talk in told(client, addresses[2])
    assert len({event["UID"] for event in deputy}) == len(deputy)


def test_what_is_moved_is_the_same_event_on_another_day(fjellet, client, monkeypatch):
    scene(fjellet)
    address = turned_on(fjellet.teacher)
    (before,) = fetch(client, address)
    Measure.objects.update(evaluate_on=IN_A_WEEK)
    later(monkeypatch, hours=2)
    (after,) = fetch(client, address)
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], "1")
    assert (after["DTSTART;VALUE=DATE"], after["LAST-MODIFIED"]) == ("20261130", "20261123T110000Z")


CANCELLED = [
    "BEGIN", "CLASS", "DTEND;VALUE=DATE", "DTSTAMP", "DTSTART;VALUE=DATE", "LAST-MODIFIED",
    "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "UID",
]  # fmt: skip


def is_cancelled_without_a_word(client, address, uid):
    (event,) = fetch(client, address)
    assert sorted(event) == [name for name in CANCELLED if name != "BEGIN"]
    assert (event["UID"], event["STATUS"]) == (uid, "CANCELLED")
    assert event["SUMMARY"] == "Cancelled"


def ended(set_up, place):
    Measure.objects.update(state="stopped", evaluate_on=None, ends_on=TODAY, ended_reason="Nok.")


def excluded(set_up, place):
    CaseAccessFactory(case=set_up.case, person=place.teacher)


def left(set_up, place):
    Membership.objects.filter(person=place.teacher).update(ends_on=TODAY - timedelta(days=1))


def protected(set_up, place):
    pupil = set_up.pupil.pupil
    type(pupil).objects.update(protected=True)
    PupilAccessFactory(pupil=pupil, person=place.teacher)


@pytest.mark.parametrize("happens", [ended, excluded, left, protected])
def test_what_is_gone_is_cancelled_and_nothing_says_why(fjellet, client, happens):
    set_up = scene(fjellet)
    address = turned_on(fjellet.teacher)
    (event,) = fetch(client, address)
    happens(set_up, fjellet)
    is_cancelled_without_a_word(client, address, event["UID"])


def test_a_case_with_somebody_protected_was_never_there(fjellet, client):
    """Not for those who are named, nor for those to whom the pupil has a wall around."""
    set_up = scene(fjellet)
    protected(set_up, fjellet)
    for person in (fjellet.teacher, fjellet.principal):
        assert told(client, turned_on(person)) == []


def test_those_who_have_no_account_any_more_get_what_a_wrong_link_gets(fjellet, client):
    address = turned_on(fjellet.teacher)
    Person.objects.filter(pk=fjellet.teacher.pk).update(**CLOSED)
    assert client.get(address).status_code == 404


def test_a_calendar_is_gone_for_good_with_the_account(fjellet, client):
    scene(fjellet)
    address, others = turned_on(fjellet.teacher), turned_on(fjellet.principal)
    assert fetch(client, address)
    close_account(person=fjellet.teacher, by=SYSTEM, now=NOW)
    assert not Feed.objects.filter(person=fjellet.teacher).exists()
    assert not FeedEvent.objects.filter(feed__person=fjellet.teacher).exists()
    reopen_account(person=fjellet.teacher, by=SYSTEM, now=NOW)
    assert client.get(address).status_code == 404
    assert client.get(others).status_code == 200
    assert fetch(client, turned_on(fjellet.teacher))


def test_a_wrong_link_an_old_one_and_one_turned_off_look_alike(fjellet, client):
    wrong = client.get(f"/calendar/{'x' * 43}.ics")
    old = turned_on(fjellet.teacher)
    with acting(fjellet.teacher, TODAY):
        new = f"/calendar/{renew_feed(by=fjellet.teacher, now=NOW)}.ics"
    assert client.get(new).status_code == 200
    renewed = client.get(old)
    with acting(fjellet.teacher, TODAY):
        turn_off_feed(by=fjellet.teacher, now=NOW)
    off = client.get(new)
    for response in (renewed, off):
        assert response.status_code == wrong.status_code == 404
        assert response.content == wrong.content
        assert response.headers == wrong.headers
        assert not response.cookies


@pytest.mark.parametrize("token", ["x", "%00", "é", "x" * 5000, "..%2f", "-", "' OR 1=1", "a/b"])
def test_what_was_never_a_token_is_a_wrong_link(fjellet, client, token):
    FeedFactory(person=fjellet.teacher)
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_the_digest_is_no_key(fjellet, client):
    feed = FeedFactory(person=fjellet.teacher)
    assert client.get(f"/calendar/{feed.digest}.ics").status_code == 404


def test_nothing_is_kept_by_whoever_carries_it(fjellet, client):
    response = client.get(turned_on(fjellet.teacher))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies
    assert not Session.objects.exists()


def test_no_answer_can_be_kept_on_the_way_or_told_from_another(fjellet, client):
    """No mark of what it held last: a proxy could answer with it after the link is dead."""
    address = turned_on(fjellet.teacher)
    wrong = f"/calendar/{'x' * 43}.ics"
    answers = [client.get(address), client.get(wrong)]
    Feed.objects.update(fetches=MOST_FETCHES)
    answers.append(client.get(address))
    assert [answer.status_code for answer in answers] == [200, 404, 429]
    for answer in answers:
        assert "no-store" in answer["Cache-Control"]
        assert not {"ETag", "Last-Modified", "Expires", "Age"} & set(answer.headers)
    mark = {"HTTP_IF_NONE_MATCH": "*", "HTTP_IF_MODIFIED_SINCE": "Mon, 23 Nov 2026 09:00:00 GMT"}
    Feed.objects.update(fetches=0)
    assert client.get(address, **mark).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_is_only_read(fjellet, client, method):
    assert getattr(client, method)(turned_on(fjellet.teacher)).status_code == 405


def test_to_look_at_the_head_is_enough(fjellet, client):
    response = client.head(turned_on(fjellet.teacher))
    assert (response.status_code, response.content) == (200, b"")


def test_a_calendar_without_anything_holds_something_all_the_same(fjellet, client):
    """RFC 5545, 3.6: a calendar must have a component. Programs refuse one that has none."""
    body = client.get(turned_on(fjellet.head)).content
    assert strictly(body) == []
    (zone,) = icalendar.Calendar.from_ical(body).subcomponents
    assert zone["TZID"] == "Europe/Oslo"


def test_thirty_times_in_ten_minutes_and_then_later(fjellet, client, monkeypatch):
    address = turned_on(fjellet.teacher)
    for _turn in range(MOST_FETCHES):
        assert client.get(address).status_code == 200
    response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (429, "600")
    assert "fetched too often" in response.content.decode()
    later(monkeypatch, minutes=10)
    assert client.get(address).status_code == 200


def test_what_is_read_is_written_down_once_a_day_and_when_something_is_new(
    fjellet, client, monkeypatch
):
    set_up = scene(fjellet)
    address = turned_on(fjellet.teacher)

    def readings():
        client.get(address)
        return list(Reading.objects.values_list("person_id", "case_id", "page"))

    one = (fjellet.teacher.pk, set_up.case.pk, "calendar:feed")
    assert (readings(), readings()) == ([one], [one])
    Measure.objects.update(evaluate_on=IN_A_WEEK)
    assert (readings(), readings()) == (2 * [one], 2 * [one])
    later(monkeypatch, days=1)
    assert readings() == 3 * [one]


def test_opened_in_the_browser_of_somebody_else_it_is_still_its_own(fjellet, signed_in):
    """The scope of the one who is signed in is open again for the rest of the request."""
    reference = scene(fjellet).case.reference
    address = turned_on(fjellet.teacher)
    hand = signed_in(fjellet.principal)
    assert told(hand, address) == [("20261123", f"Evaluation, case {reference}", "CONFIRMED")]
    assert hand.get("/today/").status_code == 200
    assert {row.person_id for row in Reading.objects.all()} == {
        fjellet.teacher.pk,
        fjellet.principal.pk,
    }


def queries(address):
    client = AppClient()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_as_many_queries_for_three_events_as_for_one(fjellet, client):
    set_up = scene(fjellet)
    one = turned_on(fjellet.teacher)
    numbers = [queries(one), queries(one)]
    for person in (fjellet.other_teacher, fjellet.other_teacher, fjellet.other_teacher):
        MeasureFactory(
            plan=set_up.measure.plan, running=True, evaluate_on=TODAY, responsible=person
        )
    three = turned_on(fjellet.other_teacher)
    assert [queries(three), queries(three)] == numbers
    assert len(told(client, three)) == 3


def test_what_the_owner_is_told_of_an_unseen_case_goes_without_its_reference(fjellet, client):
    from tests.factories.owner import OwnerNoticeFactory

    set_up = scene(fjellet)
    OwnerNoticeFactory(case=set_up.case, told_at=NOW)
    assert OwnerNotice.objects.count() == 1
    assert told(client, turned_on(fjellet.owner_adviser)) == [("20261123", "Task", "CONFIRMED")]
