"""Everything that waits, done now by this process: `manage.py drain`, or `--loop 60` for ever.

The third wake-up beside the nudge and beat. It needs neither Celery nor its broker, so that a
system timer or a second machine can run it.
"""

import logging
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from config.database_role import refuse_other_role
from evaluations.tasks import sweep
from notifications.tasks import deliver_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run the sweep and send all e-mail that is due, without Celery."

    def add_arguments(self, parser):
        parser.add_argument(
            "--loop", type=float, metavar="SECONDS", help="again and again, so far apart"
        )

    def handle(self, *args, loop, **options):
        refuse_other_role("worker")
        while True:
            failed = [name for name, do in STEPS.items() if not _done(name, do)]
            if not failed:
                self.stdout.write(f"Drained at {timezone.now():%Y-%m-%d %H:%M:%S} UTC")
                self.stdout.flush()
            if not loop:
                break
            time.sleep(loop)
            close_old_connections()
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}. The reason stands above.")


# The sweep first, so that what it finds is sent in the same round.
STEPS = {"sweep": sweep, "delivery": deliver_due}


def _done(name, do):
    """One step that fails does not hold up the other, nor the next round."""
    try:
        do()
    except Exception:
        logger.exception("drain: %s failed", name)
        return False
    return True
