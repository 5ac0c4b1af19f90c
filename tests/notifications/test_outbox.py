import logging
import os
import signal
import time
import uuid
from datetime import timedelta

import pytest
import redis
from django.db import transaction

from accounts.system import SYSTEM
from notifications import tasks
from notifications.actions import choose_ways, sort_mail
from notifications.models import Message
from notifications.outbox import CHANNELS, ROWS, tell, tell_all
from notifications.rules import Topic
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.notifications.kinds import Told
from tests.plugin_database import as_worker
from tests.scope import acting

# Asked without these limits, a broker that is silent is waited for without end. The first question
# of a process loads what it is asked with.
QUICK = 60


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    monkeypatch.setattr(tasks, "_quiet_until", 0.0)
    monkeypatch.setattr(tasks, "QUIET", 600)


@pytest.fixture
def patient(monkeypatch):
    """A worker is woken also by a machine that does other things as well."""
    monkeypatch.setattr(tasks, "PATIENCE", 30)


def waiting_tasks(valkey):
    with redis.Redis.from_url(valkey.url.replace("redis+socket://", "unix://")) as link:
        return link.lrange("celery", 0, -1)


@pytest.mark.django_db
def test_tell_writes_an_inbox_row_and_an_email_for_each():
    thing, case, people = uuid.uuid4(), uuid.uuid4(), [PersonFactory(), PersonFactory()]
    due = TODAY + timedelta(days=2)
    tell(Told, thing_id=thing, to=people, now=NOW, due_on=due, level=1, case_id=case)
    fields = ("channel", "state", "sent_at", "kind", "thing_id", "due_on", "level", "case_id")
    same = ("tests.Told", thing, due, 1, case)
    for person in people:
        rows = person.messages.order_by("channel").values_list(*fields)
        assert list(rows) == [("email", "ready", None, *same), ("inbox", "sent", NOW, *same)]


@pytest.mark.django_db
def test_tell_again_writes_nothing():
    person, thing = PersonFactory(), uuid.uuid4()
    for _time in range(2):
        tell(Told, thing_id=thing, to=[person, person], now=NOW)
    assert Message.objects.count() == 2
    tell(Told, thing_id=thing, to=[person], now=NOW, level=1)
    tell(Told, thing_id=thing, to=[person], now=NOW, due_on=TODAY)
    assert Message.objects.count() == 6


@pytest.mark.django_db
def test_tell_puts_it_into_the_inbox_of_whoever_wants_no_email_of_it():
    person = PersonFactory()
    with acting(person, TODAY):
        choose_ways(ways=dict.fromkeys(Topic.values, "app"), by=person, now=NOW)
    tell(Told, thing_id=uuid.uuid4(), to=[person], now=NOW)
    with as_worker():
        sort_mail(by=SYSTEM, now=NOW)
    assert list(person.messages.order_by("channel").values_list("channel", "state")) == [
        ("email", "cancelled"), ("inbox", "sent"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_tell_reaches_people_whose_messages_the_writer_cannot_read():
    writer, reader = PersonFactory(), PersonFactory()
    with acting(writer, TODAY):
        tell(Told, thing_id=uuid.uuid4(), to=[reader], now=NOW)
        assert Message.objects.count() == 0
    assert Message.objects.filter(person=reader).count() == 2


@pytest.mark.django_db
def test_tell_nobody_does_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        tell(Told, thing_id=uuid.uuid4(), to=[], now=NOW)


@pytest.mark.django_db(transaction=True)
def test_tell_stands_or_falls_with_the_transaction(valkey, patient):
    with transaction.atomic():
        tell(Told, thing_id=uuid.uuid4(), to=[PersonFactory()], now=NOW)
        transaction.set_rollback(True)
    assert Message.objects.count() == 0
    assert waiting_tasks(valkey) == []


@pytest.mark.django_db(transaction=True)
def test_tell_wakes_a_worker_after_commit_with_nothing_personal_in_it(valkey, patient):
    person = PersonFactory()
    with transaction.atomic():
        tell(Told, thing_id=uuid.uuid4(), to=[person], now=NOW)
        assert waiting_tasks(valkey) == []
    (task,) = waiting_tasks(valkey)
    assert b'"task": "notifications.tasks.deliver_due"' in task
    for secret in (person.name, person.email, str(person.pk), *map(str, ids(person))):
        assert secret.encode() not in task


@pytest.mark.django_db(transaction=True)
def test_tell_all_counts_what_is_new_and_wakes_a_worker_for_that_alone(valkey, patient):
    people = [PersonFactory() for _number in range(3)]
    everybody = f"FROM accounts_person p {CHANNELS} ON CONFLICT DO NOTHING"
    statement = ROWS.format(thing="p.id", due="NULL", case="NULL") + everybody
    asked = {"kind": Told.name, "level": 0, "now": NOW}
    assert [tell_all(statement, asked), tell_all(statement, asked)] == [2 * len(people), 0]
    assert len(waiting_tasks(valkey)) == 1
    rows = people[0].messages.order_by("channel").values_list("channel", "state", "sent_at")
    assert list(rows) == [("email", "ready", None), ("inbox", "sent", NOW)]


def ids(person):
    return person.messages.values_list("pk", flat=True)


def seconds_to_nudge():
    start = time.perf_counter()
    tasks.nudge()
    return time.perf_counter() - start


def test_nudge_with_no_valkey_is_quick_silent_and_not_repeated(valkey, caplog):
    valkey.stop()
    with caplog.at_level(logging.WARNING):
        assert seconds_to_nudge() < QUICK
        assert seconds_to_nudge() < QUICK
    assert len(caplog.records) == 1


def test_nudge_with_a_valkey_that_does_not_answer_is_quick_and_silent(valkey):
    os.kill(valkey.child.process.pid, signal.SIGSTOP)
    try:
        assert seconds_to_nudge() < QUICK
    finally:
        os.kill(valkey.child.process.pid, signal.SIGCONT)
