"""What a private calendar tells: the day, one of four words, and the reference of the case.

It lands at Outlook or Google and counts as public (design, 4.6): no title of a measure, no name, no
place, nothing of what kind a case is.
"""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import pgettext, pgettext_lazy

FORGOTTEN_AFTER = timedelta(days=30)
"""So long what is gone is sent as cancelled: long enough for every program that asks."""

MOST_FETCHES, COUNTED_FOR = 30, timedelta(minutes=10)
"""A calendar program asks some times an hour, several of them a little more often."""


class Kind(TextChoices):
    EVALUATION = "evaluation", pgettext_lazy("calendar", "Evaluation")
    TALK = "talk", pgettext_lazy("calendar", "Talk")
    REVIEW = "review", pgettext_lazy("calendar", "Review")
    TASK = "task", pgettext_lazy("calendar", "Task")


@dataclass(frozen=True)
class Dated:
    """A duty with its day. ``reference`` is empty where the case may not be told of."""

    day: date
    kind: str
    reference: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One event of a calendar as it is now."""

    uid: uuid.UUID
    day: date
    title: str
    url: str


def entries_of(namespace: uuid.UUID, dated: Iterable[Dated]) -> list[Entry]:
    """One event for each day on which something is due on a page: two duties that are done on the
    same page on the same day read alike, and are one.

    The id says the page, the case and which of the days it is, the first or the second: so what is
    moved stays the same event. It is another one in each person's calendar.
    """
    days: dict[tuple[str, str], dict[date, Dated]] = {}
    for one in dated:
        days.setdefault((one.url, one.reference), {}).setdefault(one.day, one)
    return [
        Entry(
            uid=uuid.uuid5(namespace, f"{url} {reference} {number}"),
            day=day,
            title=title_of(of_day[day]),
            url=url,
        )
        for (url, reference), of_day in days.items()
        for number, day in enumerate(sorted(of_day))
    ]


def title_of(one: Dated) -> str:
    """ "Evaluation, case 26-K7F3", in the language that is spoken now."""
    kind = Kind(one.kind)
    if not one.reference:
        return str(kind.label)
    said = {
        Kind.EVALUATION: pgettext("calendar", "Evaluation, case %(reference)s"),
        Kind.TALK: pgettext("calendar", "Talk, case %(reference)s"),
        Kind.REVIEW: pgettext("calendar", "Review, case %(reference)s"),
        Kind.TASK: pgettext("calendar", "Task, case %(reference)s"),
    }
    return said[kind] % {"reference": one.reference}


def digest_of(token: str) -> str:
    """What is stored of a token. It is 256 bits of chance: nobody gets from one to the other."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_too_often(counted_from: datetime | None, fetches: int, now: datetime) -> bool:
    """Has it been asked for thirty times within these ten minutes?"""
    return not _counts_anew(counted_from, now) and fetches >= MOST_FETCHES


def counted(counted_from: datetime | None, fetches: int, now: datetime) -> tuple[Any, int]:
    """From when fetches are counted, and how many there are with this one."""
    if _counts_anew(counted_from, now):
        return now, 1
    return counted_from, fetches + 1


def _counts_anew(counted_from: datetime | None, now: datetime) -> bool:
    return counted_from is None or now - counted_from >= COUNTED_FOR
