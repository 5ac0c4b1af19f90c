"""What befalls PostgreSQL, and the way to it."""

import contextlib
import os
import random
import signal
import subprocess
import threading

from django.db import connection, connections

from tests.faults.proxy import Proxy

PORT = "5432"
ONE_PAGE = 8192


def gone_at_once(postgres):
    """Nobody is asked, nothing is put in order. What the test itself wrote is there when it comes
    back, as with a server that is not meant to forget."""
    with contextlib.closing(postgres.connect()) as link, link.cursor() as cursor:
        cursor.execute("checkpoint")
    os.kill(postgres.child.process.pid, signal.SIGQUIT)
    postgres.family.stop(postgres.child)
    postgres.child = None
    connections.close_all()


def back(postgres):
    postgres.start()
    connection.close()


def sessions(cursor, roles=("app", "worker")):
    cursor.execute("select pid from pg_stat_activity where usename = any(%s)", [list(roles)])
    return [pid for (pid,) in cursor.fetchall()]


class Terminating:
    """A thread that ends sessions at random, as long as the block lasts."""

    def __init__(self, postgres, seed, *, every):
        self.postgres, self.every = postgres, every
        self.random = random.Random(seed)
        self.count = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._is_over.set()
        self._thread.join()

    def _run(self):
        with contextlib.closing(self.postgres.connect()) as link, link.cursor() as cursor:
            while not self._is_over.wait(self.every * self.random.random()):
                if found := sessions(cursor):
                    cursor.execute("select pg_terminate_backend(%s)", [self.random.choice(found)])
                    self.count += 1


@contextlib.contextmanager
def proxy_to(postgres, folder):
    """A way around to the server; `.database` leads a process there."""
    place = folder / "by-way"
    place.mkdir(exist_ok=True)
    name = f".s.PGSQL.{PORT}"
    proxy = Proxy(place / name, postgres.place.sockets / name)
    proxy.database = {"HOST": str(place)}
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()


@contextlib.contextmanager
def no_room(postgres, *, role="app"):
    """No file grows, for the sessions that the role has now.

    Theirs alone: a server that cannot write its log of changes stops altogether, and with
    asynchronous commits another process writes that.
    """
    with contextlib.closing(postgres.connect()) as link, link.cursor() as cursor:
        found = sessions(cursor, [role])
        assert found, "nobody is connected, so nobody would meet the limit"
        _limit(found, ONE_PAGE, postgres.place.user)
        yield
        _limit(sessions(cursor, [role]), "unlimited", postgres.place.user)


def _limit(pids, size, user):
    """RLIMIT_FSIZE of these, set by whoever they run as: root may not always do it for others."""
    uid, gid = user or (os.getuid(), os.getgid())
    for pid in pids:
        command = ["prlimit", "--pid", str(pid), f"--fsize={size}:"]
        subprocess.run(command, check=True, user=uid, group=gid, extra_groups=[])
