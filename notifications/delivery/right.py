"""Is a letter still to be sent? Asked again at the last moment."""

import logging
import uuid
from collections import defaultdict
from datetime import date, datetime

from django.utils import timezone

from accounts import scope
from accounts.system import SYSTEM
from notifications import actions
from notifications.kinds import kind_of
from notifications.models import Message, Preference
from notifications.rules import ONLY_IN_APP

logger = logging.getLogger(__name__)


def tasks_left(digest: Message, now: datetime) -> int:
    """How many things a digest still rings for. What is done, or nobody's right any more, is left
    out; what cannot be asked about waits for the next one, and does not hold up the others."""
    left: set[uuid.UUID] = set()
    gone: dict[str, list[uuid.UUID]] = defaultdict(list)
    failed: dict[str, list[uuid.UUID]] = defaultdict(list)
    for part in digest.parts.held().select_related("person"):
        try:
            reason = reason_not_to_send(part, now)
        except Exception as error:
            logger.warning("E-mail %s: %s in a digest", part.pk, type(error).__name__)
            failed[type(error).__name__].append(part.pk)
            continue
        if reason:
            gone[reason].append(part.pk)
        else:
            left.add(part.thing_id)
    for why, ids in gone.items():
        actions.leave_out(ids=ids, why=why, by=SYSTEM, now=now)
    for why, ids in failed.items():
        actions.put_back(ids=ids, why=why, by=SYSTEM, now=now)
    return len(left)


def reason_not_to_send(message: Message, now: datetime) -> str:
    """Asked again at the last moment: somebody may have left, or done it already, or chosen
    meanwhile that no e-mail comes."""
    kind, today = kind_of(message), timezone.localdate(now)
    if not message.person.is_active:
        return "person has left"
    if message.case_id and _is_excluded(message, today):
        return "excluded from the case"
    if not kind.may_receive(message, today):
        return "no right to it any more"
    if not kind.still_due(message, now):
        return "no longer due"
    if kind.may_be_turned_off and Preference.objects.turn_off(message.person_id, kind.topic):
        return ONLY_IN_APP
    return ""


def _is_excluded(message: Message, today: date) -> bool:
    with scope.entered(message.person, today) as opened:
        return str(message.case_id) in opened["blocked"]
