import time

from django.core.management.base import BaseCommand

from config.models import Note, role


class Command(BaseCommand):
    """Says what it sees; waits first, so that two of it can run at once."""

    def add_arguments(self, parser):
        parser.add_argument("--wait", type=float, default=0)

    def handle(self, *args, wait, **options):
        self.stdout.write(f"{role()} sees {Note.objects.count()}", ending="\n")
        self.stdout.flush()
        time.sleep(wait)
        self.stdout.write(f"still {Note.objects.count()}")
