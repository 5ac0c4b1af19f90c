"""The one way to tell somebody something: rows in the caller's own transaction."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import Person
from notifications.kinds import Kind
from notifications.models import Message
from notifications.tasks import nudge


def tell(
    kind: type[Kind],
    *,
    thing_id: uuid.UUID,
    to: Iterable[Person],
    now: datetime,
    due_on: date | None = None,
    level: int = 0,
    case_id: uuid.UUID | None = None,
) -> None:
    """Put a message into the inbox of each person, and an e-mail that rings for it into the outbox.

    Both stand when the caller's transaction stands. The same thing, date and level is told once to
    one person, however often this is called. The writer may not read the rows back.
    """
    told = {"kind": kind.name, "thing_id": thing_id, "due_on": due_on, "level": level}
    rows = [
        row
        for person in to
        for row in Message.in_both_channels(now=now, person=person, case_id=case_id, **told)
    ]
    if rows:
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(nudge, robust=True)


# Begins a statement that tells many (``tell_all``). It goes on with FROM, joins the person as ``p``
# and ``CHANNELS``, and ends with ON CONFLICT DO NOTHING: a row that stands already stays.
ROWS = """
INSERT INTO notifications_message (
    id, kind, thing_id, due_on, level, person_id, channel, case_id,
    state, sent_at, created_at, next_at, attempts, last_error)
SELECT gen_random_uuid(), %(kind)s, {thing}, {due}, %(level)s, p.id, channel.name, {case},
       channel.state, CASE WHEN channel.state = 'sent' THEN %(now)s END, %(now)s, %(now)s, 0, ''
"""
CHANNELS = "CROSS JOIN (VALUES ('inbox', 'sent'), ('email', 'ready')) AS channel (name, state)"


def tell_all(statement: str, asked: Mapping[str, Any]) -> int:
    """The same for everybody whom a statement finds (``ROWS``), however many; gives how many rows
    were not there before."""
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        told = cursor.rowcount
    if told:
        transaction.on_commit(nudge, robust=True)
    return told
