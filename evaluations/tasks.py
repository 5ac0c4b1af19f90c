"""What Celery wakes up: it reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from evaluations.sweep import sweep as sweep_now
from notifications.heartbeats import beating


@shared_task
def sweep() -> None:
    now = timezone.now()
    with beating("sweep", now=now) as counts:
        counts.update(sweep_now(now))
