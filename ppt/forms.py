"""The forms of PPT's desk: what is looked for, who gets an alert, what the school is answered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.models import PptAlert, PptAnswer
from cases.models.words import Kind
from cases.rules import STAGE_BANDS, stage_band
from common.forms import DateField, Form, ReasonField, RowField, TextField, form_token
from measures.models import Measure
from organisations.models import Organisation
from ppt.asked import named_in
from ppt.models import MeasureRequest
from ppt.rules import LONGEST

ANY = ("", _("All"))
STAGES = [stage_band(first) for first, _last in STAGE_BANDS]
HELP = [(kind.value, kind.label) for kind in PptAnswer.OFFERS]
ENDED = [one for one in PptAlert.Ended.choices if one[0] != PptAlert.Ended.CASE_ENDED]
NO_NAMES = _("Do not write names. The school can read it in the case.")


class _UnitField(forms.ModelChoiceField):
    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:  # what is not understood is not asked
            return None


class FilterForm(Form):
    """What is looked for at the desk. Asked with GET: nothing of a child is in it, and it has no
    errors."""

    use_required_attribute = False
    number = TextField(label=_("Alert number"), max_length=20, required=False)
    unit = _UnitField(
        Organisation.objects.none(), label=_("Where"), required=False, empty_label=ANY[1]
    )
    stage = forms.ChoiceField(
        label=_("Stages"),
        choices=[ANY, *((one, one.replace("-", "–")) for one in STAGES)],
        required=False,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *Kind.choices], required=False)
    help = forms.ChoiceField(
        label=_("Help wanted"), choices=[ANY, *PptAlert.Help.choices], required=False
    )

    def __init__(self, data, *, units, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = units

    @property
    def asked(self) -> dict[str, Any]:
        """What the alerts are to have."""
        self.is_valid()
        self.errors.clear()
        told = self.cleaned_data
        found = {
            "number": told.get("number", "").upper().replace(" ", ""),
            "unit": told.get("unit"),
            "stage": told.get("stage"),
            "kinds__contains": [told["kind"]] if told.get("kind") else None,
            "help_wanted": told.get("help"),
        }
        return {name: value for name, value in found.items() if value}


class AssignForm(Form):
    """To whom an alert is given."""

    button = _("Give the alert")
    to = RowField(
        Person.objects.none(),
        label=_("Who follows up the alert?"),
        empty_label=_("Choose a person"),
        error_messages={
            "required": _("Choose who it is."),
            "invalid_choice": _("Choose somebody in the list."),
        },
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
        self.fields["to"].label_from_instance = lambda person: person.name


class OfferForm(Form):
    button = _("Send the answer")
    kind = forms.ChoiceField(
        label=_("What do you offer?"),
        choices=HELP,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you offer.")},
    )
    text = TextField(
        label=_("Message"),
        rows=4,
        max_length=LONGEST,
        help_text=NO_NAMES,
        error_messages={"required": _("Write a message to the school.")},
    )
    proposed = TextField(
        label=_("Proposed time"),
        max_length=120,
        required=False,
        help_text=_("For example Tuesday 1 December at 10, or the week after."),
    )
    token = form_token()


class NotNowForm(Form):
    button = _("Send the answer")
    reason = forms.ChoiceField(
        label=_("Why can you not help now?"),
        choices=PptAnswer.NotNow.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you cannot help now.")},
    )
    answer_by = DateField(
        label=_("When do you answer again?"), help_text=_("The school sees the day.")
    )
    text = TextField(
        label=_("Message"), rows=3, max_length=LONGEST, required=False, help_text=NO_NAMES
    )
    token = form_token()


class EndForm(Form):
    button = _("End the follow-up")
    reason = forms.ChoiceField(
        label=_("Why do you end it?"),
        choices=ENDED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you end it.")},
    )
    text = TextField(
        label=_("Message"), rows=3, max_length=LONGEST, required=False, help_text=NO_NAMES
    )
    token = form_token()


class NoteForm(Form):
    button = _("Save the note")
    text = TextField(
        label=_("PPT's own note"),
        rows=4,
        help_text=_("Read at your office alone. Neither the school nor the owner sees it."),
        error_messages={"required": _("Write the note.")},
    )
    token = form_token()


class DeclineForm(Form):
    button = _("Send the answer")
    text = ReasonField(
        label=_("Why can PPT not take it on?"),
        missing=_("Write why PPT cannot take it on."),
        max_length=LONGEST,
        help_text=NO_NAMES,
    )


class AskMeasureForm(Form):
    """Which measure PPT is asked to take on, and what they read before somebody has."""

    button = _("Ask PPT to take it on")
    measure = RowField(
        Measure.objects.none(),
        label=_("Which measure?"),
        empty_label=_("Choose a measure"),
        help_text=_("PPT reads its title and its dates."),
        error_messages={
            "required": _("Choose a measure."),
            "invalid_choice": _("Choose a measure of this case that has not ended."),
        },
    )
    part = forms.ChoiceField(
        label=_("What do you ask PPT to do?"),
        choices=MeasureRequest.Part.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you ask PPT to do.")},
    )
    text = TextField(
        label=_("Write what PPT needs to know to answer"),
        rows=4,
        max_length=LONGEST,
        help_text=_("Everybody at the office reads it. Do not write names."),
        error_messages={"required": _("Write what you ask PPT to do.")},
    )
    ground = forms.ChoiceField(
        label=_("What lets PPT know of the case?"),
        choices=MeasureRequest.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what lets PPT know of the case.")},
    )
    reason = ReasonField(
        label=_("Why must PPT know this?"),
        missing=_("Write why PPT must know this."),
        max_length=LONGEST,
        help_text=_("You decide this as the leader. Your name and reason are kept."),
    )
    no_names = forms.BooleanField(
        label=_("I have read it: the words are no names, and nobody can be known by them"),
        required=False,
        widget=forms.HiddenInput,
    )
    token = form_token()

    def __init__(self, *args, measures, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = measures
        self.fields["measure"].label_from_instance = lambda measure: measure.title
        self.known = known

    def clean(self):
        told = self.cleaned_data
        title = told["measure"].title if told.get("measure") else ""
        for one, said in named_in(title, told.get("text") or "", self.known):
            if not one.surely:
                self.fields["no_names"].widget = forms.CheckboxInput()
            if one.surely or not told.get("no_names"):
                self.add_error(one.part, said)
        return told
