"""The product's settings with short waits, for worker processes that tests start."""

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE, NOTICES

NOTICES = [*NOTICES, "tests.notifications.kinds"]
EMAIL_TIMEOUT = 6
EMAIL_LEASE_SECONDS = 10
LOOPS = {"deliver": 1.0, "sweep": 300.0}
CELERY_BEAT_SCHEDULE["deliver"]["schedule"] = LOOPS["deliver"]
