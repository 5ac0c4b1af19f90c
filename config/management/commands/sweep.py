"""The daily round by hand, without Celery: `manage.py sweep`, or `--on 2026-12-01` to try a day."""

from datetime import UTC, date, datetime, time

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.database_role import refuse_other_role
from evaluations.sweep import sweep


class Command(BaseCommand):
    help = "Start measures whose day has come, and remind of evaluations that are due."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="a date: YYYY-MM-DD")

    def handle(self, *args, on, **options):
        refuse_other_role("worker")
        now = datetime.combine(on, time(6), UTC) if on else timezone.now()
        for what, count in sweep(now).items():
            self.stdout.write(f"{what}: {count}")
