"""The scope of one person, laid on the database connection. Layer 2 (docs/scope.md) reads it.

Session settings, not transaction settings: they survive a rolled-back action and cover
templates that are rendered outside a transaction. Needs direct connections or session pooling.
"""

import json
from contextlib import contextmanager
from datetime import date

from django.db import DatabaseError, connection

from accounts.models import Person


def enter(person: Person, today: date) -> dict:
    """Open the person's scope on this connection, read afresh, and return what it holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT enter(%s, %s)", [str(person.pk), today])
        scope = cursor.fetchone()[0]
    return json.loads(scope) if isinstance(scope, str) else scope


def leave() -> None:
    """Close whatever scope is open. A connection without a scope sees no case and no pupil.

    A connection that cannot be emptied is thrown away, and its scope with it.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT leave()")
    except DatabaseError:
        connection.close()


@contextmanager
def entered(person: Person, today: date):
    """Act within a person's scope outside a request: demo data, tests."""
    scope = enter(person, today)
    try:
        yield scope
    finally:
        leave()
