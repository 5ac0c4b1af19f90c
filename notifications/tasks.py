"""Wake-ups by Celery. They carry nothing: what is to be sent stands in the outbox."""

import logging
import time

from celery import current_app, shared_task
from django.utils import timezone

from notifications import delivery

logger = logging.getLogger(__name__)

# A request waits for these at most: one to connect, one to be answered.
PATIENCE = 0.15
QUIET = 20.0
_quiet_until = 0.0


@shared_task
def deliver_due() -> None:
    """Send every e-mail that is due, one round after the other."""
    while delivery.deliver(now=timezone.now()).is_full:
        pass


def nudge() -> None:
    """Ask a worker to look into the outbox now. Never fails, and never keeps anybody waiting.

    Without it the mail goes within half a minute, when beat or drain wakes a worker. So a broker
    that is away is asked once, and then left alone for a while.
    """
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    options = {
        "socket_timeout": PATIENCE,
        "socket_connect_timeout": PATIENCE,
        "retry_on_timeout": False,
        "max_retries": 0,
    }
    try:
        with current_app.connection_for_write(transport_options=options) as link:
            deliver_due.apply_async(connection=link, retry=False, expires=60)
    except Exception as error:  # whatever it is, the fact has been committed and stands
        _quiet_until = time.monotonic() + QUIET
        logger.warning("No worker could be woken (%s): mail goes later.", type(error).__name__)
