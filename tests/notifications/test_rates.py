"""How near delivery comes to what one connection to the mail server could do, and the sweep to the
bare writing of its rows: a few, in `make bench` many. Each is a ratio of two things measured in the
same run, several times, with its range; no time is asserted, only that all of it was done.
"""

import os
import smtplib
import time
from contextlib import contextmanager

import pytest
from django.db import connection
from django.utils import timezone

from evaluations.telling import tell_due
from measures.models import Measure
from notifications.delivery import deliver
from notifications.delivery.letters import letter
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.faults.fault import Fault
from tests.faults.mailhost import MailHost
from tests.plugin_database import as_worker

BENCH = bool(os.environ.get("BENCH"))
LETTERS, ROUNDS = (1000, 5) if BENCH else (20, 1)
REMINDERS, TIMES = (100_000, 3) if BENCH else (100, 1)
# As many rows, with the same columns, the same indexes and nothing asked.
FLOOR = """
INSERT INTO notifications_message (
    id, kind, thing_id, due_on, level, person_id, channel, case_id,
    state, sent_at, created_at, next_at, attempts, last_error)
SELECT gen_random_uuid(), 'bench', m.id, m.evaluate_on, 0, m.responsible_id, channel.name,
       m.case_id, channel.state, CASE WHEN channel.state = 'sent' THEN %(now)s END, %(now)s,
       %(now)s, 0, ''
FROM measures_measure m
CROSS JOIN (VALUES ('inbox', 'sent'), ('email', 'ready')) AS channel (name, state)
ON CONFLICT DO NOTHING
"""
# All of one person and one case, which a real school year spreads over thousands.
COPIES = """
INSERT INTO measures_measure SELECT (jsonb_populate_record(m, jsonb_build_object(
    'id', gen_random_uuid(), 'form_token', gen_random_uuid()))).*
FROM measures_measure m, generate_series(1, %s)
"""


@contextmanager
def timed(into):
    start = time.perf_counter()
    yield
    into.append(time.perf_counter() - start)


def told(what, floor, product, count):
    ratios = sorted(own / bare for own, bare in zip(product, floor, strict=True))
    print(
        f"\nmeasured: {what}: {count / max(product):.0f}–{count / min(product):.0f} a second, "
        f"the floor {count / max(floor):.0f}–{count / min(floor):.0f}; "
        f"{ratios[0]:.1f}–{ratios[-1]:.1f} times the floor's time, {len(ratios)} runs"
    )


@pytest.fixture
def host(settings):
    host = MailHost()
    host.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", host.port
    yield host
    host.stop()


def sent_bare(host, letters):
    """The same letters, already written, over one connection, with nothing remembered."""
    texts = [(letter(message).message().as_bytes(), message.person.email) for message in letters]
    floor = []
    with timed(floor), smtplib.SMTP("127.0.0.1", host.port) as link:
        for text, to in texts:
            link.sendmail("ikke-svar@tryggspor.example", [to], text)
    return floor


def test_sending_beside_one_connection(transactional_db, host):
    floor, product = [], []
    for number in range(ROUNDS):
        letters = Fault(number, host, None).many_letters(LETTERS)
        floor += sent_bare(host, letters)
        with as_worker(), timed(product):
            while deliver(now=timezone.now()).is_full:
                pass
    assert Message.objects.filter(state="sent").count() == LETTERS * ROUNDS
    assert len(host.taken) == 2 * LETTERS * ROUNDS
    told(f"{LETTERS} letters", floor, product, LETTERS)


def test_the_sweep_beside_the_writing_of_its_rows(transactional_db, fjellet):
    one = scene(fjellet).measure
    with connection.cursor() as cursor:
        cursor.execute(COPIES, [REMINDERS - 1])
        if BENCH:  # statistics outlive a test
            cursor.execute("ANALYZE")
    assert Measure.objects.filter(evaluate_on=TODAY).count() == REMINDERS
    floor, product, again = [], [], []
    for _number in range(TIMES):
        with connection.cursor() as cursor, timed(floor):
            cursor.execute(FLOOR, {"now": NOW})
        emptied()
        with as_worker(), timed(product):
            assert tell_due(now=NOW) == 2 * REMINDERS
        with as_worker(), timed(again):
            assert tell_due(now=NOW) == 0
        emptied()
    assert (Message.objects.count(), one.evaluate_on) == (0, TODAY)
    told(f"{REMINDERS} reminders in one statement", floor, product, REMINDERS)
    print(f"measured: the second run made 0, in {min(again):.1f}–{max(again):.1f} s")


def emptied():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE notifications_message")
