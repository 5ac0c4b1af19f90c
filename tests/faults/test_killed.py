"""kill -9 of a real worker, in the middle of a letter."""

import asyncio

import pytest

from notifications.models import Message
from notifications.rules import MOST_TRIES
from tests.faults.conftest import Waiting, all_are, message_ids
from tests.notifications.kinds import Deadly
from tests.servers import SmtpServer, wait_until


class Forgetful(SmtpServer):
    """Takes the first mail and then never says so."""

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if self.attempts == 1:
            await asyncio.sleep(3600)
        return answer


@pytest.fixture
def forgetful(smtp_server):
    server = Forgetful()
    smtp_server.stop()
    server._server.port = smtp_server.port
    server.start()
    yield server
    server.stop()


def kill_in_the_middle(worker):
    """The one that hangs holds up no other; when those are through, the worker is killed."""
    all_are("sent", but=1)
    held = Message.objects.get(state="leased")
    assert held.attempts == 1
    worker.kill()
    return held


def test_killed_between_claim_and_send_loses_nothing(
    smtp_server, letters, celery_worker_process, beat
):
    worker = celery_worker_process
    worker.kill()
    letters(3)
    smtp_server.hang()
    worker.start()
    held = kill_in_the_middle(worker)
    waiting = Waiting()
    worker.start()
    waiting.tell("kill -9 to the next worker ready")
    all_are("sent")
    waiting.tell("kill -9 to mail sent, lease 4 s, a round each second")
    held.refresh_from_db()
    assert held.attempts == 2
    assert len(message_ids(smtp_server)) == len(set(message_ids(smtp_server))) == 3


def test_killed_before_the_answer_was_stored_makes_one_copy_with_the_same_id(
    forgetful, letters, celery_worker_process, beat
):
    worker = celery_worker_process
    worker.kill()
    letters(3)
    worker.start()
    held = kill_in_the_middle(worker)
    worker.start()
    all_are("sent")
    ids = message_ids(forgetful)
    assert (len(ids), len(set(ids))) == (4, 3)
    assert [ids.count(name) for name in ids if str(held.pk) in name] == [2, 2]


def test_a_letter_that_kills_its_workers_goes_dead_and_the_others_go_out(
    smtp_server, letters, celery_worker_process
):
    worker = celery_worker_process
    worker.kill()
    (deadly,) = letters(1, kind=Deadly.name, attempts=MOST_TRIES - 1)
    letters(3)
    worker.start()
    wait_until(lambda: worker.child.ended, "the worker to be killed")
    worker.kill()
    worker.start()
    all_are("sent", but=1)
    deadly.refresh_from_db()
    assert (deadly.state, deadly.attempts) == ("leased", MOST_TRIES)
    worker.kill()
    wait_until(lambda: Message.objects.worn_out().exists(), "the lease to run out")
    worker.start()
    wait_until(lambda: Message.objects.filter(state="dead").exists(), "it to be dead")
    assert len(message_ids(smtp_server)) == 3
