"""The minutes of a meeting."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LAW_NOTE
from common.forms import Form, PastDateField, TextField, choices_by_name, form_token
from evaluations import rules


class MinutesForm(Form):
    """Who took part in a meeting, what was evaluated and what was decided. ``met``: the measures
    that the one who writes saved in the meeting. They are ticked; what somebody evaluated alone is
    not. ``shared``: those shared measures of the case's plans that were evaluated lately."""

    button = _("Save the minutes")
    happened_on = PastDateField(label=_("When was the meeting?"), suggests_today=True)
    people = forms.MultipleChoiceField(
        label=_("Who took part?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    others = TextField(
        label=_("Others who took part"),
        help_text=_("For example guardians, or somebody from PPT."),
        max_length=400,
        required=False,
    )
    evaluated = forms.MultipleChoiceField(
        label=_("What was evaluated?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    decided = TextField(
        label=_("What was decided?"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what was decided.")},
    )
    token = form_token()

    def __init__(self, *args, people, measures, by, today, shared=None, met=(), **kwargs):
        super().__init__(*args, today=today, **kwargs)
        self.present = {str(one.pk): one for one in people}
        own = {str(one.pk): one for one in _newly_evaluated(measures, today)}
        self.newly = own | (shared or {})
        self.fields["people"].choices = choices_by_name(self.present)
        self.fields["people"].initial = [str(by.pk)]
        titles = [(pk, one.title) for pk, one in own.items()]
        titles += [(pk, one.shared.title) for pk, one in (shared or {}).items()]
        self.fields["evaluated"].choices = titles
        self.fields["evaluated"].initial = [
            pk
            for pk, one in self.newly.items()
            if pk in met and timezone.localdate(one.last_at) == today
        ]
        if not titles:
            del self.fields["evaluated"]

    def clean(self):
        cleaned = super().clean()
        nobody = not cleaned.get("people") and not cleaned.get("others")
        if nobody and not {"people", "others"} & self.errors.keys():
            self.add_error("people", _("Say who took part."))
        return cleaned

    def told(self) -> dict[str, Any]:
        told = self.cleaned_data
        return told | {
            "people": [self.present[pk] for pk in told["people"]],
            "evaluated": [self.newly[pk] for pk in told.get("evaluated", ())],
        }


def _newly_evaluated(measures, today: date):
    """Those of the measures that were evaluated lately, newest first, each with ``last_at``."""
    given = measures.annotate(last_at=Max("evaluations__recorded_at"))
    since = today - rules.OFFERED_FOR
    return given.filter(last_at__date__gte=since).order_by("-last_at", "id")
