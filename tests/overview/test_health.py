import json
import os
import signal
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.rules import STARTING_UP
from overview import health
from tests.factories.notifications import HeartbeatFactory, MessageFactory
from tests.plugin_database import as_app

pytestmark = pytest.mark.django_db
ADDRESS = reverse("overview:health")
# Asked without a limit, a Valkey that is silent is waited for without end. The first page of a
# process takes its time on a machine that does other things as well.
QUICK = 60
ALL = ["database", "valkey", "deliver", "sweep", "waiting", "dead"]


def ago(**amount):
    return timezone.now() - timedelta(**amount)


@pytest.fixture
def beating(valkey):
    now = timezone.now()
    return [HeartbeatFactory(loop=loop, succeeded_at=now) for loop in ("deliver", "sweep")]


def ask(client):
    response = client.get(ADDRESS, headers={"accept": "application/json"})
    found = json.loads(response.content)
    red = [name for name, check in found["checks"].items() if check["red"]]
    assert found["red"] is bool(red)
    assert response.status_code == (503 if red else 200)
    return red


def test_green_when_all_is_well(client, beating):
    assert ask(client) == []
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert [check.name for check in response.context["checks"]] == ALL


def test_ready_says_the_same_to_a_machine_whatever_it_asks_for(client, beating):
    response = client.get(reverse("overview:ready"))
    assert (response.status_code, list(response.json()["checks"])) == (200, ALL)
    MessageFactory(created_at=ago(minutes=16), next_at=ago(minutes=16))
    response = client.get(reverse("overview:ready"))
    assert response.status_code == 503
    assert response.json()["checks"]["waiting"]["red"] is True


@pytest.mark.parametrize(
    ("fields", "red"),
    [
        ({"state": "held", "way": "digest"}, []),
        ({"way": ""}, ["waiting"]),  # nobody has even asked which way it goes
        ({"retried_at": ago(minutes=1)}, []),
    ],
)
def test_ready_is_red_for_what_is_due_and_not_for_what_waits_for_its_day(
    client, beating, fields, red
):
    MessageFactory(created_at=ago(days=2), next_at=ago(days=2), **fields)
    assert ask(client) == red


def test_live_asks_the_database_for_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("overview:live"))
    assert (response.status_code, response.json()) == (200, {"live": True})


def test_it_can_be_read_without_signing_in_and_names_nothing(client, beating):
    message = MessageFactory(state="dead")
    page = client.get(ADDRESS).content.decode()
    for secret in (str(message.pk), message.person.email, message.person.name, message.kind):
        assert secret not in page


@pytest.mark.parametrize(("loop", "late"), [("deliver", 91), ("sweep", 901)])
def test_red_when_a_loop_missed_three_rounds(client, beating, loop, late):
    for seconds, red in ((late - 10, []), (late, [loop])):
        beat = next(beat for beat in beating if beat.loop == loop)
        beat.succeeded_at = ago(seconds=seconds)
        beat.save()
        assert ask(client) == red


def test_a_loop_of_which_nothing_is_known_is_red_after_some_minutes(client, valkey, monkeypatch):
    monkeypatch.setattr(health, "_started", time.monotonic())
    assert ask(client) == []
    long_ago = time.monotonic() - STARTING_UP.total_seconds() - 1
    monkeypatch.setattr(health, "_started", long_ago)
    assert ask(client) == ["deliver", "sweep"]


@pytest.mark.parametrize(
    ("fields", "red"),
    [
        ({"state": "ready", "attempts": 0}, ["waiting"]),
        ({"state": "ready", "attempts": 3, "next_at": timedelta(hours=1)}, ["waiting"]),
        ({"state": "ready", "attempts": 0, "next_at": timedelta(hours=1)}, []),
        ({"state": "cancelled"}, []),
        ({"state": "dead"}, ["dead"]),
        ({"state": "dead", "looked_at": timedelta()}, []),
        ({"inbox": True}, []),
    ],
)  # fmt: skip
def test_red_when_an_email_waits_too_long_or_is_dead(client, beating, fields, red):
    old = ago(minutes=16)
    MessageFactory(**{"created_at": old, "next_at": old, **from_now(fields)})
    assert ask(client) == red


def from_now(fields):
    """A time stands there as how far off it is: the list is made long before the test runs."""
    now = timezone.now()
    return {
        name: now + value if isinstance(value, timedelta) else value
        for name, value in fields.items()
    }


def test_green_while_an_email_has_not_waited_long(client, beating):
    MessageFactory(created_at=ago(minutes=14), next_at=ago(minutes=14))
    assert ask(client) == []


def test_a_valkey_that_is_away_is_shown_and_does_not_keep_the_page_waiting(client, beating, valkey):
    os.kill(valkey.child.process.pid, signal.SIGSTOP)
    try:
        start = time.perf_counter()
        response = client.get(ADDRESS)
        assert time.perf_counter() - start < QUICK
    finally:
        os.kill(valkey.child.process.pid, signal.SIGCONT)
    line = next(check for check in response.context["checks"] if check.name == "valkey")
    assert (response.status_code, line.is_red, line.is_yellow) == (200, False, True)


@pytest.mark.django_db(transaction=True)
def test_red_when_the_database_is_away(valkey, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/no/such/folder")
    assert ask(Client()) == ["database"]


def test_two_questions_to_the_database_whatever_the_rows(
    client, beating, django_assert_num_queries
):
    for _number in range(3):
        MessageFactory()
    with as_app(), django_assert_num_queries(2):
        health.checks(timezone.now())


def test_it_is_only_read(client):
    assert client.post(ADDRESS).status_code == 405


def test_it_does_not_say_how_much_is_sent(client, monday, beating, monkeypatch):
    """Whoever asks again and again would see when something happens at a small place."""
    monkeypatch.setattr(health, "PATIENCE", 30)

    def said():
        return [str(check.fact) for check in client.get(ADDRESS).context["checks"]]

    before = said()
    MessageFactory.create_batch(3, created_at=ago(minutes=1), next_at=ago(minutes=1))
    assert said() == before
    MessageFactory(created_at=ago(minutes=20), next_at=ago(minutes=20))
    one = said()
    assert one != before
    MessageFactory.create_batch(2, created_at=ago(minutes=20), next_at=ago(minutes=20))
    assert said() == one
