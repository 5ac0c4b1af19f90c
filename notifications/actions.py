"""What changes about messages: read by their receiver, carried out by the system.

Marking and carrying write no audit event: the row itself says who, when and how it ended.
"""

import random
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM, System
from audit.record import record
from common.errors import ActionError
from notifications import rules
from notifications.models import Message
from notifications.rules import End, Outcome

# Spreads waiting times; nothing secret hangs on it.
_chance = random.Random()  # noqa: S311


@transaction.atomic
def mark_read(*, message: Message, by: Person, now: datetime) -> None:
    """Note that the receiver has opened a message, in whichever channel. The first time counts."""
    if message.person_id != by.pk:
        raise PermissionDenied
    Message.objects.same_as(message).unread().update(read_at=now)


@transaction.atomic
def mark_all_read(*, by: Person, now: datetime) -> int:
    """Note that the receiver has seen the list; gives the number that were new in it."""
    mine = Message.objects.filter(person=by).unread()
    mine.emails().update(read_at=now)
    return mine.inbox().order_by().update(read_at=now)


@transaction.atomic
def claim(*, holder: uuid.UUID, by: System, now: datetime) -> Message | None:
    """Take the longest waiting e-mail that is due, or None. Nobody else does while the lease holds.

    The attempt is counted here, before the work, so that a letter that kills whoever sends it runs
    out of attempts. One that comes back without an answer a second time waits as after a failure.
    """
    _only_system(by)
    due = Message.objects.due(now).exclude(attempts__gte=rules.MOST_TRIES)
    message = due.select_for_update(skip_locked=True).first()
    if message is None:
        return None
    message.next_at = now + rules.wait_after(message.attempts, _chance.random())
    message.attempts += 1
    message.state = Message.State.LEASED
    message.lease_by = holder
    message.lease_until = Now() + timedelta(seconds=settings.EMAIL_LEASE_SECONDS)
    message.save(update_fields=["attempts", "next_at", "state", "lease_by", "lease_until"])
    return Message.objects.select_related("person").get(pk=message.pk)


@transaction.atomic
def settle(*, message: Message, outcome: Outcome, by: System, now: datetime) -> bool:
    """Write how an attempt ended, unless somebody else holds the lease by now. Says whether it did.

    A letter that failed for the twelfth time is dead.
    """
    _only_system(by)
    changes: dict[str, Any] = {
        "lease_by": None,
        "lease_until": None,
        "last_error": outcome.why[:60],
    }
    if outcome.end == End.SENT:
        changes |= {"state": Message.State.SENT, "sent_at": now}
    elif outcome.end == End.CANCELLED:
        changes |= {"state": Message.State.CANCELLED}
    elif outcome.end == End.DEAD or rules.is_worn_out(message.attempts):
        changes |= {"state": Message.State.DEAD}
    else:
        wait = rules.wait_after(message.attempts, _chance.random())
        changes |= {"state": Message.State.READY, "next_at": now + wait}
    mine = Message.objects.filter(pk=message.pk, state="leased", lease_by=message.lease_by)
    return mine.update(**changes) == 1


@transaction.atomic
def bury_worn_out(*, by: System) -> int:
    """Give up letters whose every sender died on the way; gives their number."""
    _only_system(by)
    return Message.objects.worn_out().update(
        state=Message.State.DEAD, lease_by=None, lease_until=None, last_error="sender lost"
    )


@transaction.atomic
def retry_dead(*, ids: Iterable[uuid.UUID], by: System, now: datetime) -> int:
    """Send dead letters once more, from the first attempt. Refuses when one of them is not dead."""
    letters = _dead_letters(ids, by)
    for letter in letters:
        letter.state, letter.attempts = Message.State.READY, 0
        letter.next_at, letter.looked_at = now, None
        letter.save(update_fields=["state", "attempts", "next_at", "looked_at"])
        record("message.retried", by=by, now=now, target=letter, why=letter.last_error)
    return len(letters)


@transaction.atomic
def note_dead(*, ids: Iterable[uuid.UUID], by: System, now: datetime) -> int:
    """Note that whoever runs the service has looked at dead letters, so that they stop the alarm.
    Refuses when one of them is not dead."""
    letters = _dead_letters(ids, by)
    for letter in letters:
        letter.looked_at = now
        letter.save(update_fields=["looked_at"])
        record("message.looked_at", by=by, now=now, target=letter, why=letter.last_error)
    return len(letters)


def _dead_letters(ids: Iterable[uuid.UUID], by: System) -> list[Message]:
    _only_system(by)
    wanted = set(ids)
    letters = list(Message.objects.dead_letters().select_for_update().filter(pk__in=wanted))
    if len(letters) != len(wanted):
        raise ActionError(_("One of these e-mails is not among those that could not be sent."))
    return letters


def _only_system(by: Person | System) -> None:
    if by is not SYSTEM:
        raise PermissionDenied
