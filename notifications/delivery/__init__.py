"""Carries e-mails from the outbox to the mail server. Run by Celery, by beat and by drain alike.

One letter is claimed, sent and settled at a time, over one connection: with a handful claimed at
once the last would outlive its lease, and a letter that kills its sender would use up the attempts
of the others.
"""

import logging
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts import scope
from accounts.system import SYSTEM
from notifications import actions
from notifications.delivery.heartbeats import beating
from notifications.delivery.letters import letter
from notifications.kinds import kind_of
from notifications.models import Message, Preference
from notifications.notices import Digest
from notifications.rules import ONLY_IN_APP, End, Outcome, outcome_of

logger = logging.getLogger(__name__)

LETTERS_A_ROUND = 100
# After so many failures of the server in a row the rest is left for a later round.
ENOUGH_TROUBLE = 3


class ServerAway(Exception):
    """The mail server cannot be reached, or does not let us in."""


@dataclass
class Round:
    """What one round did."""

    ends: Counter[str] = field(default_factory=Counter)
    is_full: bool = False


def deliver(*, now: datetime) -> Round:
    """Send what is due at ``now``, a hundred letters at most; a letter is tried once in a round.

    Before that each new e-mail gets its way, and from 07.00 the day's digests are made.
    Safe to run twice, late, and in several processes. Nothing is claimed before the mail server
    has taken the connection: its absence is no letter's fault and uses up no attempt. The letters
    stay due, so they go in the first round after it is back; the health page shows that they wait.
    """
    with beating("deliver", now=now) as counts:
        done = Round()
        if lost := actions.bury_worn_out(by=SYSTEM):
            done.ends["lost"] = lost
        _prepare(done, now)
        if Message.objects.due(now).exists():
            try:
                _send_some(done, now)
            except ServerAway as away:
                done.ends["server_away"] = 1
                logger.warning("The mail server is away (%s). All letters wait.", away)
        counts.update(done.ends)
    if done.ends:
        logger.info("Delivery: %s", dict(done.ends))
    return done


def _prepare(done: Round, now: datetime) -> None:
    """What is new gets its way, and the day's digests are made, before anything is sent."""
    for name, prepare in (("sorted", actions.sort_mail), ("digests", actions.make_digests)):
        if count := prepare(by=SYSTEM, now=now):
            done.ends[name] = count


def _send_some(done: Round, now: datetime) -> None:
    holder, trouble = uuid.uuid4(), 0
    with _Server() as server:
        for _number in range(LETTERS_A_ROUND):
            if trouble == ENOUGH_TROUBLE:
                return
            server.open()
            message = actions.claim(holder=holder, by=SYSTEM, now=now)
            if message is None:
                return
            outcome = _attempt(message, server, now)
            kept = actions.settle(message=message, outcome=outcome, by=SYSTEM, now=now)
            done.ends[str(outcome.end) if kept else "lease_lost"] += 1
            trouble = trouble + 1 if outcome.server else 0
        done.is_full = True


def _attempt(message: Message, server: "_Server", now: datetime) -> Outcome:
    """Try one letter. Whatever goes wrong with it stays with it."""
    if connection.in_atomic_block:
        raise RuntimeError("E-mail is sent with no transaction open.")
    try:
        tasks = 1
        if message.kind == Digest.name:
            tasks = _tasks_left(message, now)
            reason = "" if tasks else "nothing left to tell"
        else:
            reason = _reason_not_to_send(message, now)
        if reason:
            return Outcome(End.CANCELLED, reason)
        server.send(message, tasks)
    except Exception as error:
        outcome = outcome_of(error)
        # The text of the error may hold the address; its code does not.
        logger.warning("E-mail %s: %s (%s)", message.pk, outcome.end, outcome.why)
        return outcome
    return Outcome(End.SENT)


def _tasks_left(digest: Message, now: datetime) -> int:
    """How many things a digest still rings for. What is done, or nobody's right any more, is left
    out; what cannot be asked about waits for the next one, and does not hold up the others."""
    left: set[uuid.UUID] = set()
    gone: dict[str, list[uuid.UUID]] = defaultdict(list)
    failed: dict[str, list[uuid.UUID]] = defaultdict(list)
    for part in digest.parts.held().select_related("person"):
        try:
            reason = _reason_not_to_send(part, now)
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


def _reason_not_to_send(message: Message, now: datetime) -> str:
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


class _Server:
    """One connection to the mail server, opened again where it broke."""

    def __init__(self) -> None:
        self.backend = mail.get_connection()

    def __enter__(self) -> "_Server":
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self.backend.close()
        except OSError:
            self.drop()

    def open(self) -> None:
        try:
            self.backend.open()
        except OSError as error:
            self.drop()
            raise ServerAway(type(error).__name__) from error

    def send(self, message: Message, tasks: int) -> None:
        try:
            self.backend.send_messages([letter(message, self.backend, tasks=tasks)])
        except OSError:
            self.drop()
            raise

    def drop(self) -> None:
        """Hang up without a good-bye, for which a silent server would keep us waiting."""
        for name in ("connection", "_partial_connection"):
            if link := getattr(self.backend, name, None):
                setattr(self.backend, name, None)
                link.close()
