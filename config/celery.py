"""Celery only wakes workers up; every promise stands in PostgreSQL (design, section 3)."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_ROLE", "worker")

FURTHEST = timedelta(seconds=60)


class TooFarAhead(ValueError):
    """Something was to be remembered by the broker, which forgets."""


class Wakeups(Celery):
    """Refuses to carry a date. What is to happen later stands as a date in PostgreSQL, and a sweep
    finds it: a message that waits in a broker is lost at a restart and runs several times after a
    pause. Every way to send a task, retries included, comes through here."""

    def send_task(self, name, args=None, kwargs=None, countdown=None, eta=None, **options):
        refuse_far_ahead(countdown, eta)
        return super().send_task(name, args, kwargs, countdown=countdown, eta=eta, **options)


def refuse_far_ahead(countdown: float | None, eta: Any) -> None:
    """Raise TooFarAhead for a task that is to wait longer than a minute."""
    if isinstance(eta, str):
        eta = datetime.fromisoformat(eta)
    if eta is not None:
        eta = eta if eta.tzinfo else eta.replace(tzinfo=UTC)
        countdown = max(countdown or 0, (eta - datetime.now(UTC)).total_seconds())
    if countdown is not None and countdown > FURTHEST.total_seconds():
        raise TooFarAhead("Write a date in the database; the sweep finds it.")


app = Wakeups("tryggspor")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    timezone="Europe/Oslo",
    broker_connection_retry_on_startup=True,
)
app.autodiscover_tasks()


@worker_init.connect
def look_at_the_walls(**_more):
    from config.database_role import refuse_unwalled_role

    refuse_unwalled_role()


@worker_ready.connect
def catch_up(**_more):
    """A worker that starts does what has waited, and does not wait for beat."""
    for entry in app.conf.beat_schedule.values():
        app.send_task(entry["task"])
