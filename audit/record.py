"""The one way to write an audit event."""

import uuid
from datetime import datetime
from typing import Any

from audit.models import Event


def record(
    name: str, *, by: Any, now: datetime, target: Any, case_id: uuid.UUID | None = None, **data: Any
) -> Event:
    """Write one event in the caller's transaction; when this fails, nothing is changed.

    ``data`` holds ids, dates, numbers and codes: never a name, never what somebody wrote.
    """
    if by is None:
        raise ValueError("Somebody must have done it: a person or SYSTEM.")
    event = Event(
        id=uuid.uuid4(),
        at=now,
        name=name,
        person_id=by.pk,
        target=target._meta.label,
        target_id=target.pk,
        case_id=case_id,
        data=data,
    )
    event.save(force_insert=True)
    return event
