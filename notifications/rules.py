"""Pure rules of delivery: which way a message goes, how long to wait, when to give up, what an
answer of a mail server means.

No ORM, no clock, no chance: they come in as arguments.
"""

import smtplib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_TRIES = 12
LONGEST_WAIT = timedelta(minutes=60)
# Red on the health page: an e-mail that waits longer, a loop that missed so many of its rounds.
WAITING_TOO_LONG = timedelta(minutes=15)
MISSED_ROUNDS = 3
# A loop of which nothing is known yet may still be on its way up.
STARTING_UP = timedelta(minutes=10)
# From then on, by the clock of the units, the day's digest goes to those whose unit is open.
DIGEST_AT = time(7)
# Why an e-mail is not sent to whoever has chosen so.
ONLY_IN_APP = "only in the app"


class Way(TextChoices):
    """How somebody is told by e-mail. In the service everybody is told at once, always."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("Together, at 07.00")
    APP = "app", _("No e-mail")


class Topic(TextChoices):
    """What a person chooses a way for: several kinds of message that belong together."""

    SERIOUS = "serious", _("Serious, and a pupil who does not feel safe")
    NEW = "new", _("Something new that waits for an answer")
    DEADLINES = "deadlines", _("Deadlines that come near or are today")
    OVERDUE = "overdue", _("What is overdue")
    ANSWERS = "answers", _("Answers to what you have told")


class Urgency(StrEnum):
    """How much a kind of message hurries."""

    SERIOUS = "serious"  # at once, also on a day on which the unit is closed
    AT_ONCE = "at_once"
    CAN_WAIT = "can_wait"  # for the digest

    @property
    def way(self) -> Way:
        """The way it goes for whoever has chosen none."""
        return _WAYS[self]


_WAYS = {
    Urgency.SERIOUS: Way.AT_ONCE,
    Urgency.AT_ONCE: Way.AT_ONCE,
    Urgency.CAN_WAIT: Way.DIGEST,
}


def is_digest_time(local: datetime) -> bool:
    """Has the time of the digest come on this day? ``local`` is the time on the units' clock."""
    return local.time() >= DIGEST_AT


class End(StrEnum):
    """How one attempt ended."""

    SENT = "sent"
    AGAIN = "again"
    DEAD = "dead"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Outcome:
    """The end of one attempt, and a short code that says why, without any personal data."""

    end: End
    why: str = ""
    # The server itself is in trouble, not this one letter: stop for now when it happens often.
    server: bool = False


def wait_after(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many attempts: 1, 2, 4 … 60 minutes, ±50 %.

    ``chance`` is from 0 to 1 and spreads them, so that what failed together does not come back
    together. Before the first attempt there is nothing to wait for.
    """
    if attempts < 1:
        return timedelta(0)
    doubled = timedelta(minutes=2 ** min(attempts - 1, 10))
    return min(doubled, LONGEST_WAIT) * (0.5 + chance)


def is_worn_out(attempts: int) -> bool:
    """Has it been tried as often as anything is tried?"""
    return attempts >= MOST_TRIES


def outcome_of(error: Exception) -> Outcome:
    """What a failed attempt means for its letter.

    A lasting refusal (5xx) of the recipient or the letter is final. A passing one (4xx), silence
    and a broken connection are tried again; so is whatever we do not understand, since it may be
    our own fault and is mended by a new version.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, _text = next(iter(error.recipients.values()))
        return _answered(code)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Outcome(End.AGAIN, f"sender {error.smtp_code}", server=True)
    if isinstance(error, smtplib.SMTPDataError):
        return _answered(error.smtp_code)
    if isinstance(error, smtplib.SMTPResponseException):
        return Outcome(End.AGAIN, f"smtp {error.smtp_code}", server=True)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        # smtplib says the same of a silent server and of one that hung up.
        silent = isinstance(error.__context__, TimeoutError)
        return Outcome(End.AGAIN, "timeout" if silent else "disconnected", server=True)
    if isinstance(error, smtplib.SMTPException):
        return Outcome(End.AGAIN, type(error).__name__[:40])
    if isinstance(error, TimeoutError):
        return Outcome(End.AGAIN, "timeout", server=True)
    if isinstance(error, OSError):
        return Outcome(End.AGAIN, "connection", server=True)
    return Outcome(End.AGAIN, type(error).__name__[:40])


def _answered(code: int) -> Outcome:
    if 500 <= code < 600:
        return Outcome(End.DEAD, f"smtp {code}")
    return Outcome(End.AGAIN, f"smtp {code}", server=code == 421)
