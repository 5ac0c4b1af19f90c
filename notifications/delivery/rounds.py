"""One round: what is due is sent, one letter after the other."""

import logging
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from accounts.system import SYSTEM
from notifications import actions
from notifications.delivery.heartbeats import beating
from notifications.delivery.right import reason_not_to_send, tasks_left
from notifications.delivery.server import Server, ServerAway
from notifications.models import Message
from notifications.notices import Digest
from notifications.rules import End, Outcome, outcome_of

logger = logging.getLogger(__name__)

LETTERS_A_ROUND = 100
# After so many failures of the server in a row the rest is left for a later round.
ENOUGH_TROUBLE = 3


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
    with Server() as server:
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


def _attempt(message: Message, server: Server, now: datetime) -> Outcome:
    """Try one letter. Whatever goes wrong with it stays with it."""
    if connection.in_atomic_block:
        raise RuntimeError("E-mail is sent with no transaction open.")
    try:
        tasks = 1
        if message.kind == Digest.name:
            tasks = tasks_left(message, now)
            reason = "" if tasks else "nothing left to tell"
        else:
            reason = reason_not_to_send(message, now)
        if reason:
            return Outcome(End.CANCELLED, reason)
        server.send(message, tasks)
    except Exception as error:
        outcome = outcome_of(error)
        # The text of the error may hold the address; its code does not.
        logger.warning("E-mail %s: %s (%s)", message.pk, outcome.end, outcome.why)
        return outcome
    return Outcome(End.SENT)
