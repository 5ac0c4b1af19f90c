import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from notifications import actions
from notifications.models import Message
from notifications.rules import MOST_TRIES, End, Outcome
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import MessageFactory
from tests.plugin_database import as_worker
from tests.scope import acting

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
HOLDER = uuid.uuid4()


def minutes(count):
    return timedelta(minutes=count)


def claim(now=NOW, holder=HOLDER):
    return actions.claim(holder=holder, by=SYSTEM, now=now)


def settle(message, end, why="", now=NOW):
    return actions.settle(message=message, outcome=Outcome(end, why), by=SYSTEM, now=now)


def dead(**fields):
    return MessageFactory(state="dead", attempts=3, last_error="smtp 550", **fields)


def let_lease_run_out(message):
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.filter(pk=message.pk).update(lease_until=past)


# ---------------------------------------------------------------- claim
def test_claim_counts_the_attempt_and_leases_by_the_clock_of_the_database(settings):
    settings.EMAIL_LEASE_SECONDS = 60
    MessageFactory()
    with as_worker():
        message = claim()
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement_timestamp()")
            clock = cursor.fetchone()[0]
    assert (message.state, message.attempts, message.lease_by) == ("leased", 1, HOLDER)
    assert timedelta(seconds=58) < message.lease_until - clock <= timedelta(seconds=60)


def test_claim_takes_the_longest_waiting_first_and_each_once():
    second = MessageFactory(next_at=NOW - minutes(1))
    first = MessageFactory(next_at=NOW - minutes(2))
    assert [claim().pk, claim().pk, claim()] == [first.pk, second.pk, None]


def test_claim_takes_over_what_a_lost_sender_held():
    MessageFactory()
    lost = claim()
    let_lease_run_out(lost)
    again = claim(holder=uuid.uuid4())
    assert (again.pk, again.attempts) == (lost.pk, 2)
    assert minutes(0.5) <= again.next_at - NOW <= minutes(1.5)


@pytest.mark.parametrize(
    "fields",
    [
        {"next_at": NOW + minutes(1)},
        {"state": "sent", "sent_at": NOW},
        {"state": "dead"},
        {"state": "cancelled"},
        {"inbox": True},
    ],
)
def test_claim_refused_by_state(fields):
    MessageFactory(**fields)
    assert claim() is None


def test_claim_refused_by_state_of_a_lease_that_still_runs():
    MessageFactory()
    assert [claim() is None, claim(now=LATER) is None] == [False, True]


def test_claim_refused_by_role_for_people():
    person = PersonFactory()
    with pytest.raises(PermissionDenied):
        actions.claim(holder=HOLDER, by=person, now=NOW)


def test_claim_refused_by_role_in_the_database_too():
    message = MessageFactory()
    with (
        acting(message.person, TODAY),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        claim()


# ---------------------------------------------------------------- settle
def test_settle_sent():
    MessageFactory()
    with as_worker():
        message = claim()
        assert settle(message, End.SENT, now=LATER)
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.lease_by) == ("sent", LATER, None)


@pytest.mark.parametrize(("end", "state"), [(End.DEAD, "dead"), (End.CANCELLED, "cancelled")])
def test_settle_for_good_keeps_the_reason(end, state):
    MessageFactory()
    message = claim()
    assert settle(message, end, "smtp 550")
    message.refresh_from_db()
    assert (message.state, message.last_error, message.sent_at) == (state, "smtp 550", None)


def test_settle_again_waits_around_a_minute_after_the_first_attempt():
    MessageFactory()
    message = claim()
    assert settle(message, End.AGAIN, "timeout")
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("ready", 1)
    assert minutes(0.5) <= message.next_at - NOW <= minutes(1.5)


def test_settle_again_for_the_twelfth_time_is_dead():
    MessageFactory(attempts=MOST_TRIES - 1)
    message = claim()
    assert settle(message, End.AGAIN, "smtp 451")
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("dead", MOST_TRIES)


def test_settle_refused_by_state_when_the_lease_went_to_somebody_else():
    MessageFactory()
    slow = claim()
    let_lease_run_out(slow)
    quick = claim(holder=uuid.uuid4(), now=LATER)
    assert settle(slow, End.DEAD) is False
    assert settle(quick, End.SENT) is True
    assert settle(slow, End.DEAD) is False
    assert Message.objects.get().state == "sent"


def test_settle_refused_by_role():
    MessageFactory()
    message = claim()
    with pytest.raises(PermissionDenied):
        actions.settle(message=message, outcome=Outcome(End.SENT), by=message.person, now=NOW)


# ---------------------------------------------------------------- bury_worn_out
def test_bury_worn_out_gives_up_what_killed_every_sender():
    MessageFactory(attempts=MOST_TRIES - 1)
    message = claim()
    let_lease_run_out(message)
    with as_worker():
        assert claim(now=LATER) is None
        assert actions.bury_worn_out(by=SYSTEM) == 1
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("dead", "sender lost")


@pytest.mark.parametrize(("attempts", "lost"), [(MOST_TRIES - 2, True), (MOST_TRIES - 1, False)])
def test_bury_worn_out_refused_by_state(attempts, lost):
    MessageFactory(attempts=attempts)
    message = claim()
    if lost:
        let_lease_run_out(message)
    assert actions.bury_worn_out(by=SYSTEM) == 0


def test_bury_worn_out_refused_by_role():
    person = PersonFactory()
    with pytest.raises(PermissionDenied):
        actions.bury_worn_out(by=person)


# ---------------------------------------------------------------- retry_dead, note_dead
def test_retry_dead_begins_anew():
    letter, other = dead(looked_at=NOW), dead()
    with as_worker():
        assert actions.retry_dead(ids=[letter.pk], by=SYSTEM, now=LATER) == 1
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.state, letter.attempts, letter.next_at) == ("ready", 0, LATER)
    assert (letter.looked_at, other.state) == (None, "dead")
    assert Event.objects.get().name == "message.retried"


def test_retry_dead_refused_by_state_changes_none_of_them():
    letter, waiting = dead(), MessageFactory()
    with pytest.raises(ActionError):
        actions.retry_dead(ids=[letter.pk, waiting.pk], by=SYSTEM, now=NOW)
    letter.refresh_from_db()
    assert letter.state == "dead"


def test_retry_dead_refused_by_role():
    letter = dead()
    with pytest.raises(PermissionDenied):
        actions.retry_dead(ids=[letter.pk], by=letter.person, now=NOW)


def test_note_dead_stops_the_alarm():
    letter = dead()
    with as_worker():
        assert actions.note_dead(ids=[letter.pk], by=SYSTEM, now=LATER) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.looked_at) == ("dead", LATER)
    assert Event.objects.get().name == "message.looked_at"


def test_note_dead_refused_by_state():
    with pytest.raises(ActionError):
        actions.note_dead(ids=[MessageFactory().pk], by=SYSTEM, now=NOW)


def test_note_dead_refused_by_role():
    letter = dead()
    with pytest.raises(PermissionDenied):
        actions.note_dead(ids=[letter.pk], by=letter.person, now=NOW)


def test_settle_notes_since_when_email_to_somebody_comes_back():
    person = PersonFactory()
    for number, (end, why, since) in enumerate(
        [
            (End.DEAD, "smtp 550", NOW),
            (End.DEAD, "smtp 550", NOW),
            (End.DEAD, "ValueError", NOW),
            (End.SENT, "", None),
            (End.DEAD, "ValueError", None),
        ]
    ):
        MessageFactory(person=person)
        with as_worker():
            assert settle(claim(), end, why, now=NOW + minutes(number))
        person.refresh_from_db()
        assert person.mail_returned_at == since
