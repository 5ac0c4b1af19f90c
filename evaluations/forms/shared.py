"""The evaluation of a shared measure."""

from django.utils.translation import gettext_lazy as _

from evaluations import rules
from evaluations.forms.evaluation import Evaluating
from evaluations.models import Evaluation


class SharedEvaluationForm(Evaluating):
    """Two taps: did it work, what next. Nothing about a child."""

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, sheet=sheet, of=sheet.shared, **kwargs)
        self.fields["next"].choices = [
            (code, Evaluation.Next(code).label) for code in rules.NEXT_OF_SHARED
        ]
        self.fields["note"].help_text = _(
            "Do not name a child, and do not tell of a case: others read this too."
        )
