"""What people answer: of one measure, of several at once, and of a whole case."""

from cases.forms.closing import HOW_SAFE
from evaluations.forms.correction import CorrectionForm
from evaluations.forms.evaluation import EvaluationForm
from evaluations.forms.minutes import MinutesForm
from evaluations.forms.review import ReviewForm
from evaluations.forms.shared import SharedEvaluationForm
from evaluations.forms.sitting import Sitting

__all__ = [
    "HOW_SAFE",
    "CorrectionForm",
    "EvaluationForm",
    "MinutesForm",
    "ReviewForm",
    "SharedEvaluationForm",
    "Sitting",
]
