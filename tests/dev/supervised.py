"""Starts the real supervisor on a folder of its own, and looks at what it leaves behind."""

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from dev.family import start_time
from tests.servers import PATIENCE, ROOT, wait_until

SMALL = Path(__file__).resolve().parent / "small"


def environment(**more):
    """As in a newcomer's terminal: nothing that this test process has set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "LANG": "C", **more}


def small_checkout(folder):
    """The set-up with the small project in the product's place; the installed packages are ours."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "dev", folder / "dev", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    shutil.copy2(ROOT / "manage.py", folder)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


# What the three processes of a run write while this one copies is not copied.
NOT_OURS = (
    ".venv", "node_modules", ".build", ".data", ".cache", ".git", ".hypothesis", "__pycache__",
    "tests",
)  # fmt: skip


def product_checkout(folder):
    """The product itself, set up as `make run` does, with the packages installed already."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_OURS))
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / ".build").mkdir()
    (folder / ".build" / "assets").symlink_to(ROOT / ".build" / "assets")
    collected = manage(folder, "collectstatic", "--noinput", "--verbosity", "0")
    assert collected.communicate(timeout=PATIENCE) == ("", None)
    return folder


def manage(folder, *arguments, python=sys.executable, **more):
    return subprocess.Popen(
        [python, "manage.py", *arguments],
        cwd=folder, env=environment(**more), text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


class Supervisor:
    def __init__(self, folder, **more):
        self.folder = folder
        self.log = folder / "terminal.txt"
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [".venv/bin/python", "-m", "dev.run"],
                cwd=folder,
                env=environment(**more),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self):
        return self.log.read_text()

    def ready(self):
        wait_until(self._is_ready, "the supervisor to be ready", timeout=900)
        return self

    def _is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"it ended:\n{self.output}")
        return "Ready after" in self.output

    @property
    def address(self):
        return re.search(r"Address +(\S+)", self.output)[1]

    def page(self):
        with urllib.request.urlopen(self.address, timeout=PATIENCE) as answer:  # noqa: S310  (ours)
            return answer.read().decode()

    def mails(self):
        return sorted((self.folder / ".data" / "mail").glob("*.eml"))

    def family(self):
        """Every process that it started, and theirs, with start times."""
        shown = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True)
        pairs = [tuple(map(int, line.split())) for line in shown.stdout.splitlines()]
        found, new = set(), {self.process.pid}
        while new:
            found |= new
            new = {pid for pid, parent in pairs if parent in found} - found
        return {pid: start_time(pid) for pid in found - {self.process.pid} if start_time(pid)}

    def sockets(self):
        import json

        folders = json.loads((self.folder / ".data" / "processes.json").read_text())["folders"]
        return [Path(folder) for folder in folders]

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)

    def close(self):
        if self.process.poll() is None:
            family = self.family()
            self.process.kill()
            self.process.wait()
            gone(family)


def gone(family):
    """Wait until none of these processes is there."""
    wait_until(
        lambda: not any(start_time(pid) == began for pid, began in family.items()),
        "the processes to end",
    )
