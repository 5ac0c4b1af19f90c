import uuid

import pytest
from django.urls import reverse

from accounts.models import Person
from cases.notices.ppt import PptContactWanted
from notifications.rules import Topic
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseAccessFactory
from tests.factories.notifications import MessageFactory, PreferenceFactory
from tests.factories.organisations import MembershipFactory
from tests.notifications.kinds import Told

pytestmark = pytest.mark.django_db
INBOX = reverse("notifications:inbox")
SETTINGS = reverse("notifications:settings")
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


def test_inbox_says_no_deadline_where_the_day_is_the_one_on_which_it_was_told(web, person):
    told(person, kind=PptContactWanted.name, due_on=TODAY)
    page = words(web.get(INBOX))
    assert "A school or kindergarten asks you for contact" in page
    assert "Deadline" not in page


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
    with django_assert_num_queries(FRAME + 3):  # how many, those, and whether some were given up
        web.get(INBOX)


@pytest.mark.parametrize("address", [INBOX, SETTINGS])
def test_the_person_is_told_since_when_email_comes_back(web, person, address):
    assert "E-mail to you has come back" not in words(web.get(address))
    Person.objects.filter(pk=person.pk).update(mail_returned_at=NOW)
    page = words(web.get(address))
    assert "E-mail to you has come back since 23.11.2026" in page
    assert (person.email in page, "Try to send it again" in page) == (True, True)


def test_the_person_is_told_of_an_email_that_was_given_up_for_another_reason(web, person):
    MessageFactory(kind=Told.name, person=person, state="dead", last_error="sender lost")
    MessageFactory(kind=Told.name, state="dead", last_error="sender lost")
    page = words(web.get(INBOX))
    assert "An e-mail to you could not be sent." in page
    assert "Try to send it again" in page
    web.post(reverse("notifications:retry_mail"))
    assert "Try to send it again" not in words(web.get(INBOX))


def test_reading_a_message_never_takes_it_out_of_the_inbox(web, person):
    shown = told(person)
    web.get(address(shown))
    web.post(reverse("notifications:mark_all_read"))
    assert address(shown) in words(web.get(INBOX))


def test_retry_sends_what_was_given_up_once_more(web, person):
    letter = MessageFactory(kind=Told.name, person=person, state="dead", last_error="smtp 550")
    page = words(web.post(reverse("notifications:retry_mail"), follow=True))
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("ready", 0)
    assert "E-mail is sent to you once more" in page


def test_retry_with_nothing_to_send_says_so(web):
    page = words(web.post(reverse("notifications:retry_mail"), follow=True))
    assert "No e-mail to you waits to be tried again." in page


def test_settings_show_each_topic_with_its_own_way_or_the_usual_one(web, person):
    PreferenceFactory(person=person, topic="deadlines", way="at_once")
    form = web.get(SETTINGS).context["form"]
    assert {name: form[name].value() for name in form.fields} == {
        "serious": "at_once", "new": "at_once", "deadlines": "at_once", "overdue": "digest",
        "answers": "digest",
    }  # fmt: skip


def test_settings_are_kept(web, person):
    chosen = {topic: "app" for topic in Topic.values} | {"overdue": "at_once"}
    response = web.post(SETTINGS, chosen)
    assert (response.status_code, response["Location"]) == (302, SETTINGS)
    assert dict(person.preferences.values_list("topic", "way")) == chosen
    assert "Your choices are saved." in words(web.get(SETTINGS))


def test_settings_with_an_answer_that_there_is_not_are_shown_again(web, person):
    sent = {topic: "digest" for topic in Topic.values} | {"new": "pigeon"}
    response = web.post(SETTINGS, sent)
    assert response.status_code == 200
    assert "Choose among the answers in the list." in words(response)
    assert person.preferences.count() == 0


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
