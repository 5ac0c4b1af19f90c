"""One e-mail a day for all that could wait, from 07.00 on the days on which the unit is open."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.system import SYSTEM
from notifications import actions
from notifications.delivery import deliver
from notifications.models import Message
from notifications.notices import Digest
from notifications.rules import MOST_TRIES
from tests.clock import NOW, TODAY
from tests.factories.notifications import MessageFactory, PreferenceFactory
from tests.factories.organisations import MembershipFactory
from tests.notifications.kinds import DONE, Poison, Told
from tests.plugin_database import as_worker

SEVEN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # in Norway
DAY = timedelta(days=1)


@pytest.fixture
def person(db):
    return MembershipFactory(person__language="en").person


def held(person, kind=Told, **fields):
    return MessageFactory(kind=kind.name, person=person, state="held", way="digest", **fields)


def make(now=NOW):
    with as_worker():
        return actions.make_digests(by=SYSTEM, now=now)


def round_at(now=NOW):
    with as_worker():
        return dict(deliver(now=now).ends)


def digests(person):
    return person.messages.filter(kind=Digest.name)


def ends(*messages):
    for message in messages:
        message.refresh_from_db()
    return [(message.state, message.last_error) for message in messages]


# ---------------------------------------------------------------- make_digests
def test_make_digests_takes_up_all_that_waits_for_one_person(person):
    parts = [held(person), held(person)]
    theirs = held(MembershipFactory().person)
    assert make() == 2
    digest = digests(person).get()
    assert (digest.state, digest.way, digest.due_on) == ("ready", "at_once", TODAY)
    assert set(digest.parts.all()) == set(parts)
    theirs.refresh_from_db()
    assert theirs.digest.person == theirs.person


def test_make_digests_gives_nobody_two_on_a_day(person):
    held(person)
    assert make() == 1
    late = held(person)
    assert make(NOW + timedelta(hours=8)) == 0
    assert make(NOW + DAY) == 1
    late.refresh_from_db()
    assert late.digest.due_on == TODAY + DAY


@pytest.mark.parametrize(("minutes", "made"), [(-1, 0), (0, 1)])
def test_make_digests_begins_at_seven_by_the_clock_in_norway(person, minutes, made):
    held(person)
    assert make(SEVEN + timedelta(minutes=minutes)) == made


@pytest.mark.parametrize("days", [5, 6])
def test_make_digests_refused_by_state_on_a_day_on_which_the_unit_is_closed(person, days):
    held(person)
    assert make(NOW + days * DAY) == 0
    assert make(NOW + 7 * DAY) == 1


def test_make_digests_refused_by_role(person):
    with pytest.raises(PermissionDenied):
        actions.make_digests(by=person, now=NOW)


def test_make_digests_lets_the_next_one_take_what_stood_in_a_dead_one(person):
    first = held(person)
    make()
    digests(person).update(state="dead", last_error="smtp 550")
    assert make(NOW + DAY) == 0  # nothing new: what failed yesterday does not ring each morning
    held(person)
    assert make(NOW + DAY) == 1
    first.refresh_from_db()
    assert first.digest.due_on == TODAY + DAY


def test_make_digests_leaves_what_killed_its_sender_where_it_is(person):
    first = held(person)
    make()
    digests(person).update(state="dead", last_error="sender lost")
    held(person)
    make(NOW + DAY)
    first.refresh_from_db()
    assert first.digest.due_on == TODAY


@pytest.mark.parametrize("people", [1, 30])
def test_make_digests_asks_as_much_for_many_as_for_one(db, people, django_assert_num_queries):
    for _number in range(people):
        held(MembershipFactory().person)
    with as_worker(), django_assert_num_queries(6):
        assert actions.make_digests(by=SYSTEM, now=NOW) == people


# ---------------------------------------------------------------- leave_out, put_back
def test_leave_out_says_why(person):
    part, other = held(person), held(person)
    with as_worker():
        assert actions.leave_out(ids=[part.pk], why="no longer due", by=SYSTEM, now=NOW) == 1
    assert ends(part, other) == [("cancelled", "no longer due"), ("held", "")]


def test_leave_out_refused_by_state(person):
    sent = MessageFactory(person=person, state="sent", sent_at=NOW)
    assert actions.leave_out(ids=[sent.pk], why="", by=SYSTEM, now=NOW) == 0


def test_leave_out_refused_by_role(person):
    with pytest.raises(PermissionDenied):
        actions.leave_out(ids=[held(person).pk], why="", by=person, now=NOW)


@pytest.mark.parametrize(("attempts", "state"), [(0, "held"), (MOST_TRIES - 1, "dead")])
def test_put_back_waits_for_the_next_digest_until_it_is_dead(person, attempts, state):
    part = held(person, attempts=attempts, digest=MessageFactory(person=person))
    with as_worker():
        assert actions.put_back(ids=[part.pk], why="ValueError", by=SYSTEM, now=NOW) == 1
    assert ends(part) == [(state, "ValueError")]
    assert (part.attempts, part.digest) == (attempts + 1, None)


def test_put_back_refused_by_state(person):
    dead = MessageFactory(person=person, state="dead")
    assert actions.put_back(ids=[dead.pk], why="", by=SYSTEM, now=NOW) == 0


def test_put_back_refused_by_role(person):
    with pytest.raises(PermissionDenied):
        actions.put_back(ids=[held(person).pk], why="", by=person, now=NOW)


# ---------------------------------------------------------------- delivered
@pytest.mark.django_db(transaction=True)
def test_one_email_rings_for_all_that_is_still_due(smtp_server, person):
    thing = uuid.uuid4()
    parts = [held(person, thing_id=thing), held(person, thing_id=thing, level=1), held(person)]
    done = held(person, level=DONE)
    assert round_at() == {"digests": 1, "sent": 1}
    (mail,) = smtp_server.messages
    assert mail.message["Subject"] == "You have 2 tasks in Tryggspor"  # one of them told twice
    assert mail.message["Message-ID"] == f"<{digests(person).get().pk}@127.0.0.1>"
    assert ends(*parts, done) == [("sent", "")] * 3 + [("cancelled", "no longer due")]
    assert round_at() == {}


@pytest.mark.django_db(transaction=True)
def test_a_digest_of_which_nothing_is_left_is_not_sent(smtp_server, person):
    held(person, level=DONE)
    ended = held(MembershipFactory(ends_on=TODAY.replace(day=1)).person)
    assert round_at() == {"digests": 2, "cancelled": 2}
    assert smtp_server.messages == []
    assert ends(digests(person).get()) == [("cancelled", "nothing left to tell")]
    assert ends(ended) == [("cancelled", "no right to it any more")]


@pytest.mark.django_db(transaction=True)
def test_a_digest_leaves_out_what_no_email_is_wanted_of_any_more(smtp_server, person):
    held(person)
    PreferenceFactory(person=person, topic=Told.topic, way="app")
    assert round_at()["cancelled"] == 1
    assert ends(*person.messages.exclude(kind=Digest.name)) == [("cancelled", "only in the app")]
    assert smtp_server.messages == []


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_asked_about_does_not_hold_up_the_rest(smtp_server, person):
    poison, part = held(person, Poison), held(person)
    assert round_at()["sent"] == 1
    assert ends(poison, part) == [("held", "ValueError"), ("sent", "")]
    assert round_at(NOW + DAY) == {"digests": 1, "cancelled": 1}


@pytest.mark.django_db(transaction=True)
def test_what_was_late_for_three_days_comes_in_one_email(smtp_server, person):
    for days in range(3):
        held(person, due_on=TODAY - days * DAY, created_at=NOW - days * DAY)
    assert round_at() == {"digests": 1, "sent": 1}
    assert smtp_server.messages[0].message["Subject"] == "You have 3 tasks in Tryggspor"


@pytest.mark.django_db(transaction=True)
def test_a_digest_refused_for_good_keeps_what_stood_in_it_and_is_retried(smtp_server, person):
    part = held(person)
    smtp_server.refuse("550 no such person", at="RCPT")
    assert round_at()["dead"] == 1
    digest = digests(person).get()
    person.refresh_from_db()
    assert (ends(digest, part), person.mail_returned_at) == (
        [("dead", "smtp 550"), ("held", "")], NOW,
    )  # fmt: skip
    with as_worker():
        actions.retry_dead(ids=[digest.pk], by=SYSTEM, now=NOW)
    assert round_at()["sent"] == 1
    person.refresh_from_db()
    assert (ends(part), person.mail_returned_at) == ([("sent", "")], None)


@pytest.mark.django_db(transaction=True)
def test_new_email_is_sorted_before_anything_is_sent(smtp_server, person):
    message = MessageFactory(kind=Told.name, person=person, way="")
    assert round_at() == {"sorted": 1, "sent": 1}
    assert ends(message) == [("sent", "")]


@pytest.mark.django_db
def test_what_waits_for_its_day_makes_nobody_think_that_mail_is_late(person):
    held(person, created_at=NOW - 3 * DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT waiting, dead FROM mail_state(%s)", [NOW])
        assert cursor.fetchone() == (0, 0)
    assert Message.objects.due(NOW).exists() is False
