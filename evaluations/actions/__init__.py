"""What is done here: evaluations are recorded, of measures of plans and of shared ones; minutes and
reviews of whole cases are written."""

from evaluations.actions.correcting import correct_answer
from evaluations.actions.minutes import write_minutes
from evaluations.actions.recording import AlreadyRecorded, record_evaluation
from evaluations.actions.reviews import (
    prepare_reviews,
    recount_reviews,
    reopen_case,
    review_case,
)
from evaluations.actions.shared import record_shared_evaluation

__all__ = [
    "AlreadyRecorded",
    "correct_answer",
    "prepare_reviews",
    "record_evaluation",
    "record_shared_evaluation",
    "recount_reviews",
    "reopen_case",
    "review_case",
    "write_minutes",
]
