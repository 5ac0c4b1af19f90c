"""What was done of a measure, and whether it has lasted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import form_token
from common.forms import BigRadioSelect, Form, PastDateField, TextField, form_helper
from measures.forms.plan import MAY_BE_READ
from measures.models import Measure


class EntryForm(Form):
    """One day's work, in a few words."""

    happened_on = PastDateField(label=_("When was it?"))
    text = TextField(
        label=_("What was done?"),
        help_text=MAY_BE_READ,
        rows=3,
        max_length=4000,
        error_messages={"required": _("Write what was done.")},
    )
    token = form_token()

    def __init__(self, *args, today, cancel: str, action: str = "", **kwargs):
        super().__init__(*args, today=today, initial={"happened_on": today}, **kwargs)
        self.helper = form_helper(submit=_("Save what was done"), cancel=cancel, action=action)


class LookForm(Form):
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

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(submit=_("Save the look"), cancel=cancel)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("lasted") == Measure.Lasted.NO and not cleaned.get("note"):
            if "note" not in self.errors:
                self.add_error("note", _("Write what you have seen."))
        return cleaned
