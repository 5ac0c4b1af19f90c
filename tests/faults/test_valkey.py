"""F05–F08: Valkey is frozen, killed, emptied, full, locked, or silent."""

import os
import signal
import time

import pytest
import redis
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from notifications import tasks
from notifications.models import Heartbeat, Message
from overview.health import checks
from tests.cases.sheets import begun, send, sheet
from tests.faults.proxy import Proxy
from tests.faults.test_senders import beat, waiting_of, worker
from tests.plugin_database import as_app
from tests.servers import wait_until


def log_a_case(fault, client, place):
    """In the browser; the alert is there at once, and the e-mails that ring for it wait."""
    client.force_login(place.principal)
    address = begun(client)
    start = time.perf_counter()
    response = send(client, sheet(known_on=f"{timezone.localdate():%d.%m.%Y}"), address)
    print(f"measured: logging the case took {time.perf_counter() - start:.2f} s")
    case = Case.objects.get()
    assert (response.status_code, response["Location"]) == (302, case.get_absolute_url())
    told = Message.objects.filter(thing_id=case.alert_id)
    receivers = {place.ppt_adviser.pk, place.ppt_leader.pk}
    assert {row.person_id for row in told.filter(channel="inbox", state="sent")} == receivers
    fault.duties += [(case.alert_id, pk) for pk in receivers]
    client.force_login(place.ppt_adviser)
    assert client.get(reverse("notifications:inbox")).context["has_unread"] is True
    return case


def mail_was_sent(fault, place):
    """At once; on a day on which the office is closed, in the digest of the next."""
    fault.settle_at(timezone.now())
    assert fault.host.to() == sorted([place.ppt_adviser.email, place.ppt_leader.email])
    assert set(Message.objects.emails().values_list("state", flat=True)) == {"sent"}


def checked(fault, case):
    typed = sheet()["what_happened"]
    fault.check(texts=[typed], stored=case.what_happened)


def test_f05_frozen_then_killed_while_a_case_is_logged(fault, fjellet, client, valkey):
    os.kill(valkey.child.process.pid, signal.SIGSTOP)
    try:
        case = log_a_case(fault, client, fjellet)
    finally:
        valkey.family.kill(valkey.child)
        valkey.child = None
    fault.kills += 1
    fault.drain()
    mail_was_sent(fault, fjellet)
    checked(fault, case)


def flushed(valkey):
    with link_to(valkey) as link:
        link.flushall()


def link_to(valkey):
    return redis.Redis.from_url(valkey.url.replace("redis+socket://", "unix://"))


def test_f06_emptied_and_started_again_empty(fault, valkey):
    """The worker and beat that were there go on with the new one."""
    first = fault.some_letters()
    for _number in range(5):
        tasks.nudge()
    flushed(valkey)
    assert waiting_of(first) == len(first)
    worker(fault)
    beat(fault)
    wait_until(lambda: waiting_of(first) == 0, "the first letters to be sent")
    valkey.stop()
    second = fault.some_letters()
    valkey.start()
    wait_until(lambda: waiting_of(second) == 0, "the second letters to be sent")
    fault.check()


STATES = {
    "read-only": ("REPLICAOF", "127.0.0.1", "1"),
    "full": ("CONFIG", "SET", "maxmemory", "1"),
    "another password": ("CONFIG", "SET", "requirepass", "en annen"),
}


@pytest.mark.parametrize("state", STATES)
def test_f07_takes_nothing(fault, fjellet, client, valkey, state):
    """As if it were away; the page about health says so, and stays green as long as drain runs."""
    with link_to(valkey) as link:
        link.execute_command(*STATES[state])
    try:
        case = log_a_case(fault, client, fjellet)
        assert not tasks_waiting(valkey, state)
        with as_app():
            health = {check.name: check for check in checks(timezone.now())}
        assert health["valkey"].is_yellow
        fault.drain()
    finally:
        valkey.stop()
        valkey.start()
    mail_was_sent(fault, fjellet)
    checked(fault, case)


def tasks_waiting(valkey, state):
    if state == "another password":
        return 0
    with link_to(valkey) as link:
        return link.llen("celery")


def test_f08_a_link_that_swallows(fault, valkey, servers, settings):
    """The worker hangs and does not know it. Its heart is missed after three rounds; drain sends
    what waits."""
    settings.LOOPS = {"deliver": 1.0, "sweep": 300.0}
    proxy = Proxy(servers.folder / "valkey-by-way", valkey.socket)
    proxy.start()
    try:
        through = {"CELERY_BROKER_URL": f"redis+socket://{proxy.at}"}
        worker(fault, settings=through)
        beat(fault, settings=through)
        wait_until(lambda: Heartbeat.objects.filter(loop="deliver").exists(), "the first round")
        proxy.swallow()
        wait_until(is_missed, "the heart to be missed")
        fault.some_letters()
        fault.drain()
        assert not Message.objects.emails().exclude(state="sent").exists()
        proxy.let_through()
    finally:
        proxy.stop()
    settings.LOOPS = {"deliver": 30.0, "sweep": 300.0}
    fault.check()


def is_missed():
    with as_app():
        health = {check.name: check for check in checks(timezone.now())}
    return health["deliver"].is_red
