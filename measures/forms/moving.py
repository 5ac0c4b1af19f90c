"""Where a measure is moved to: a button that says what happens, or a day that is tried first."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.errors import ActionError
from common.forms import DateField, Form
from measures import demands
from measures.models import Measure
from measures.rules import Move
from measures.sheet import Sheet

CHOOSE = _("Choose where to move the measure.")


class MoveForm(Form):
    """The buttons of the page. Each holds a day and what the measure then comes after."""

    place = forms.CharField(error_messages={"required": CHOOSE})
    seen = forms.CharField(required=False)

    def __init__(self, *args, sheet: Sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_id = {str(measure.pk): measure for measure in sheet.standing}

    @staticmethod
    def value_of(move: Move) -> str:
        """What stands behind a button."""
        return " ".join([move.to.starts_on.isoformat(), *sorted(map(str, move.to.after))])

    def clean_place(self) -> tuple[date, list[Measure]]:
        day, *after = self.cleaned_data["place"].split() or [""]
        try:
            return date.fromisoformat(day), [self.by_id[pk] for pk in after]
        except (ValueError, KeyError) as unknown:
            raise forms.ValidationError(CHOOSE) from unknown

    def told(self) -> dict[str, Any]:
        starts_on, after = self.cleaned_data["place"]
        return {"starts_on": starts_on, "after": after, "seen": self.cleaned_data["seen"]}

    @property
    def refusal(self) -> str:
        """Why nothing was moved, in one sentence."""
        return " ".join(str(sentence) for found in self.errors.values() for sentence in found)


class MoveDateForm(Form):
    """Any day. What happens is shown before anything is moved."""

    button = _("Show what happens")
    on = DateField(label=_("It starts"))

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day < self.today:
            raise forms.ValidationError(
                _("A measure cannot be moved to the past. Choose today or a later day.")
            )
        try:
            demands.reasonable(day, self.today)
        except ActionError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return day
