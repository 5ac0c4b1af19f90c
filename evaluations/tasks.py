"""What Celery wakes up: it reads the clock and makes one call."""

from celery import shared_task
from django.utils import timezone

from evaluations.sweep import sweep as sweep_now


@shared_task
def sweep() -> None:
    sweep_now(timezone.now())
