"""Whoever answers for a case is told of its review: soon, on the day, and when it is late."""

from datetime import datetime

from django.db import transaction

from cases.notices.in_sets import tell_in_year
from evaluations.notices import ReviewDue, ReviewLate, ReviewSoon


@transaction.atomic
def tell_reviews(*, now: datetime) -> int:
    """Counts the messages; each is sent once for each date and level."""
    return tell_in_year(now, ReviewSoon, ReviewDue, ReviewLate)
