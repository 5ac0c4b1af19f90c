"""Who is told of what is to be evaluated, in the daily round."""

from evaluations.telling.measures import (
    tell_due,
    tell_due_shared,
    tell_late,
    tell_soon,
)
from evaluations.telling.owner import tell_owner
from evaluations.telling.reviews import tell_reviews

__all__ = [
    "tell_due",
    "tell_due_shared",
    "tell_late",
    "tell_owner",
    "tell_reviews",
    "tell_soon",
]
