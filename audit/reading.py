"""Which cases a request has read. Collected as rows are loaded, written before the page leaves.

No view has to remember it: a row that belongs to a case notes itself when it is loaded.
"""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import models, transaction

from audit.models import Reading

_cases: ContextVar[set[uuid.UUID] | None] = ContextVar("cases_read", default=None)


@contextmanager
def noting():
    """Collect the ids of the cases that are read inside."""
    token = _cases.set(set())
    try:
        yield _cases.get()
    finally:
        _cases.reset(token)


def note(case_id: uuid.UUID | None) -> None:
    """A row of this case was loaded. Outside a request nothing is collected."""
    noted = _cases.get()
    if noted is not None and case_id is not None:
        noted.add(case_id)


def write(case_ids: set[uuid.UUID], *, person_id: uuid.UUID, page: str, now: datetime) -> None:
    """One row per case, in one INSERT. Refused by the database for all but the entered person."""
    with transaction.atomic():
        Reading.objects.bulk_create(
            Reading(at=now, person_id=person_id, case_id=case_id, page=page) for case_id in case_ids
        )


class ReadIsNoted(models.Model):
    """A row that holds something of a case, and says so when it is loaded."""

    case_id_column = "case_id"

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        note(row.__dict__.get(cls.case_id_column))
        return row
