"""`make run` after the set-up: what it says, what it leaves, and what it stands."""

import os
import signal
import socket
from contextlib import closing, suppress
from pathlib import Path

import pytest

from dev.family import start_time
from tests.dev.supervised import gone, small_checkout
from tests.servers import PATIENCE, SmtpServer, wait_until


def test_a_long_odd_path_works_and_a_second_start_keeps_the_data(tmp_path, supervise):
    folder = small_checkout(tmp_path / "Ærlig talt, det er Kåres' øvelse" / ("lang" * 25))
    assert len(os.fsencode(folder)) > 107
    first = supervise(folder).ready()
    assert first.page() == "The web is app; notes: 1."
    assert "rektor@example.org" in first.output
    assert str(folder / ".data" / "mail") in first.output
    wait_until(first.mails, "the clock, the worker and the mail server")
    assert "The worker is worker." in first.mails()[0].read_text()
    family, sockets = first.family(), first.sockets()
    assert first.end() == 0
    assert first.output.endswith("Stopping …\nStopped.\n")
    gone(family)
    assert [folder for folder in sockets if folder.exists()] == []
    key = (folder / ".data" / "secret-key").read_text()

    second = supervise(folder).ready()
    assert second.page() == "The web is app; notes: 1."
    assert "rektor@example.org" in second.output
    assert (folder / ".data" / "secret-key").read_text() == key
    assert second.end(signal.SIGTERM) == 0


def test_two_checkouts_run_at_once_and_a_busy_port_is_avoided(tmp_path, supervise):
    with closing(socket.create_server(("127.0.0.1", 0))) as busy:
        port = busy.getsockname()[1]
        more = {"PORT": str(port)}
        runs = [supervise(small_checkout(tmp_path / name), **more) for name in ("one", "two")]
        addresses = {run.ready().address for run in runs}
        assert len(addresses) == 2
        assert f"http://127.0.0.1:{port}/" not in addresses
        assert [run.page() for run in runs] == ["The web is app; notes: 1."] * 2
        assert [run.end(signal.SIGHUP) for run in runs] == [0, 0]


def test_the_same_folder_twice_is_refused_in_words(checkout, supervise):
    first = supervise(checkout).ready()
    before = first.output
    first.log = checkout / "kept.txt"
    first.log.write_text(before)
    second = supervise(checkout)
    assert second.process.wait(timeout=PATIENCE) == 1
    assert second.output == f"Already running from this folder: make run, {first.address}\n"
    assert first.page() == "The web is app; notes: 1."


def test_kill_9_of_the_supervisor_leaves_nothing_in_the_way(checkout, supervise):
    first = supervise(checkout).ready()
    family, sockets = first.family(), first.sockets()
    first.process.kill()
    first.process.wait()
    # At once, while the orphans are still ending.
    second = supervise(checkout).ready()
    assert second.page() == "The web is app; notes: 1."
    gone(family)
    assert [folder for folder in sockets if folder.exists()] == []


def test_a_crash_of_everything_and_a_reused_process_number_are_survived(checkout, supervise):
    first = supervise(checkout).ready()
    family = first.family()
    first.process.send_signal(signal.SIGSTOP)  # it shall not see the others fall
    for pid in family:
        with suppress(ProcessLookupError):  # it fell with its parent
            os.kill(pid, signal.SIGKILL)
    first.process.kill()
    first.process.wait()
    gone(family)
    stale = checkout / ".data" / "postgres" / "postmaster.pid"
    lines = stale.read_text().splitlines()
    # PostgreSQL itself refuses to start while this number belongs to anyone: here, to us.
    stale.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    second = supervise(checkout).ready()
    assert second.page() == "The web is app; notes: 1."
    assert start_time(os.getpid())


def test_a_process_that_ends_by_itself_stops_the_rest_and_is_named(checkout, supervise):
    run = supervise(checkout).ready()
    family = run.family()
    pid = next(pid for pid in family if b"beat" in _command(pid))
    os.kill(pid, signal.SIGKILL)
    assert run.process.wait(timeout=PATIENCE) == 1
    assert "beat ended by itself (-9). Its last words:" in run.output
    assert run.output.endswith("Stopped, because of the above.\n")
    gone(family)


def _command(pid):
    """Of PostgreSQL's own processes some have ended by now."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@pytest.fixture
def given_servers(servers):
    """Servers that are not the folder's own: those of this test process, with a database more."""
    mail = SmtpServer()
    mail.start()
    with closing(servers.postgres.connect()) as link, link.cursor() as cursor:
        cursor.execute("create database given owner owner")
        yield {**servers.urls("given"), "EMAIL_URL": mail.url}, mail
        cursor.execute("drop database given (force)")
    mail.stop()


def test_servers_named_in_the_environment_are_used_instead_of_its_own(
    checkout, supervise, given_servers
):
    urls, mail = given_servers
    run = supervise(checkout, **urls).ready()
    assert run.page() == "The web is app; notes: 0."
    mail.wait_for(1)
    assert "Outgoing mail  goes to the server named in EMAIL_URL" in run.output
    assert sorted(path.name for path in (checkout / ".data").iterdir() if path.is_dir()) == [
        "log",
        "mail",
    ]
    assert run.mails() == []
    assert run.end() == 0


def test_one_database_address_without_the_others_is_refused_in_words(checkout, supervise):
    run = supervise(checkout, DATABASE_URL="postgres://app@/none")
    assert run.process.wait(timeout=PATIENCE) == 1
    assert "Missing: DATABASE_WORKER_URL, DATABASE_OWNER_URL" in run.output
    assert "Traceback" not in run.output
