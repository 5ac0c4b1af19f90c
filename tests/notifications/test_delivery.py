import logging
from datetime import timedelta

import pytest
from django.db import transaction

from notifications.delivery import ENOUGH_TROUBLE, deliver
from notifications.models import Heartbeat, Message
from notifications.rules import MOST_TRIES
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.notifications import PreferenceFactory
from tests.factories.organisations import MembershipFactory
from tests.notifications.kinds import DONE, Poison
from tests.plugin_database import as_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("smtp_server")]
LATER = NOW + timedelta(minutes=5)


def deliver_as_worker(now=NOW):
    with as_worker():
        return dict(deliver(now=now).ends)


def states():
    return sorted(Message.objects.values_list("state", flat=True))


def test_all_that_is_due_is_sent_over_one_connection(smtp_server, mail_to):
    messages = [mail_to() for _number in range(3)]
    assert deliver_as_worker()["sent"] == 3
    assert states() == ["sent"] * 3
    arrived = [(mail.recipients, mail.message["Message-ID"]) for mail in smtp_server.messages]
    assert arrived == [
        ([message.person.email], f"<{message.pk}@127.0.0.1>")
        for message in sorted(messages, key=lambda message: message.pk)
    ]
    assert deliver_as_worker() == {}


def test_a_round_has_an_end_and_says_that_more_waits(mail_to, monkeypatch):
    monkeypatch.setattr("notifications.delivery.rounds.LETTERS_A_ROUND", 2)
    person = MembershipFactory().person
    for _number in range(3):
        mail_to(person)
    with as_worker():
        assert [deliver(now=NOW).is_full, deliver(now=NOW).is_full] == [True, False]
    assert states() == ["sent"] * 3


def test_no_email_is_sent_inside_a_transaction(smtp_server, mail_to):
    mail_to()
    with pytest.raises(RuntimeError), transaction.atomic():
        deliver(now=NOW)
    assert smtp_server.attempts == 0


def test_a_server_that_is_away_uses_up_no_attempt(smtp_server, mail_to):
    message = mail_to()
    smtp_server.stop()
    assert deliver_as_worker() == {"server_away": 1}
    message.refresh_from_db()
    assert (message.state, message.attempts, message.next_at) == ("ready", 0, NOW)
    smtp_server.start()
    assert deliver_as_worker()["sent"] == 1


def test_a_server_that_breaks_off_is_left_alone_after_three_letters(smtp_server, mail_to):
    for _number in range(5):
        mail_to()
    smtp_server.refuse("421 closing", times=9)
    assert deliver_as_worker()["again"] == ENOUGH_TROUBLE
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1, 1, 1]


@pytest.mark.parametrize("at", ["RCPT", "DATA"])
def test_a_lasting_refusal_ends_one_letter_and_lets_the_others_through(smtp_server, mail_to, at):
    messages = sorted([mail_to() for _number in range(3)], key=lambda message: message.pk)
    smtp_server.refuse("550 no such person", at=at)
    ends = deliver_as_worker()
    assert (ends["dead"], ends["sent"]) == (1, 2)
    messages[0].refresh_from_db()
    assert (messages[0].state, messages[0].last_error) == ("dead", "smtp 550")
    assert len(smtp_server.messages) == 2


def test_a_passing_refusal_is_tried_again_later_and_then_goes(smtp_server, mail_to):
    message = mail_to()
    smtp_server.refuse("451 later")
    assert deliver_as_worker()["again"] == 1
    assert deliver_as_worker() == {}
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("ready", "smtp 451")
    assert deliver_as_worker(message.next_at)["sent"] == 1
    assert [mail.message["Message-ID"] for mail in smtp_server.messages] == [
        f"<{message.pk}@127.0.0.1>"
    ]


def test_a_server_that_never_answers_is_given_up_within_its_timeout(smtp_server, mail_to, settings):
    settings.EMAIL_TIMEOUT = 3
    message = mail_to()
    smtp_server.hang()
    assert deliver_as_worker()["again"] == 1
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("ready", "timeout")


def test_a_poison_row_goes_dead_and_never_holds_up_the_others(smtp_server, mail_to, caplog):
    poison = mail_to(kind=Poison.name)
    now = NOW
    with caplog.at_level(logging.INFO):
        for number in range(MOST_TRIES):
            mail_to()
            assert deliver_as_worker(now)["sent"] == 1, number
            poison.refresh_from_db()
            now = max(now, poison.next_at)
    assert (poison.state, poison.attempts, poison.last_error) == ("dead", 12, "ValueError")
    assert "Kari" not in caplog.text


def test_a_kind_that_nobody_knows_any_more_is_tried_again(mail_to):
    message = mail_to(kind="tests.Forgotten")
    assert deliver_as_worker()["again"] == 1
    message.refresh_from_db()
    assert message.last_error == "UnknownKind"


def test_what_is_done_meanwhile_is_not_sent(smtp_server, mail_to):
    check_cancelled(smtp_server, mail_to(level=DONE), "no longer due")


def test_one_whose_role_ended_meanwhile_gets_nothing(smtp_server, mail_to):
    ended = MembershipFactory(ends_on=TODAY.replace(day=1))
    check_cancelled(smtp_server, mail_to(ended.person), "no right to it any more")


def test_one_whose_account_is_closed_gets_nothing(smtp_server, mail_to):
    closed = MembershipFactory(person__is_active=False).person
    check_cancelled(smtp_server, mail_to(closed), "person has left")


def test_one_who_is_excluded_from_the_case_gets_nothing(smtp_server, mail_to):
    access = CaseAccessFactory(person=MembershipFactory().person)
    message = mail_to(access.person, case_id=access.case_id)
    other = mail_to(access.person, case_id=CaseFactory().pk)
    check_cancelled(smtp_server, message, "excluded from the case", others=1)
    other.refresh_from_db()
    assert other.state == "sent"


def test_one_who_has_chosen_no_email_meanwhile_gets_none(smtp_server, mail_to):
    message = mail_to()
    PreferenceFactory(person=message.person, topic="serious", way="app")
    PreferenceFactory(topic="serious", way="app")
    check_cancelled(smtp_server, message, "only in the app")


def check_cancelled(smtp_server, message, reason, others=0):
    assert deliver_as_worker()["cancelled"] == 1
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("cancelled", reason)
    assert len(smtp_server.messages) == others


def test_no_address_stands_in_the_log(smtp_server, mail_to, caplog):
    person = MembershipFactory(person=PersonFactory(email="kari.nordmann@skolen.example")).person
    mail_to(person)
    mail_to(person)
    smtp_server.refuse("550 kari.nordmann@skolen.example is gone", at="RCPT")
    with caplog.at_level(logging.DEBUG):
        deliver_as_worker()
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("notif")]
    assert "smtp 550" in "\n".join(ours)
    assert "kari" not in "\n".join(ours)


def test_each_round_leaves_a_heartbeat(mail_to):
    mail_to()
    deliver_as_worker(LATER)
    beat = Heartbeat.objects.get()
    assert (beat.loop, beat.started_at, beat.succeeded_at) == ("deliver", LATER, LATER)
    assert beat.counts == {"sent": 1}


def test_a_round_that_fails_leaves_the_last_success(mail_to, settings):
    deliver_as_worker(NOW)
    mail_to()
    settings.EMAIL_BACKEND = "no.such.Backend"
    with pytest.raises(ImportError):
        deliver_as_worker(LATER)
    beat = Heartbeat.objects.get()
    assert (beat.started_at, beat.succeeded_at) == (LATER, NOW)
