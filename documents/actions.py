"""Turning one's private calendar on and off, and sending it.

Everything here is one's own: no role gives it, and nobody does it for somebody else.
"""

import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common.errors import ActionError
from documents.models import Feed, FeedEvent
from documents.rules import (
    FORGOTTEN_AFTER,
    Dated,
    Entry,
    counted,
    digest_of,
    entries_of,
    is_too_often,
)


class TooOften(ActionError):
    """Fetched more often than any calendar program does."""


@dataclass(frozen=True)
class Sent:
    """What a calendar tells now, and all events that it has told of late."""

    entries: list[Entry]
    events: list[FeedEvent]
    # Something differs from what was sent last, or it is the first time today.
    is_news: bool


@transaction.atomic
def turn_on_feed(*, by: Person, now: datetime) -> str:
    """Make a private calendar and give its token, which is not stored. Refuses when there is one:
    its link would go on working somewhere unseen."""
    # Two presses at once wait for each other here.
    Person.objects.select_for_update().get(pk=by.pk)
    if Feed.objects.filter(person=by).exists():
        raise ActionError(_("The private calendar is on already. Make a new link if it is lost."))
    token = secrets.token_urlsafe(32)
    feed = Feed(person=by, digest=digest_of(token), made_at=now)
    feed.save(force_insert=True)
    record("feed.turned_on", by=by, now=now, target=feed)
    return token


@transaction.atomic
def renew_feed(*, by: Person, now: datetime) -> str:
    """Make a new link and give its token; the old one is dead from now on. Refuses when the
    calendar is off."""
    feed = _own(by)
    token = secrets.token_urlsafe(32)
    feed.digest, feed.made_at, feed.fetched_at = digest_of(token), now, None
    feed.save(update_fields=["digest", "made_at", "fetched_at"])
    record("feed.renewed", by=by, now=now, target=feed)
    return token


@transaction.atomic
def turn_off_feed(*, by: Person, now: datetime) -> None:
    """Throw the calendar away with all that it remembers. Refuses when it is off."""
    feed = _own(by)
    record("feed.turned_off", by=by, now=now, target=feed)
    feed.delete()


@transaction.atomic
def send_feed(*, ask: Callable[[], Iterable[Dated]], by: Person, now: datetime) -> Sent:
    """Ask what is due, and note that the calendar is sent with it. What is not there any more is
    sent as cancelled for thirty days, whatever the reason.

    Refuses when the calendar is off, or is fetched too often: then nothing is asked. No audit
    event: the read log has it.
    """
    feed = _own(by)
    if is_too_often(feed.counted_from, feed.fetches, now):
        raise TooOften(_("The calendar is fetched too often. Try again in ten minutes."))
    feed.events.filter(gone_at__lt=now - FORGOTTEN_AFTER).delete()
    known = {event.pk: event for event in feed.events.all()}
    entries = entries_of(feed.pk, ask())
    new, changed = _differences(feed, entries, known, now)
    FeedEvent.objects.bulk_create(new)
    FeedEvent.objects.bulk_update(changed, ["day", "sequence", "changed_at", "gone_at"])
    is_news = bool(new or changed) or not _is_same_day(feed.fetched_at, now)
    feed.counted_from, feed.fetches = counted(feed.counted_from, feed.fetches, now)
    feed.fetched_at = now
    feed.save(update_fields=["fetched_at", "counted_from", "fetches"])
    return Sent(entries, [*known.values(), *new], is_news)


def _differences(
    feed: Feed, entries: list[Entry], events: dict[uuid.UUID, FeedEvent], now: datetime
) -> tuple[list[FeedEvent], list[FeedEvent]]:
    """What is told for the first time; and what has another day, is there again, or is gone."""
    new, changed, there = [], [], set()
    for entry in entries:
        there.add(entry.uid)
        event = events.get(entry.uid)
        if event is None:
            new.append(FeedEvent(pk=entry.uid, feed=feed, day=entry.day, changed_at=now))
        elif event.gone_at or event.day != entry.day:
            event.day, event.gone_at = entry.day, None
            changed.append(event)
    for event in events.values():
        if event.pk not in there and event.gone_at is None:
            event.gone_at = now
            changed.append(event)
    for event in changed:
        event.sequence, event.changed_at = event.sequence + 1, now
    return new, changed


def _is_same_day(before: datetime | None, now: datetime) -> bool:
    return before is not None and timezone.localdate(before) == timezone.localdate(now)


def _own(by: Person) -> Feed:
    feed = Feed.objects.select_for_update().filter(person=by).first()
    if feed is None:
        raise ActionError(_("The private calendar is off. Turn it on to get a link."))
    return feed
