"""What people write about a plan and its measures."""

from measures.forms.dates import EvaluationDateForm
from measures.forms.measure import MeasureForm, starting_points
from measures.forms.plan import CompleteForm, PlanForm, StopForm

__all__ = [
    "CompleteForm",
    "EvaluationDateForm",
    "MeasureForm",
    "PlanForm",
    "StopForm",
    "starting_points",
]
