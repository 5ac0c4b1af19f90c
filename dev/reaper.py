"""Outlives its parent for a moment, to end what the parent could not. Standard library only.

Reads lines: "add PID SIGNAL", "del PID", "folder PATH", "quit". When the pipe closes without
"quit", the parent was killed: every group is asked to stop, then killed, and the folders go.
It works where the kernel has no parent-death signal, and for grandchildren, which have none.
"""

import contextlib
import os
import shutil
import signal
import sys
import time

PATIENCE = 3.0


def alive(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def send(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def main() -> None:
    groups: dict[int, int] = {}
    folders: list[str] = []
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "add":
            pid, number = rest.split()
            groups[int(pid)] = int(number)
        elif word == "del":
            groups.pop(int(rest), None)
        elif word == "folder":
            folders.append(rest)
        elif word == "quit":
            return
    for pid, number in groups.items():
        send(pid, number)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and any(alive(pid) for pid in groups):
        time.sleep(0.05)
    for pid in groups:
        send(pid, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    main()
