"""Child processes that never outlive their parent, however it ends.

Three nets, because each has a hole: the kernel's parent-death signal (Linux only, and not for
grandchildren), a reaper process that notices when our end of its pipe closes, and a list of process
ids on disk for the case that the reaper was killed too. The list holds start times, since ids are
used again.
"""

import contextlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Unix socket names end at 107 bytes, so sockets cannot live inside a checkout with a long path.
SHORT = 40


class ProgramEnded(Exception):
    """A child ended before it was ready, or without being asked to."""


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    stop_signal: int
    log: Path | None = None
    started: str = field(default="")

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def tail(self, lines: int = 20) -> str:
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Family:
    def __init__(self, record: Path | None = None) -> None:
        self.children: list[Child] = []
        self.folders: list[Path] = []
        self.record = record
        self.reaper = subprocess.Popen(
            [sys.executable, "-I", "-S", str(HERE / "reaper.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def spawn(
        self,
        name: str,
        command: Sequence[str],
        *,
        stop_signal: int = signal.SIGTERM,
        user: tuple[int, int] | None = None,
        environment: Mapping[str, str] | None = None,
        log: Path | None = None,
        folder: Path | None = None,
        pass_fds: Sequence[int] = (),
    ) -> Child:
        """Start a program. Call it from the main thread only: the kernel sends the parent-death
        signal when the *thread* that started the child ends."""
        who = f"{user[0]}:{user[1]}" if user else "-"
        wrapper = [sys.executable, "-I", "-S", str(HERE / "child.py"), str(os.getpid())]
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(log.open("ab")) if log else None
            process = subprocess.Popen(
                [*wrapper, str(int(stop_signal)), who, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                cwd=folder,
                env=environment,
                pass_fds=pass_fds,
            )
        child = Child(name, process, int(stop_signal), log, start_time(process.pid))
        self.children.append(child)
        self._tell(f"add {process.pid} {int(stop_signal)}")
        self._write_record()
        return child

    def new_folder(self, prefix: str) -> Path:
        """A private folder with a short name, gone when the family is."""
        base = tempfile.gettempdir()
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=base if len(base) < SHORT else "/tmp"))
        self.folders.append(folder)
        self._tell(f"folder {folder}")
        return folder

    def stop(self, *children: Child, patience: float = 5.0) -> None:
        """Ask all of these at once, wait, and end what is left of their groups."""
        for child in children:
            send(child.process.pid, child.stop_signal)
        end = time.monotonic() + patience
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.0, end - time.monotonic()))
            send(child.process.pid, signal.SIGKILL)
            child.process.wait()
            if child in self.children:
                self.children.remove(child)
            self._tell(f"del {child.process.pid}")
        self._write_record()

    def kill(self, child: Child) -> None:
        """What a crash looks like."""
        send(child.process.pid, signal.SIGKILL)
        self.stop(child)

    def close(self) -> None:
        self.stop(*reversed(self.children))
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
        if self.record:
            self.record.unlink(missing_ok=True)
        self._tell("quit")
        with contextlib.suppress(OSError):
            self.reaper.communicate(timeout=5)

    def _tell(self, line: str) -> None:
        assert self.reaper.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            self.reaper.stdin.write(line + "\n")
            self.reaper.stdin.flush()

    def _write_record(self) -> None:
        if self.record is None:
            return
        rows = [[c.process.pid, c.started, c.stop_signal] for c in self.children]
        new = self.record.with_suffix(".new")
        new.write_text(json.dumps({"processes": rows, "folders": [str(f) for f in self.folders]}))
        new.replace(self.record)


def clear_leftovers(record: Path) -> int:
    """End what an earlier run left, if its supervisor and its reaper were both killed.
    Call it with the folder's lock in hand. Returns the number of processes ended."""
    try:
        left = json.loads(record.read_text())
    except (OSError, ValueError):
        return 0
    same = [(pid, stop) for pid, started, stop in left["processes"] if start_time(pid) == started]
    same = [(pid, stop) for pid, stop in same if pid]
    for pid, stop in same:
        send(pid, stop)
    end = time.monotonic() + 5
    for pid, _stop in same:
        while start_time(pid) and time.monotonic() < end:
            time.sleep(0.05)
        send(pid, signal.SIGKILL)
    for folder in left["folders"]:
        _remove_own(Path(folder))
    record.unlink(missing_ok=True)
    return len(same)


def _remove_own(folder: Path) -> None:
    """The name stood in a file, so look before removing: ours by name and by owner."""
    with contextlib.suppress(OSError):
        if folder.name.startswith("tryggspor-") and folder.lstat().st_uid == os.getuid():
            shutil.rmtree(folder, ignore_errors=True)


def package_folder(name: str) -> Path:
    """Where an installed package lies, without running its code."""
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise ProgramEnded(f"{name} is not installed: `make run` or `make test` does that.")
    return Path(next(iter(found.submodule_search_locations)))


def send(pid: int, number: int) -> None:
    """To the whole group: each child leads its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def start_time(pid: int) -> str:
    """When this process began, or "" if there is none (a zombie counts as none)."""
    if sys.platform == "linux":
        try:
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if after_name[0] == "Z" else after_name[19]
    shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
    return shown.stdout.strip()
