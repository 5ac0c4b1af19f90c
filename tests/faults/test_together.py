"""Several senders at once, and a server that says no."""

from django.db import transaction

from notifications import tasks
from notifications.models import Message
from tests.factories.organisations import MembershipFactory
from tests.faults.conftest import Waiting, all_are, message_ids
from tests.notifications.kinds import Poison

DRAIN = ("manage", "drain", "--loop", "0.2")


def test_two_drains_and_a_worker_send_each_letter_once(
    smtp_server, letters, celery_worker_process, program
):
    senders = [program(name, *DRAIN, ready="Drained") for name in ("drain-1", "drain-2")]
    waiting = Waiting()
    with transaction.atomic():
        letters(60)
        transaction.on_commit(tasks.nudge)
    for _number in range(5):
        tasks.nudge()
    all_are("sent")
    waiting.tell("60 letters by two drains and a worker")
    ids = message_ids(smtp_server)
    assert (len(ids), len(set(ids))) == (60, 60)
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}
    for sender in (*senders, celery_worker_process):
        print(sender.name, "rounds that sent:", sender.text().count("'sent'"))


def test_one_refused_for_good_and_one_for_now(smtp_server, letters, celery_worker_process):
    celery_worker_process.kill()
    letters(3)
    smtp_server.refuse("550 no such person", at="RCPT")
    smtp_server.refuse("451 later", at="DATA")
    celery_worker_process.start()
    all_are("sent", but=2)
    again = Message.objects.get(state="ready")
    assert Message.objects.get(state="dead").last_error == "smtp 550"
    assert (again.last_error, again.attempts) == ("smtp 451", 1)
    Message.objects.filter(pk=again.pk).update(next_at=again.created_at)
    tasks.nudge()
    all_are("sent", but=1)
    assert len(message_ids(smtp_server)) == 2


def test_a_poison_row_holds_nobody_up(smtp_server, letters, celery_worker_process):
    letters(1, kind=Poison.name)
    letters(3)
    tasks.nudge()
    all_are("sent", but=1)
    poison = Message.objects.get(kind=Poison.name)
    assert (poison.state, poison.last_error) == ("ready", "ValueError")
    assert "Kari" not in celery_worker_process.text()


def test_a_role_that_ended_before_the_letter_was_sent(smtp_server, letters, celery_worker_process):
    ended = MembershipFactory().person
    celery_worker_process.kill()
    letters(1, person=ended)
    letters(1)
    membership = ended.memberships.get()
    membership.ends_on = membership.starts_on
    membership.save()
    celery_worker_process.start()
    all_are("sent", but=1)
    cancelled = Message.objects.get(state="cancelled")
    assert (cancelled.person, cancelled.last_error) == (ended, "no right to it any more")
    assert [
        mail.recipients for mail in smtp_server.messages if ended.email in mail.recipients
    ] == []


def test_no_address_stands_in_the_log_of_the_worker(smtp_server, letters, celery_worker_process):
    messages = letters(3)
    smtp_server.refuse("550 no such person", at="RCPT")
    tasks.nudge()
    all_are("sent", but=1)
    log = celery_worker_process.text()
    people = [message.person for message in messages]
    secrets = [word for person in people for word in (person.email, person.name)]
    assert [secret for secret in secrets if secret in log] == []
    assert "smtp 550" in log
