"""The product's settings for a gunicorn that finds the style sheets where they lie."""

from config.settings import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
