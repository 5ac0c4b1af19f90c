"""What is written when a case is handed on over the summer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.closing import LookForm
from cases.forms.fields import LAW_NOTE
from common.forms import DateField, Form, TextField, choices_by_name


class _OfPerson(Form):
    """A form that names somebody who is there."""

    contact = forms.ChoiceField(error_messages={"required": _("Choose who it is.")})

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        offered = [("", _("Choose a person")), *choices_by_name(self.people)]
        self.fields["contact"].choices = offered

    def told(self) -> dict[str, Any]:
        told = super().told()
        return told | {"contact": self.people[told["contact"]]}


class ClassDivisionForm(Form):
    """For those who divide the classes of next year."""

    button = _("Save the note")
    text = TextField(
        label=_("What must be kept in mind when classes are divided?"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what must be kept in mind.")},
    )


class SummerContactForm(_OfPerson):
    """Who is there for the child and the parents while nobody is at school."""

    button = _("Save who is there")
    first_day = DateField(label=_("From"))
    last_day = DateField(label=_("Until"))
    field_order = ["text", "contact", "first_day", "last_day"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].label = _("Who is there in the summer?")
        self.fields["contact"].help_text = _(
            "Only somebody who can see the case is offered. Let others read it first (Who can see)."
        )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first. Change one of them."))
        return cleaned


class SummerForm(SummerContactForm):
    """How the case stands before the summer, and who is there."""

    button = _("Save the handover")
    text = TextField(
        label=_("How does the case stand, and what goes on after the summer?"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write how the case stands, and what goes on.")},
    )


class CheckInForm(LookForm, _OfPerson):
    """The first talk after the summer: how safe it is, and who follows up this year."""

    button = _("Save the talk")
    text = TextField(
        label=_("What did the pupil and the parents say?"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what the pupil and the parents said.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["token"]  # the step itself is done once
        self.fields["contact"].label = _("Who follows up the case this year?")
        self.order_fields(["happened_on", *self.asked, "answered_by", "text", "contact"])

    def told(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "happened_on": found["happened_on"],
            "text": found["text"],
            "answers": self.answers(),
            "contact": self.people[found["contact"]],
        }
