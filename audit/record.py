"""The one way to write an audit event."""

import uuid
from datetime import date, datetime
from typing import Any

from audit.models import Event


def record(
    name: str, *, by: Any, now: datetime, target: Any, case_id: uuid.UUID | None = None, **data: Any
) -> Event:
    """Write one event in the caller's transaction; when this fails, nothing is changed.

    ``data`` holds ids, dates, numbers and codes: never a name, never what somebody wrote. Ids and
    dates are kept as text.
    """
    if by is None:
        raise ValueError("Somebody must have done it: a person or SYSTEM.")
    return Event.objects.create(
        at=now,
        name=name,
        person_id=by.pk,
        target=target._meta.label,
        target_id=target.pk,
        case_id=case_id,
        data={key: _kept(value) for key, value in data.items()},
    )


def _kept(value: Any) -> Any:
    if isinstance(value, list):
        return [_kept(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
