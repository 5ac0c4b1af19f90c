"""What people write about a plan and its measures."""

from measures.forms.carried_out import EntryForm, LookForm
from measures.forms.common_day import WeekdayForm
from measures.forms.dates import EvaluationDateForm
from measures.forms.deciding import DecisionForm
from measures.forms.library import (
    OwnMeasureForm,
    PackageForm,
    SearchForm,
    from_library,
    shared_from_library,
)
from measures.forms.measure import MeasureForm, starting_points
from measures.forms.moving import MoveDateForm, MoveForm
from measures.forms.new_year import NewYearForm
from measures.forms.plan import CompleteForm, PlanForm, why_none, why_stopped
from measures.forms.replacing import ReplaceForm
from measures.forms.shared import NO_NAMES, SharedEntryForm, SharedForm, ShareForm, WhyForm

__all__ = [
    "CompleteForm",
    "DecisionForm",
    "EntryForm",
    "EvaluationDateForm",
    "LookForm",
    "MeasureForm",
    "MoveDateForm",
    "MoveForm",
    "NO_NAMES",
    "NewYearForm",
    "OwnMeasureForm",
    "PackageForm",
    "PlanForm",
    "ShareForm",
    "SharedEntryForm",
    "SharedForm",
    "ReplaceForm",
    "SearchForm",
    "WeekdayForm",
    "WhyForm",
    "from_library",
    "shared_from_library",
    "starting_points",
    "why_none",
    "why_stopped",
]
