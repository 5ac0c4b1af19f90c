"""F01–F04 and F19: those who send are killed, alone, all together, or by what they send."""

import os
import signal
import time

from django.db.models.functions import Now

from notifications import tasks
from notifications.models import Message
from notifications.rules import MOST_TRIES
from tests.faults.mailhost import HANG, TAKE_AND_HANG
from tests.notifications.kinds import Deadly, Greedy, Poison
from tests.servers import wait_until

ROOM = 200 * 1024 * 1024


def held_letter():
    return Message.objects.get(state="leased")


def worker(fault, *more, pool="threads", settings=None, **options):
    """A Celery worker; with ``beat=`` a beat of its own in it."""
    arguments = [
        "worker", "--pool", pool, "--concurrency", "1", "--loglevel", "INFO",
        "--without-gossip", "--without-mingle", "--hostname", "faults@%h", *more,
    ]  # fmt: skip
    settings = fault.mail() | (settings or {})
    process = fault.nursery("celery", arguments=arguments, settings=settings, **options)
    return process.wait_for(" ready.")


def beat(fault, **options):
    schedule = str(fault.nursery.servers.folder / f"beat-{fault.nursery.count}")
    arguments = ["beat", "--schedule", schedule, "--pidfile=", "--loglevel", "INFO"]
    return fault.nursery("celery", arguments=arguments, **options).wait_for("Starting...")


def test_f01_killed_between_claim_and_send(fault):
    letters = fault.some_letters()
    unlucky = fault.random.choice(letters).person.email
    fault.host.at("RCPT", HANG, to=unlucky)
    sender = fault.sender()
    fault.wait_until_met("RCPT")
    held = held_letter()
    fault.kill(sender)
    assert (held.person.email, held.attempts) == (unlucky, 1)
    fault.sender()
    fault.settle()
    held.refresh_from_db()
    assert held.attempts == 2
    fault.check()


def test_f02_killed_before_the_answer_is_stored(fault):
    letters = fault.some_letters()
    unlucky = fault.random.choice(letters)
    fault.host.at("END", TAKE_AND_HANG, to=unlucky.person.email)
    sender = fault.sender()
    fault.wait_until_met("END")
    fault.kill(sender)
    fault.sender()
    fault.settle()
    twice = [name for name, count in fault.host.ids().items() if count == 2]
    assert (len(twice), str(unlucky.pk) in twice[0]) == (1, True)
    fault.check(most_copies=1)


def test_f03_a_whole_worker_that_holds_wakeups(fault):
    fault.host.at("DATA", HANG)
    letters = fault.some_letters()
    process = worker(fault)
    for _number in range(10):
        tasks.nudge()
    fault.wait_until_met("DATA")
    time.sleep(fault.random.random() / 5)
    fault.kill(process)
    assert waiting_of(letters) > 0
    fault.sender()
    fault.settle()
    fault.check()


def waiting_of(letters):
    found = Message.objects.filter(pk__in=[letter.pk for letter in letters])
    return found.exclude(state="sent").count()


def test_f04_the_child_of_a_pool_alone(fault):
    fault.host.at("DATA", HANG)
    fault.some_letters()
    process = worker(fault, pool="prefork")
    tasks.nudge()
    fault.wait_until_met("DATA")
    children = process.children()
    fault.kills += 1
    os.kill(fault.random.choice(children), signal.SIGKILL)
    wait_until(lambda: set(process.children()) - set(children), "the pool to have another child")
    # The same worker goes on, woken by beat, once the lease has run out.
    beat(fault)
    fault.settle()
    assert not process.ended
    fault.check()


def test_f04_no_memory_left(fault):
    """The letter whose turn it was fails and waits; whoever sends goes on."""
    fault.some_letters()
    fault.letters(1, kind=Greedy.name)
    sender = fault.sender(memory=ROOM)
    wait_until(lambda: "MemoryError" in sender.text(), "the memory to be gone")
    fault.kill(sender)
    Message.objects.filter(kind=Greedy.name).update(attempts=MOST_TRIES - 1)
    fault.sender(memory=ROOM)
    fault.settle()
    fault.check(dead=1)


def test_f19_a_letter_that_fails_and_one_that_kills(fault):
    """Each is tried as often as anything is, and dies; the others wait for neither."""
    fault.letters(1, kind=Poison.name)
    (deadly,) = fault.letters(1, kind=Deadly.name, attempts=MOST_TRIES - 2)
    others = fault.some_letters()
    for attempt in (MOST_TRIES - 1, MOST_TRIES):
        fault.kills += 1
        fault.sender().wait()
        deadly.refresh_from_db()
        assert (deadly.state, deadly.attempts) == ("leased", attempt)
        Message.objects.filter(pk=deadly.pk).update(next_at=deadly.created_at)
        wait_until(lambda: not leases().exists(), "the lease to run out")
    fault.sender()
    wait_until(lambda: waiting_of(others) == 0, "the others to be sent")
    fault.settle()
    said = dict(Message.objects.filter(state="dead").values_list("kind", "last_error"))
    assert said == {Poison.name: "ValueError", Deadly.name: "sender lost"}
    fault.check(dead=2)


def leases():
    return Message.objects.filter(state="leased", lease_until__gt=Now())
