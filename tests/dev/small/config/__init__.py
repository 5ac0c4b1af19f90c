"""The smallest project that the supervisor can run: it stands in for the product in these tests,
so that each start takes a moment."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
