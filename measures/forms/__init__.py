"""What people write about a plan and its measures."""

from measures.forms.carried_out import EntryForm, LookForm
from measures.forms.dates import EvaluationDateForm
from measures.forms.deciding import DecisionForm
from measures.forms.library import OwnMeasureForm, PackageForm, SearchForm, from_library
from measures.forms.measure import MeasureForm, starting_points
from measures.forms.moving import MoveDateForm, MoveForm
from measures.forms.plan import AsideForm, CompleteForm, PlanForm, StopForm
from measures.forms.replacing import ReplaceForm
from measures.forms.shared import SharedForm, ShareForm, StopSharedForm, WhyForm

__all__ = [
    "AsideForm",
    "CompleteForm",
    "DecisionForm",
    "EntryForm",
    "EvaluationDateForm",
    "LookForm",
    "MeasureForm",
    "MoveDateForm",
    "MoveForm",
    "OwnMeasureForm",
    "PackageForm",
    "PlanForm",
    "ShareForm",
    "SharedForm",
    "ReplaceForm",
    "SearchForm",
    "StopForm",
    "StopSharedForm",
    "WhyForm",
    "from_library",
    "starting_points",
]
