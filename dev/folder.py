"""The git-ignored folder that holds the data, and who is using it."""

import contextlib
import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent


class Folder:
    """One process at a time runs servers on a folder: the one with the lock, which the kernel
    gives back however that process ends. Others may use its servers; see `use`."""

    def __init__(self, path: Path = ROOT / ".data") -> None:
        self.path = path
        try:
            for part in (path, path / "log", path / "mail"):
                part.mkdir(mode=0o700, exist_ok=True)
        except PermissionError:
            raise SystemExit(f"{path} belongs to another user, who ran this before.") from None
        self.processes = path / "processes.json"
        self._announced = path / "servers.json"
        self._lock: IO[str] | None = None

    def log(self, name: str) -> Path:
        return self.path / "log" / f"{name}.log"

    def lock(self, holder: str) -> bool:
        """Take the folder, or say that another process has it."""
        file = (self.path / "lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._lock = file
        self.say(holder)
        self._announced.unlink(missing_ok=True)
        return True

    def say(self, holder: str) -> None:
        """Who has the lock, in words for the next who asks."""
        assert self._lock is not None
        self._lock.truncate(0)
        self._lock.write(holder)
        self._lock.flush()

    def holder(self) -> str:
        return (self.path / "lock").read_text()

    def announce(self, environment: Mapping[str, str]) -> None:
        """From now on others may use these servers."""
        new = self._announced.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(dict(environment)))
        new.replace(self._announced)

    @contextlib.contextmanager
    def use(self) -> Iterator[dict[str, str] | None]:
        """The running servers' environment, kept up until we are done; None if they are ending."""
        with (self.path / "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                yield json.loads(self._announced.read_text())
            except FileNotFoundError:
                yield None

    def wait_for_users(self) -> None:
        """Before stopping servers that others may have come to use."""
        with (self.path / "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
            self._announced.unlink(missing_ok=True)

    def release(self) -> None:
        self._announced.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def secret_key(self) -> str:
        """Made once, so that sessions outlive a restart."""
        file = self.path / "secret-key"
        with contextlib.suppress(FileExistsError):
            new = file.with_name(f"secret-key.{os.getpid()}")
            new.touch(mode=0o600)
            new.write_text(secrets.token_urlsafe(60))
            try:
                os.link(new, file)
            finally:
                new.unlink()
        return file.read_text()


def wait(seconds: float) -> Iterator[float]:
    """The seconds gone, at short steps, until they are over."""
    start = time.monotonic()
    while (gone := time.monotonic() - start) < seconds:
        yield gone
        time.sleep(0.05)
