"""The product's settings for programs that browser tests start: with the style sheets as they lie,
and with the clock so many seconds ahead as CLOCK_AHEAD says."""

import os
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.browser.patient.Patient"]
WHITENOISE_USE_FINDERS = True

AHEAD = timedelta(seconds=float(os.environ.get("CLOCK_AHEAD", "0")))
timezone.now = lambda: datetime.now(UTC) + AHEAD
