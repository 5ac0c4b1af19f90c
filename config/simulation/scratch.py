"""A database of its own on the same server, and a connection to it for each of the three roles."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import deepcopy

import environ
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from psycopg2 import sql

ROLES = {
    "owner": "DATABASE_OWNER_URL",
    "app": "DATABASE_URL",
    "worker": "DATABASE_WORKER_URL",
}
# What is lost with the machine is made again with the same seed.
OPTIONS = {"connect_timeout": 5, "options": "-c synchronous_commit=off -c jit=off"}
# For a database's first moment: extensions, and what the roles may do.
TEMPLATE = settings.BASE_DIR / "dev" / "template.sql"


class Scratch:
    """The database is made on entering and dropped on leaving, whatever happened in between."""

    def __init__(self, template: str = "") -> None:
        """``template``: a database that has its tables already, and nobody connected to it."""
        self.template = template
        self.name = f"tryggspor_simulated_{secrets.token_hex(6)}"
        self.links = {role: _link(role, url, self.name) for role, url in ROLES.items()}

    def __enter__(self) -> "Scratch":
        made = sql.SQL("CREATE DATABASE {} OWNER owner TEMPLATE {}")
        template = sql.Identifier(self.template or "template1")
        self._on_the_server(made.format(sql.Identifier(self.name), template))
        try:
            if not self.template:
                self._make_tables()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        for link in self.links.values():
            link.close()
        gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._on_the_server(gone.format(sql.Identifier(self.name)))

    @contextmanager
    def role(self, name: str) -> Iterator[None]:
        """What is asked of the database meanwhile is asked in this role, on its own connection."""
        before = connections["default"]
        connections["default"] = self.links[name]
        try:
            yield
        finally:
            connections["default"] = before

    def _make_tables(self) -> None:
        with self.role("owner"):
            with self.links["owner"].cursor() as cursor:
                cursor.execute(TEMPLATE.read_text(encoding="utf-8"))
            call_command("migrate", interactive=False, verbosity=0)

    def _on_the_server(self, statement: sql.Composed) -> None:
        """From the product's own database, whose tables are not touched."""
        link = _link("owner", ROLES["owner"], "")
        with closing(link), link.cursor() as cursor:
            cursor.execute(statement)


def _link(role: str, url: str, database: str) -> BaseDatabaseWrapper:
    try:
        found = environ.Env().db_url(url)
    except ImproperlyConfigured:
        raise CommandError(
            f"The simulation needs {url}: people act in the role app, the sweep in the role worker."
        ) from None
    asked = deepcopy(connections.databases["default"])
    asked |= {part: found[part] for part in ("USER", "PASSWORD", "HOST", "PORT")}
    asked |= {"NAME": database or found["NAME"], "OPTIONS": dict(OPTIONS)}
    asked |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}
    if found["USER"] != role:
        raise CommandError(f"{url} must be the address of the role {role}.")
    return load_backend(asked["ENGINE"]).DatabaseWrapper(asked, "default")
