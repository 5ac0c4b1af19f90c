"""`make run`: one foreground process that starts everything, watches it, and stops it in order."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

from dev import web
from dev.family import Child, ProgramEnded
from dev.folder import ROOT, Folder, wait
from dev.stack import Stack, database_is_given, defaults

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
CELERY = ["celery", "-A", "config"]
WORKER = [*CELERY, "worker", "--pool", "threads", "--concurrency", "4", "--loglevel", "INFO",
          "--without-gossip", "--without-mingle"]  # fmt: skip
# In seconds. One that has ended is noticed at once; a slow machine takes its time.
PATIENCE = 300.0


class Asked(BaseException):
    """Someone asked us to stop. Not an error, so nothing on the way may catch it."""


def main() -> int:
    folder = Folder()
    if not take(folder):
        return 1
    for number in SIGNALS:
        signal.signal(number, _ask)
    stack = Stack(folder)
    if stack.cleared:
        say(f"Cleared {stack.cleared} processes that an earlier run left.")
    code = 0
    try:
        Run(folder, stack).go()
    except Asked:
        say("\nStopping …")
    except ProgramEnded as error:
        say(f"\n{error}\n")
        code = 1
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        stop(stack)
        folder.release()
    say("Stopped." if not code else "Stopped, because of the above.")
    return code


def take(folder: Folder) -> bool:
    """A command of manage.py may have the folder for a moment; another `make run` keeps it."""
    for _gone in wait(60):
        if folder.lock("make run"):
            return True
        if not folder.holder().startswith("manage.py"):
            say(f"Already running from this folder: {folder.holder()}")
            return False
    say(f"{folder.holder()} has this folder's servers; try again when it is done.")
    return False


def stop(stack: Stack) -> None:
    """First what takes in work, all together; then the servers it used."""
    servers = {"postgres", "valkey"}
    stack.family.stop(*(child for child in stack.family.children if child.name not in servers))
    stack.stop()


class Run:
    def __init__(self, folder: Folder, stack: Stack) -> None:
        self.folder = folder
        self.stack = stack
        self.start = time.monotonic()
        self.held = web.listener()
        self.site = f"http://127.0.0.1:{self.held.getsockname()[1]}"
        self.environment = {**os.environ, **defaults(folder, self.site)}
        self.site = self.environment["SITE_URL"]
        # Practice data is put up once: who has cleared it away wants it gone.
        self.mark = folder.path / "practice-data-made"
        self.is_new = True

    def go(self) -> None:
        self.folder.say(f"make run, {self.site}/")
        if not (self.folder.path / "postgres").exists():
            self.mark.unlink(missing_ok=True)
        self.is_new = not self.mark.exists()
        with self.told("Database, queue and mail server"):
            own = self.stack.start()
        self.environment |= own
        self.folder.announce(own)
        with self.told("Migrations"):
            self.command("migrate", "--noinput", "--verbosity", "0", role="owner")
        accounts = self.practice_data()
        with self.told("Web, worker and clock"):
            running = self.processes()
        self.tell(accounts)
        self.watch(running)

    @contextlib.contextmanager
    def told(self, what: str) -> Iterator[None]:
        start = time.monotonic()
        say(f"{what} …", end="")
        yield
        say(f" {time.monotonic() - start:.1f} s")

    def command(self, name: str, *arguments: str, role: str) -> str:
        """Run a command of manage.py and return what it wrote."""
        log = self.folder.log(name)
        child = self.spawn(name, ["manage.py", name, *arguments], role=role)
        while not child.ended:
            time.sleep(0.02)
        self.stack.family.stop(child)
        if child.process.returncode:
            raise ProgramEnded(f"manage.py {name} failed:\n{child.tail(40)}")
        return log.read_text()

    def practice_data(self) -> str:
        if self.environment["DEMO"] != "1":
            return ""
        if not database_is_given() and not self.is_new:
            return self.command("demo", "--accounts", role="app")
        with self.told("Practice data"):
            accounts = self.command("demo", role="app")
        self.mark.touch()
        return accounts

    def processes(self) -> list[Child]:
        beat = [*CELERY, "beat", "--schedule", str(self.folder.path / "beat"), "--pidfile="]
        running = [
            self.spawn("web", ["-m", *web.command(self.held)], role="app",
                       pass_fds=[self.held.fileno()]),
            self.spawn("worker", ["-m", *WORKER], role="worker"),
            self.spawn("beat", ["-m", *beat], role="worker"),
        ]  # fmt: skip
        worker_log = self.folder.log("worker")
        self.until(lambda: web.answers(self.held), "The web", running)
        self.until(lambda: " ready." in worker_log.read_text(), "The worker", running)
        return running

    def spawn(
        self, name: str, command: Sequence[str], *, role: str, pass_fds: Sequence[int] = ()
    ) -> Child:
        return self.stack.family.spawn(
            name,
            [sys.executable, *command],
            environment={**self.environment, "DATABASE_ROLE": role},
            log=self.folder.log(name),
            folder=ROOT,
            pass_fds=pass_fds,
        )

    def until(self, holds: Callable[[], bool], what: str, running: list[Child]) -> None:
        for _gone in wait(PATIENCE):
            check(running)
            if holds():
                return
        raise ProgramEnded(
            f"{what} did not answer within {PATIENCE:.0f} seconds; see {self.folder.path}/log"
        )

    def tell(self, accounts: str) -> None:
        mail = "goes to the server named in EMAIL_URL"
        if self.stack.mail is not None:
            mail = f"{self.folder.path / 'mail'}/  (a file for each)"
        say(f"\nReady after {time.monotonic() - self.start:.1f} s.\n")
        say(f"  Address        {self.site}/")
        say(f"  Outgoing mail  {mail}")
        say(f"  Logs           {self.folder.path / 'log'}/")
        say("  Stop           Ctrl-C")
        if accounts.strip():
            say(f"\n{accounts.rstrip()}\n")

    def watch(self, running: list[Child]) -> None:
        while True:
            check([*running, *self.stack.family.children])
            time.sleep(0.5)


def check(running: Sequence[Child]) -> None:
    for child in running:
        if child.ended:
            raise ProgramEnded(
                f"{child.name} ended by itself ({child.process.returncode}). Its last words:\n"
                f"{child.tail()}"
            )


def _ask(number: int, frame: FrameType | None) -> None:
    # A second Ctrl-C must not cut the orderly stop short.
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Asked


def say(line: str, end: str = "\n") -> None:
    # The terminal may be gone, which is no reason to leave servers behind.
    with contextlib.suppress(OSError):
        print(line, end=end, flush=True)


if __name__ == "__main__":
    sys.exit(main())
