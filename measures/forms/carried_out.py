"""What was done of a measure, and whether it has lasted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import BigRadioSelect, Form, PastDateField, TextField, form_token
from measures.forms.fields import MAY_BE_READ
from measures.models import Measure


class EntryForm(Form):
    """One day's work, in a few words."""

    button = _("Save what was done")
    happened_on = PastDateField(label=_("When was it?"), suggests_today=True)
    text = TextField(
        label=_("What was done?"),
        help_text=MAY_BE_READ,
        rows=3,
        max_length=4000,
        error_messages={"required": _("Write what was done.")},
    )
    token = form_token()


class LookForm(Form):
    button = _("Save the later look")
    lasted = forms.ChoiceField(
        label=_("Has what the measure did lasted?"),
        choices=Measure.Lasted.choices,
        widget=BigRadioSelect,
        error_messages={"required": _("Choose whether it has lasted.")},
    )
    note = TextField(
        label=_("What have you seen?"),
        help_text=MAY_BE_READ,
        rows=3,
        max_length=4000,
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("lasted") == Measure.Lasted.NO:
            self.require("note", _("Write what you have seen."))
        return cleaned
