"""What the sender does with a letter: takes it, writes how it went, gives it up, tries it again."""

import random
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM, System
from audit.record import record
from common.errors import ActionError
from notifications import rules
from notifications.models import Message
from notifications.notices import Digest
from notifications.rules import End, Outcome, Way

SENDER_LOST = "sender lost"
# Spreads waiting times; nothing secret hangs on it.
_chance = random.Random()  # noqa: S311


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

    A letter that failed for the twelfth time is dead. What stood in a digest went with it. Whether
    mail comes back is noted with the person.
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
        changes |= _given_up(message, now)
    else:
        wait = rules.wait_after(message.attempts, _chance.random())
        changes |= {"state": Message.State.READY, "next_at": now + wait}
    if message.address and changes["state"] in (Message.State.SENT, Message.State.CANCELLED):
        changes |= {"address": ""}
    mine = Message.objects.filter(pk=message.pk, state="leased", lease_by=message.lease_by)
    if mine.update(**changes) != 1:
        return False
    if outcome.end == End.SENT and message.kind == Digest.name:
        message.parts.held().update(state=Message.State.SENT, sent_at=now)
    _note_whether_it_comes_back(message, changes["state"], outcome, now)
    return True


def _given_up(message: Message, now: datetime) -> dict[str, Any]:
    """Dead, and seen by somebody. An address that is nobody's any more need not take what tells
    so; and what an address refused that was corrected meanwhile goes to the new one."""
    if message.address:
        return {"state": Message.State.CANCELLED}
    if not Person.objects.filter(pk=message.person_id, email=message.person.email).exists():
        return {"state": Message.State.READY, "next_at": now, "attempts": 0}
    return {"state": Message.State.DEAD}


def _note_whether_it_comes_back(
    message: Message, state: str, outcome: Outcome, now: datetime
) -> None:
    """Only what the mail server itself said of the letter counts, and only against the address
    that it went to."""
    if message.address:
        return
    receiver = Person.objects.filter(pk=message.person_id, email=message.person.email)
    if state == Message.State.DEAD and outcome.why.startswith("smtp"):
        receiver.update(mail_returned_at=Coalesce("mail_returned_at", now))
    elif state == Message.State.SENT and message.person.mail_returned_at is not None:
        receiver.update(mail_returned_at=None)


@transaction.atomic
def leave_out(*, ids: Iterable[uuid.UUID], why: str, by: System, now: datetime) -> int:
    """What waited for a digest and is told no more: done meanwhile, or the right to it is gone."""
    _only_system(by)
    held = Message.objects.held().filter(pk__in=ids)
    return held.update(state=Message.State.CANCELLED, last_error=why[:60])


@transaction.atomic
def put_back(*, ids: Iterable[uuid.UUID], why: str, by: System, now: datetime) -> int:
    """What could not be asked about waits for the next digest. The twelfth time it is dead."""
    _only_system(by)
    held = Message.objects.held().filter(pk__in=ids)
    count = held.update(digest=None, attempts=F("attempts") + 1, last_error=why[:60])
    held.filter(attempts__gte=rules.MOST_TRIES).update(state=Message.State.DEAD)
    return count


@transaction.atomic
def bury_worn_out(*, by: System) -> int:
    """Give up letters whose every sender died on the way; gives their number."""
    _only_system(by)
    return Message.objects.worn_out().update(
        state=Message.State.DEAD, lease_by=None, lease_until=None, last_error=SENDER_LOST
    )


@transaction.atomic
def retry_dead(*, ids: Iterable[uuid.UUID], by: System, now: datetime) -> int:
    """Send dead letters once more, from the first attempt. Refuses when one of them is not dead."""
    letters = _dead_letters(ids, by)
    for letter in letters:
        letter.state, letter.attempts = Message.State.READY, 0
        letter.way, letter.digest = Way.AT_ONCE, None
        letter.next_at, letter.retried_at, letter.looked_at = now, now, None
        letter.save(
            update_fields=[
                "state", "attempts", "way", "digest", "next_at", "retried_at", "looked_at"
            ]
        )  # fmt: skip
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
