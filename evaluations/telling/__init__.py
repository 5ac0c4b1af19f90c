"""Who is told of what is to be evaluated, in the daily round."""

from evaluations.telling.measures import (
    LATE_DAYS,
    LONG_LATE_DAYS,
    last_day_late,
    tell_due,
    tell_due_shared,
    tell_late,
    tell_owner,
    tell_soon,
)
from evaluations.telling.reviews import tell_owner_of_rounds, tell_reviews

__all__ = [
    "LATE_DAYS",
    "LONG_LATE_DAYS",
    "last_day_late",
    "tell_due",
    "tell_due_shared",
    "tell_late",
    "tell_owner",
    "tell_owner_of_rounds",
    "tell_reviews",
    "tell_soon",
]
