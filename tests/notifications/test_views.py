import uuid

import pytest
from django.urls import reverse

from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseAccessFactory
from tests.factories.notifications import MessageFactory
from tests.factories.organisations import MembershipFactory
from tests.notifications.kinds import Told

pytestmark = pytest.mark.django_db
INBOX = reverse("notifications:inbox")
FRAME = 4  # session, person, enter, leave; no case is read


def address(message):
    return reverse("notifications:open", args=[message.pk])


@pytest.fixture
def person():
    return MembershipFactory(person__language="en").person


@pytest.fixture
def web(client, person):
    client.force_login(person)
    return client


def told(person, **fields):
    return MessageFactory(**{"inbox": True, "kind": Told.name, "person": person, **fields})


def words(response):
    return response.content.decode()


def test_inbox_shows_own_messages_newest_first_and_marks_the_unread(web, person):
    old = told(person, created_at=NOW.replace(day=1), read_at=NOW)
    new = told(person, due_on=TODAY)
    told(PersonFactory())
    page = words(web.get(INBOX))
    assert page.count("Something waits for you") == 2
    assert page.index(address(new)) < page.index(address(old))
    assert page.count("Unread") == 1
    assert "Deadline: 23 November 2026" in page


def test_inbox_with_nothing_says_so(web):
    assert "Nobody has sent you a message yet" in words(web.get(INBOX))


def test_inbox_hides_what_the_person_is_excluded_from(web, person):
    access = CaseAccessFactory(person=person)
    hidden = told(person, case_id=access.case_id)
    assert address(hidden) not in words(web.get(INBOX))
    assert web.get(address(hidden)).status_code == 404


def test_inbox_shows_a_message_of_a_forgotten_kind_without_a_link(web, person):
    forgotten = told(person, kind="tests.Forgotten")
    page = words(web.get(INBOX))
    assert "A message that can no longer be shown" in page
    assert address(forgotten) not in page
    assert web.get(address(forgotten)).status_code == 404


def test_inbox_has_pages(web, person):
    for _number in range(21):
        told(person)
    first, second = words(web.get(INBOX)), words(web.get(f"{INBOX}?page=2"))
    assert (first.count("Unread"), second.count("Unread")) == (20, 1)
    assert ("Page 1 of 2" in first, "?page=2" in first, "?page=1" in second) == (True,) * 3


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_asks_the_database_three_times(web, person, rows, django_assert_num_queries):
    for _number in range(rows):
        told(person)
    web.get(INBOX)
    with django_assert_num_queries(FRAME + 3):
        web.get(INBOX)


@pytest.mark.parametrize(("newest", "fails"), [("dead", True), ("sent", False)])
def test_inbox_says_when_email_does_not_come_through(web, person, newest, fails):
    older = {"dead": "sent", "sent": "dead"}[newest]
    for state, day in ((older, 1), (newest, 2)):
        sent_at = NOW if state == "sent" else None
        at = NOW.replace(day=day)
        MessageFactory(person=person, state=state, sent_at=sent_at, created_at=at)
    page = words(web.get(INBOX))
    assert ("E-mail to you could not be delivered" in page) is fails


@pytest.mark.parametrize("channel", ["inbox", "email"])
def test_open_marks_the_message_as_read_and_leads_on(web, person, channel):
    shown = told(person)
    email = MessageFactory(kind=Told.name, person=person, thing_id=shown.thing_id)
    response = web.get(address({"inbox": shown, "email": email}[channel]))
    assert (response.status_code, response["Location"]) == (302, reverse("about"))
    shown.refresh_from_db()
    assert shown.read_at is not None


@pytest.mark.parametrize("theirs", [True, False])
def test_open_another_persons_message_is_as_if_there_were_none(web, theirs):
    pk = told(PersonFactory()).pk if theirs else uuid.uuid4()
    assert web.get(reverse("notifications:open", args=[pk])).status_code == 404


def test_open_from_an_email_leads_through_sign_in(client, person):
    message = told(person)
    response = client.get(address(message))
    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={address(message)}")
    message.refresh_from_db()
    assert message.read_at is None


def test_mark_all_read_empties_the_list_of_news(web, person):
    told(person)
    assert "Mark all as read" in words(web.get(INBOX))
    response = web.post(reverse("notifications:mark_all_read"))
    assert (response.status_code, response["Location"]) == (302, INBOX)
    page = words(web.get(INBOX))
    assert ("Unread" in page, "Mark all as read" in page) == (False, False)


def test_mark_all_read_is_no_link(web):
    assert web.get(reverse("notifications:mark_all_read")).status_code == 405
