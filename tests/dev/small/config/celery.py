import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("small")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    beat_schedule={"tick": {"task": "config.tasks.tick", "schedule": 1.0}},
)
app.autodiscover_tasks()
