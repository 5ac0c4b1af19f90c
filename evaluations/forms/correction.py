"""An answer about the pupil that was written down wrongly."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.closing import HOW_SAFE
from cases.models import SafetyAnswer
from common.forms import BigRadioSelect, Form, TextField


class CorrectionForm(Form):
    """What the answer should have been, and what was wrong."""

    button = _("Correct the answer")
    safety = forms.ChoiceField(
        label=_("What is the right answer?"),
        choices=HOW_SAFE,
        widget=BigRadioSelect,
        error_messages={"required": _("Choose the right answer.")},
    )
    answered_by = forms.ChoiceField(
        label=_("Who answered how safe it is?"), choices=SafetyAnswer.AnsweredBy.choices
    )
    reason = TextField(
        label=_("What was wrong?"),
        help_text=_("For example that you pressed the wrong answer. It stands in the log."),
        rows=2,
        max_length=2000,
        error_messages={"required": _("Write what was wrong.")},
    )

    def told(self) -> dict[str, Any]:
        told = self.cleaned_data
        said = told["safety"]
        value, missing = (int(said), "") if said.isdecimal() else (None, said)
        return {
            "value": value,
            "missing": missing,
            "answered_by": told["answered_by"],
            "reason": told["reason"],
        }
