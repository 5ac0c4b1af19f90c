"""A corrected e-mail address: told to whoever has it, and to both addresses."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.actions import Corrected
from accounts.models import Person
from accounts.system import System
from audit.record import record
from notifications.models import Message
from notifications.notices import AddressCorrected
from notifications.rules import Way
from organisations.actions import people
from organisations.models import Membership


@transaction.atomic
def correct_address(
    *, membership: Membership, email: str, by: Person | System, now: datetime
) -> Corrected:
    """Correct the e-mail address of somebody who has a role here, tell it in the service and to the
    address before and the new one, and send what was given up to the new one. Each of those is
    asked again whether it is still due. Refuses as ``organisations.actions.people`` does."""
    if isinstance(by, System):
        raise PermissionDenied
    done = people.correct_address(membership=membership, email=email, by=by, now=now)
    Message.objects.bulk_create(_told(done, now), ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM mail_retry_corrected(%s) AS id", [done.event.pk])
        ids: list[uuid.UUID] = [row[0] for row in cursor.fetchall()]
    if ids:
        record("message.retried", by=by, now=now, target=done.person, count=len(ids))
    return done


def _told(done: Corrected, now: datetime) -> list[Message]:
    """Nobody chooses whether to be told of this, so it waits for nothing."""
    told = {"kind": AddressCorrected.name, "thing_id": done.event.pk, "person": done.person}
    before = {"level": AddressCorrected.BEFORE, "address": done.before}
    shown, after = Message.in_both_channels(now=now, **told)
    _, earlier = Message.in_both_channels(now=now, **told, **before)
    after.way = earlier.way = Way.AT_ONCE
    return [shown, after, earlier]
