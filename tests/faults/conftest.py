import time

import pytest
from django.utils import timezone

from notifications.models import Message
from tests.factories.notifications import MessageFactory
from tests.factories.organisations import MembershipFactory
from tests.notifications.kinds import Told
from tests.servers import Program, wait_until


@pytest.fixture
def process_environment(process_environment):
    """Every process of these tests has short leases and rounds."""
    return {**process_environment, "DJANGO_SETTINGS_MODULE": "tests.faults.settings"}


@pytest.fixture
def program(servers, process_environment):
    """`program("beat", "celery", …, ready="…")` starts another process in the role worker."""
    started = []

    def start(name, *command, ready):
        process = Program(
            servers,
            name,
            command,
            {**process_environment, "DATABASE_ROLE": "worker"},
            is_ready=lambda program: ready in program.text(),
        )
        started.append(process)
        process.start()
        return process

    yield start
    for process in started:
        process.kill()
        print(process.text()[-3000:])


@pytest.fixture
def beat(servers, program):
    schedule = str(servers.folder / "beat-schedule")
    command = ["celery", "-A", "config", "beat", "--schedule", schedule, "--pidfile="]
    return program("beat", *command, "--loglevel", "INFO", ready="Starting...")


@pytest.fixture
def letters(transactional_db):
    """`letters(3)`: e-mails that are due now, each to somebody else."""

    def make(count, **fields):
        now = timezone.now()
        common = {"kind": Told.name, "created_at": now, "next_at": now}
        return [
            MessageFactory(**{"person": MembershipFactory().person, **common, **fields})
            for _number in range(count)
        ]

    return make


class Waiting:
    """How long it took; printed, never asserted, since it is this machine's."""

    def __init__(self):
        self.start = time.monotonic()

    def tell(self, what):
        print(f"measured: {what} {time.monotonic() - self.start:.2f} s")


def all_are(state, *, but=0, timeout=40):
    """Wait until every e-mail is in this state, but for so many."""
    emails = Message.objects.emails()
    wait_until(
        lambda: emails.exclude(state=state).count() == but, f"all to be {state}", timeout=timeout
    )


def message_ids(smtp_server):
    return [mail.message["Message-ID"] for mail in smtp_server.messages]
