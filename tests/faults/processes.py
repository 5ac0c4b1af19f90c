"""The test's end of the nursery: processes of the product, soon started and killed at will."""

import contextlib
import json
import os
import signal
import socket
import sys
from pathlib import Path

from dev.family import ProgramEnded, start_time
from tests.servers import ROOT, wait_until

KEPT_TO_SHOW = 2000


class Process:
    """One that the nursery forked. Leads a group, in which all that it starts are too."""

    def __init__(self, pid, log):
        self.pid = pid
        self.log = log
        self.began = start_time(pid)

    @property
    def ended(self):
        return not self.began or start_time(self.pid) != self.began

    def text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def wait_for(self, words):
        def said():
            if words in self.text():
                return True
            if self.ended:
                raise ProgramEnded(f"ended before it said {words!r}:\n{self.text()[-3000:]}")
            return False

        wait_until(said, f"the words {words!r} of {self.log.name}")
        return self

    def wait(self):
        wait_until(lambda: self.ended, f"{self.log.name} to end")
        return self

    def kill(self):
        """kill -9, its children too."""
        self._send(signal.SIGKILL)
        self.wait()

    def freeze(self):
        self._send(signal.SIGSTOP)

    def _send(self, number):
        if not self.ended:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def children(self):
        """Those that it forked itself, for instance a pool's."""
        path = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in path.read_text(encoding="ascii").split()]


class Nursery:
    """Starts with the first order."""

    def __init__(self, servers, environment):
        self.servers = servers
        self.environment = {**os.environ, **environment, "DATABASE_ROLE": "worker"}
        self.link = self.child = None
        self.count = 0
        self.started: list[Process] = []

    def start(self):
        self.link, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.link.settimeout(180)
        self.child = self.servers.family.spawn(
            "nursery",
            [sys.executable, "-m", "tests.faults.nursery", str(other.fileno())],
            environment=self.environment,
            folder=ROOT,
            log=self.servers.folder / "nursery.log",
            pass_fds=[other.fileno()],
        )
        other.close()
        if self.link.recv(16) != b"ready":
            raise ProgramEnded(f"the nursery did not start:\n{self.child.tail()}")

    def __call__(self, do, *, settings=None, database=None, memory=0, descriptors=(), **more):
        """`nursery("deliver", every=0.2, settings={"EMAIL_PORT": 2525})`"""
        if self.child is None:
            self.start()
        self.count += 1
        log = self.servers.folder / f"{do}-{self.count}.log"
        order = {
            "do": do, "with": more, "log": str(log), "settings": settings or {},
            "database": database or {}, "memory": memory,
        }  # fmt: skip
        socket.send_fds(self.link, [json.dumps(order).encode()], list(descriptors))
        process = Process(int(self.link.recv(16)), log)
        self.started.append(process)
        return process

    def clear(self):
        """After each test: nothing runs on, and a test that failed shows what they said."""
        for process in self.started:
            process.kill()
            print(f"--- {process.log.name}\n{process.text()[-KEPT_TO_SHOW:]}")
            process.log.unlink(missing_ok=True)
        self.started.clear()

    def stop(self):
        if self.child is not None:
            self.servers.family.stop(self.child)
            self.link.close()
