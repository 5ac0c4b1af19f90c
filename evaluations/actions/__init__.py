"""What is done here: evaluations are recorded, of measures of plans and of shared ones."""

from evaluations.actions.recording import AlreadyRecorded, record_evaluation
from evaluations.actions.shared import record_shared_evaluation

__all__ = ["AlreadyRecorded", "record_evaluation", "record_shared_evaluation"]
