import time
from pathlib import Path

from django.core.management.base import BaseCommand

from config.models import Note, role


class Command(BaseCommand):
    """Says what it sees; then waits for a file to be there, so that two of it run at once."""

    def add_arguments(self, parser):
        parser.add_argument("--until", type=Path)

    def handle(self, *args, until, **options):
        self.say(f"{role()} sees {Note.objects.count()}")
        end = time.monotonic() + 300  # whoever should put it there may be gone
        while until and not until.exists() and time.monotonic() < end:
            time.sleep(0.05)
        self.say(f"still {Note.objects.count()}")

    def say(self, words):
        """At once, also into a pipe."""
        self.stdout.write(words, ending="\n")
        self.stdout.flush()
