"""A user of Valkey that may do nothing but what docs/servers.md gives it: a worker with all that it
does by itself, beat, the web's wake-up and the health page need no more."""

import os
import signal

import pytest
import redis
from django.utils import timezone

from notifications import tasks
from overview.health import checks
from tests.faults.mailhost import MailHost
from tests.faults.test_valkey import link_to
from tests.plugin_database import as_app
from tests.servers import ROOT, wait_until

USER = "ACL SETUSER tryggspor on >password "


def rules():
    """As they stand in the page: one line."""
    lines = (ROOT / "docs" / "servers.md").read_text(encoding="utf-8").splitlines()
    (found,) = (line.strip() for line in lines if line.strip().startswith(USER))
    return found.removeprefix(USER).split()


@pytest.fixture
def boss(valkey):
    """Whoever connects without a name may do what the rules say; this one looks on. Valkey forgets
    both when it starts again."""
    with link_to(valkey) as link:
        link.execute_command("ACL SETUSER boss on >boss ~* &* +@all")
    url = valkey.url.replace("redis+socket://", "unix://boss:boss@")
    with redis.Redis.from_url(url) as boss:
        yield boss
    valkey.stop()
    valkey.start()


def refused(boss):
    return sorted({entry["object"] for entry in boss.acl_log()})


def valkey_answers():
    with as_app():
        return not {check.name: check for check in checks(timezone.now())}["valkey"].is_yellow


def woken(nursery, host):
    """Two workers with all that they say to each other, one of which is asked to end; beat; and the
    web's wake-up, five times."""
    settings = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": host.port}
    options = ["worker", "--pool", "threads", "--concurrency", "1", "--loglevel", "INFO"]
    workers = [
        nursery("celery", arguments=[*options, "--hostname", f"{name}@%h"], settings=settings)
        for name in ("one", "two")
    ]
    for worker in workers:
        worker.wait_for(" ready.")
    schedule = str(nursery.servers.folder / "beat-of-user")
    beat = ["beat", "--schedule", schedule, "--pidfile=", "--loglevel", "INFO"]
    workers.append(nursery("celery", arguments=beat).wait_for("Starting..."))
    for _number in range(5):
        tasks.nudge()
    wait_until(lambda: sum(w.text().count("succeeded") for w in workers) > 12, "rounds of delivery")
    os.kill(workers[1].pid, signal.SIGTERM)
    workers[1].wait()
    return "".join(worker.text() for worker in workers)


@pytest.fixture
def host(nursery):
    host = MailHost()
    host.start()
    yield host
    host.stop()


def test_it_needs_no_more_than_the_page_says(nursery, host, boss):
    boss.execute_command("ACL SETUSER default", "on", "nopass", *rules())
    wait_until(valkey_answers, "Valkey to answer the health page")
    said = woken(nursery, host)
    assert (refused(boss), "NOPERM" in said) == ([], False)


def test_without_set_the_health_page_says_so(nursery, boss):
    boss.execute_command("ACL SETUSER default", "on", "nopass", *rules(), "-set")
    assert not valkey_answers()
    assert refused(boss) == ["set"]
