"""Small forms on a case: an entry in the log, and a step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LAW_NOTE
from cases.models import Entry
from common.forms import Form, PastDateField, ReasonField, TextField, form_token

# A look after closing has a page of its own.
BY_HAND = [(value, label) for value, label in Entry.Kind.choices if value != Entry.Kind.LOOK]


class DraftEntryForm(Form):
    """What was typed of a new case, as an entry in one that is there. The draft is the token."""

    button = _("Save the entry")
    kind = forms.ChoiceField(
        label=_("What kind of entry is it?"),
        choices=BY_HAND,
        initial=Entry.Kind.NOTE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of entry it is.")},
    )
    happened_on = PastDateField(label=_("When was it?"), suggests_today=True)
    text = TextField(
        label=_("What did you do or see?"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what you did or saw.")},
    )

    def __init__(self, *args, corrects=None, **kwargs):
        super().__init__(*args, **kwargs)
        if corrects is not None and corrects.kind == Entry.Kind.LOOK:
            self.fields["kind"].choices = [(Entry.Kind.LOOK.value, Entry.Kind.LOOK.label)]


class EntryForm(DraftEntryForm):
    """Something that somebody did, saw or said in the case."""

    token = form_token()


class StepForm(Form):
    """A step to the next state: a button, and where the log needs it a reason."""

    reason = ReasonField(help_text=LAW_NOTE)

    def __init__(self, *args, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
