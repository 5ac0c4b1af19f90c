"""Small forms on a case: an entry in the log, and the reason for a step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LAW_NOTE, PastDateField, form_token
from cases.models import Entry
from common.forms import Form, TextField, form_helper

# A look after closing has a page of its own.
BY_HAND = [(value, label) for value, label in Entry.Kind.choices if value != Entry.Kind.LOOK]


class DraftEntryForm(Form):
    """What was typed of a new case, as an entry in one that is there. The draft is the token."""

    kind = forms.ChoiceField(
        label=_("What kind of entry is it?"),
        choices=BY_HAND,
        initial=Entry.Kind.NOTE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of entry it is.")},
    )
    happened_on = PastDateField(label=_("When was it?"))
    text = TextField(
        label=_("What did you do or see?"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what you did or saw.")},
    )

    def __init__(self, *args, today, cancel, corrects=None, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        self.fields["happened_on"].initial = today
        if corrects is not None and corrects.kind == Entry.Kind.LOOK:
            self.fields["kind"].choices = [(Entry.Kind.LOOK.value, Entry.Kind.LOOK.label)]
        self.helper = form_helper(submit=_("Save the entry"), cancel=cancel)


class EntryForm(DraftEntryForm):
    """Something that somebody did, saw or said in the case."""

    token = form_token()


class WithdrawForm(Form):
    """Why an entry is taken back: one's own may go without."""

    reason = TextField(
        label=_("Why is it taken back?"),
        rows=3,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write why the entry is taken back.")},
    )

    def __init__(self, *args, is_own, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not is_own
        self.helper = form_helper(submit=_("Take the entry back"), cancel=cancel)


class StepForm(Form):
    """A step to the next state: a button, and where the log needs it a reason."""

    reason = TextField(
        label=_("Why?"),
        rows=4,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write why.")},
    )

    def __init__(self, *args, button, needs_reason, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
        self.helper = form_helper(submit=button, cancel=cancel)
