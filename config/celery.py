"""Celery only wakes workers up; every promise stands in PostgreSQL (design, section 3)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_ROLE", "worker")

app = Celery("tryggspor")
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
    beat_schedule={
        "deliver": {"task": "notifications.tasks.deliver_due", "schedule": 30.0},
        "sweep": {"task": "evaluations.tasks.sweep", "schedule": 300.0},
    },
)
app.autodiscover_tasks()
