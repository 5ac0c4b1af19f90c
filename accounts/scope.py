"""The scope of one person, laid on the database connection. Layer 2 (docs/scope.md) reads it.

Session settings, not transaction settings: they survive a rolled-back action and cover
templates that are rendered outside a transaction. Needs direct connections or session pooling.
"""

import json
import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import Error, connection
from django.db.transaction import TransactionManagementError

from accounts.models import Person


@dataclass
class Reader:
    """Whose scope is open, and what was asked for that person while it is."""

    person: Person
    known: dict[str, Any] = field(default_factory=dict)


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


def reader() -> Reader | None:
    """Whoever reads what is shown now; nobody in sweeps and delivery."""
    return _reader.get()


def enter(person: Person, today: date) -> dict:
    """Open the person's scope on this connection, read afresh, and return what it holds."""
    _reader.set(Reader(person))
    with connection.cursor() as cursor:
        cursor.execute("SELECT enter(%s, %s)", [str(person.pk), today])
        scope = cursor.fetchone()[0]
    return json.loads(scope) if isinstance(scope, str) else scope


def leave() -> None:
    """Close whatever scope is open. A connection without a scope sees no case and no pupil.

    A connection that cannot be emptied is thrown away, and its scope with it.
    """
    _reader.set(None)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT leave()")
    except Error:  # a link that broke is no DatabaseError
        connection.close()


def admit(case_id: uuid.UUID) -> None:
    """Let this transaction go on seeing a case that it hands to somebody else.

    A row that its writer could no longer see is refused, so whoever gives a case away calls this
    first. Ends with the transaction: on the next page the case is gone.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A case is admitted to a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('scope.cases', (scope_cases() || %s::uuid)::text, true)",
            [str(case_id)],
        )


@contextmanager
def entered(person: Person, today: date):
    """Act within a person's scope: demo data, tests, and the private calendar, which is fetched by
    its link alone. A scope that was open before, of whoever looks at that link in a browser, is
    open again afterwards."""
    before = reader()
    scope = enter(person, today)
    try:
        yield scope
    finally:
        leave()
        if before is not None:
            enter(before.person, today)
