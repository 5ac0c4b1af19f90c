"""The test database as the product meets it.

It is built by the owner; after that every connection opens as `app`, also those of other threads.
The test's own body runs as the owner, so that factories and assertions see everything, and the code
under test runs as `app`: `client` sees to it for each request, `as_app()` for direct calls.
"""

import threading
from contextlib import closing, contextmanager

import psycopg2
import pytest
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.test import Client, TransactionTestCase
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from tests.built import Built

AS_APP = {"options": "-c role=app"}
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
# A page that a browser still asked for when its test was over would write into the next one.
OTHERS_END = """
select pg_terminate_backend(pid, 60000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""


# ---------------------------------------------------------------- building it
@pytest.fixture(scope="session")
def django_db_keepdb():
    """One that is there already is taken as it is; it goes with its servers."""
    return True


@pytest.fixture(scope="session")
def built_once(servers):
    return Built(servers.postgres)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, built_once):
    """The name gets the xdist worker's suffix, and the servers run before anyone connects."""
    built_once.begin(connection.creation._get_test_db_name())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, servers, built_once):
    settings = connections.settings["default"]
    with django_db_blocker.unblock():
        connections.close_all()
    built_once.end(settings["NAME"])
    settings["OPTIONS"] = AS_APP
    emptied = Emptying(servers.postgres, settings["NAME"])
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: emptied.run()
    yield
    TransactionTestCase._fixture_teardown = original
    settings["OPTIONS"] = {}
    with django_db_blocker.unblock():
        connections.close_all()


class Emptying:
    """What stands in for Django's flush, which truncates, as `app` may not.

    The superuser empties the tables with triggers off, append-only ones too, and puts back what the
    migrations had written.
    """

    def __init__(self, postgres, database):
        self.connect = lambda: closing(postgres.connect(database=database))
        with self.connect() as link, link.cursor() as cursor:
            cursor.execute("select tablename from pg_tables where schemaname = 'public'")
            self.tables = sorted({name for (name,) in cursor.fetchall()} - KEPT)
            self.written = self._not_empty(cursor)
            cursor.execute("create schema kept")
            for table in self.written:
                cursor.execute(f'create table kept."{table}" as table public."{table}"')

    def _not_empty(self, cursor):
        asked = (
            f"select '{table}' where exists (select from public.\"{table}\")"
            for table in self.tables
        )
        cursor.execute(" union all ".join(asked) or "select null where false")
        return [name for (name,) in cursor.fetchall()]

    def run(self):
        connections.close_all()
        with self.connect() as link, link.cursor() as cursor:
            cursor.execute("set session_replication_role = replica; set lock_timeout = '60s'")
            cursor.execute(OTHERS_END)
            for table in self._not_empty(cursor):
                cursor.execute(f'delete from public."{table}"')
            for table in self.written:
                cursor.execute(f'insert into public."{table}" table kept."{table}"')


# ---------------------------------------------------------------- who is asking
class _Body(threading.local):
    """Which role the test's own thread has now; None outside a test."""

    role = None


_body = _Body()


def _set_role(role):
    # Past Django's cursor, so that counted queries are the product's alone.
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute(f"set role {role}")


def _keep_role(sender, connection, **_more):
    """A connection that was closed and opened again goes on as it was."""
    if _body.role:
        with connection.connection.cursor() as cursor:
            cursor.execute(f"set role {_body.role}")


@contextmanager
def as_role(role):
    """Run the code as this database role, and go back to the one before."""
    before, _body.role = _body.role, role
    _set_role(role)
    try:
        yield
    finally:
        _body.role = before
        _take_back(before)


def _take_back(role):
    link = connection.connection
    if link is None or link.closed:
        return
    if link.info.transaction_status == TRANSACTION_STATUS_INERROR:
        return  # the rollback, which must come, takes the role back too
    try:
        _set_role(role or "app")
    except psycopg2.InterfaceError:
        connection.close()


def as_app():
    return as_role("app")


def as_worker():
    return as_role("worker")


DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}


@pytest.fixture(autouse=True)
def _test_body_is_owner(request):
    wants = DATABASE_FIXTURES & set(request.fixturenames)
    if not wants and not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    connection_created.connect(_keep_role)
    with as_role("owner"):
        yield
    connection_created.disconnect(_keep_role)


class AppClient(Client):
    """Django's test client; each request meets the database as the web does."""

    def request(self, **request):
        with as_app():
            return super().request(**request)


@pytest.fixture
def client():
    return AppClient()
