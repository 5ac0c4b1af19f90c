"""The test database is migrated once, and poured from a dump for whoever comes after: the other
processes of this run, and the next run if no migration has changed."""

import fcntl
import hashlib
import os
import subprocess
from contextlib import closing

from psycopg2 import sql

from tests.servers import ROOT

FOLDER = ROOT / ".cache" / "test-database"
# What decides how a migrated database looks.
SOURCES = ("*/migrations/*.py", "*/models.py", "*/models/*.py", "dev/*.sql", "requirements.txt")


class Built:
    """Between `begin` and `end` the migrations run, if there is anything left for them to do."""

    def __init__(self, postgres):
        self.postgres = postgres
        self.dump = FOLDER / f"{_fingerprint()}.sql"

    def begin(self, database):
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.lock = (FOLDER / "lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.is_poured = self.dump.exists()
        if self.is_poured:
            self.lock.close()
            self.pour(database)

    def end(self, database):
        if self.is_poured:
            return
        half = self.dump.with_suffix(".half")
        self._run("pg_dump", "--file", str(half), database)
        for old in FOLDER.glob("*.sql"):
            old.unlink()
        half.rename(self.dump)
        self.lock.close()

    def pour(self, database):
        """A new database of this name, as the migrations leave one."""
        with closing(self.postgres.connect()) as link, link.cursor() as cursor:
            made = sql.SQL("create database {} owner owner template template0")
            cursor.execute(made.format(sql.Identifier(database)))
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--output", os.devnull)
        self._run("psql", *options, "-v", "ON_ERROR_STOP=1", "-f", str(self.dump), database)

    def _run(self, program, *words):
        place = self.postgres.place
        who = ("--host", str(place.sockets), "--username", "postgres")
        subprocess.run([str(place.programs / program), *who, *words], check=True)


def _fingerprint():
    found = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]
