"""Does the service keep its promises right now? Says nothing of any case, person or place, and not
how much is sent: whoever asks again and again would see when something happens at a small place."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.db import Error, connection
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from notifications.models import Heartbeat
from notifications.rules import MISSED_ROUNDS, STARTING_UP, WAITING_TOO_LONG

PATIENCE = 0.3
_started = time.monotonic()


@dataclass(frozen=True)
class Check:
    """One line of the page. ``is_red`` makes the whole page red; ``is_yellow`` does not."""

    name: str
    label: Any
    is_red: bool
    fact: Any
    is_yellow: bool = False

    @property
    def fact_for_machines(self) -> str:
        return self.fact.isoformat() if isinstance(self.fact, datetime) else str(self.fact)


def checks(now: datetime) -> list[Check]:
    """Everything an outside monitor should know, the database first: without it nothing else is."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT oldest, dead > 0 FROM mail_state(%s)", [now])
            oldest, is_dead = cursor.fetchone()
        beats = {beat.loop: beat for beat in Heartbeat.objects.all()}
    except Error:
        return [Check("database", _("Database"), True, _("away")), _valkey()]
    loops = [
        _loop(name, every, beats.get(name), now) for name, every in sorted(settings.LOOPS.items())
    ]
    database = Check("database", _("Database"), False, _("answers"))
    return [database, _valkey(), *loops, _waiting(oldest, now), _dead(is_dead)]


def _valkey() -> Check:
    """Never red by itself: it only wakes workers up, and what it fails to wake is seen below."""
    label = _("Valkey (wakes workers up)")
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://")
    try:
        with redis.Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=None
        ) as link:
            # One that is full or may only be read answers to a ping, and wakes nobody up.
            link.set("health", "1", ex=60)
    except (redis.RedisError, OSError):
        away = _("away; mail goes when drain runs")
        return Check("valkey", label, False, away, is_yellow=True)
    return Check("valkey", label, False, _("answers"))


def _loop(name: str, every: float, beat: Heartbeat | None, now: datetime) -> Check:
    labels = {"deliver": _("Delivery of e-mail"), "sweep": _("Daily sweep")}
    label = labels.get(name, name)
    if beat is None or beat.succeeded_at is None:
        known_for = timedelta(seconds=time.monotonic() - _started)
        return Check(name, label, known_for > STARTING_UP, _("has not run yet"))
    is_late = now - beat.succeeded_at > timedelta(seconds=every) * MISSED_ROUNDS
    return Check(name, label, is_late, beat.succeeded_at)


def _waiting(oldest: datetime | None, now: datetime) -> Check:
    is_red = oldest is not None and now - oldest > WAITING_TOO_LONG
    fact = timesince(oldest, now) if oldest and is_red else pgettext("e-mails", "none for long")
    return Check("waiting", _("E-mails that wait (age of the oldest)"), is_red, fact)


def _dead(is_dead: bool) -> Check:
    label = _("E-mails that could not be sent and nobody has looked at")
    fact = pgettext("e-mails", "some") if is_dead else pgettext("e-mails", "none")
    return Check("dead", label, is_dead, fact)
