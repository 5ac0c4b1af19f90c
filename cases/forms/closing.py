"""Before a case ends, after it has ended, and when it goes on."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LAW_NOTE
from cases.models import SafetyAnswer, StateReason
from cases.rules import UNSAFE_UNTIL
from common.forms import (
    BigRadioSelect,
    DateField,
    Form,
    PastDateField,
    ReasonField,
    TextField,
    form_token,
)

HOW_SAFE = [
    *((str(value), label) for value, label in SafetyAnswer.Value.choices),
    *SafetyAnswer.Missing.choices,
]


class CloseForm(Form):
    """What is asked before a case is closed; the last two only where they are needed."""

    button = _("Close the case")
    reason = ReasonField(
        label=_("Why is the case closed?"),
        missing=_("Write why the case is closed."),
        help_text=LAW_NOTE,
    )
    best_interests = TextField(
        label=_("What is best for the child, and what has the child said to it?"),
        rows=4,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write how you have assessed what is best for the child.")},
    )
    professional_help = forms.ChoiceField(
        label=_("Does the child need help from professionals from now on?"),
        choices=StateReason.Help.choices,
        widget=forms.RadioSelect,
        help_text=_("Harm can last long after it has stopped. Ask the child and the family."),
        error_messages={"required": _("Say whether the child needs help from professionals.")},
    )
    early_reason = TextField(label=_("Why before that day?"), rows=3, help_text=LAW_NOTE)
    unsafe_reason = TextField(
        label=_("Why is it closed while a pupil does not feel safe?"),
        rows=4,
        help_text=_("The owner is told, and reads this. Do not write names here."),
    )
    token = form_token()

    def __init__(self, *args, is_early, is_unsafe, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_early:
            del self.fields["early_reason"]
        if not is_unsafe:
            del self.fields["unsafe_reason"]


class LookForm(Form):
    """How those exposed have it, some weeks after."""

    button = _("Save the look")
    happened_on = PastDateField(label=_("When did you ask?"), suggests_today=True)
    text = TextField(
        label=_("How does the child have it now?"),
        rows=5,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write how the child has it now.")},
    )
    answered_by = forms.ChoiceField(
        label=_("Who answered how safe it is?"), choices=SafetyAnswer.AnsweredBy.choices
    )
    token = form_token()

    def __init__(self, *args, exposed, voice, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = {f"safety_{number}": row for number, row in enumerate(exposed)}
        self.fields["answered_by"].initial = voice
        for name, row in self.asked.items():
            self.fields[name] = self._question(row)
        if not self.asked:
            del self.fields["answered_by"]
        self.order_fields(["happened_on", *self.asked, "answered_by", "text"])

    def _question(self, row) -> forms.ChoiceField:
        alone = len(self.asked) == 1
        whose = format_lazy(_("How safe is {who} now?"), who=row.label)
        return forms.ChoiceField(
            label=_("How safe is the pupil now?") if alone else whose,
            choices=HOW_SAFE,
            widget=BigRadioSelect,
            error_messages={"required": _("Choose how safe the pupil is, or “Not asked yet”.")},
        )

    @property
    def says_unsafe(self) -> bool:
        given = [self.cleaned_data[name] for name in self.asked]
        return any(one.isdecimal() and int(one) <= UNSAFE_UNTIL for one in given)

    def answers(self) -> list[tuple[Any, int | None, str, str]]:
        """Of each who was asked about: a value, or why there is none, and who answered."""
        found, answers = self.cleaned_data, []
        for name, row in self.asked.items():
            given = found[name]
            value, missing = (int(given), "") if given.isdigit() else (None, given)
            answers.append((row, value, missing, found["answered_by"]))
        return answers

    def told(self) -> dict[str, Any]:
        told = {key: self.cleaned_data[key] for key in ("happened_on", "text", "token")}
        return told | {"answers": self.answers()}


class ExtendForm(Form):
    """It was talked about, and goes on."""

    button = _("Go on until this day")
    until = DateField(
        label=_("Follow up until"),
        error_messages={"required": _("Write until when the case is followed up.")},
    )
    reason = ReasonField(
        label=_("What have you agreed?"),
        missing=_("Write what you have agreed."),
        help_text=LAW_NOTE,
    )
