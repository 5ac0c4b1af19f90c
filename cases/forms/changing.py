"""A pupil changes school: who and where to, and the texts that go along as they are sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Involvement
from common.forms import Form, PastDateField, ReasonField, TextField, form_token
from concerns.models import Concern
from concerns.rules import PARTS
from organisations.models import Organisation

Ground = Concern.Ground
GIVEN = {
    Ground.CONSENT: (_("Who has consented?"), _("Write who has consented.")),
    Ground.PERMISSION: (
        _("Which parent has given permission?"),
        _("Write which parent has given permission."),
    ),
}


class WhereToForm(Form):
    """Whom it is about, and which place the pupil changes to."""

    button = _("Next")
    involvement = forms.ModelChoiceField(
        queryset=Involvement.objects.none(),
        label=_("Which pupil changes school?"),
        empty_label=_("Choose a pupil"),
        help_text=_("A pupil with protected identity is not in the list: talk with the place."),
        error_messages={
            "required": _("Choose a pupil."),
            "invalid_choice": _("Choose a pupil in the list."),
        },
    )
    unit = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Which school or kindergarten?"),
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose a school or kindergarten."),
            "invalid_choice": _("Choose a school or kindergarten in the list."),
        },
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        whom = self.fields["involvement"]
        whom.queryset = who_may_change(case)
        whom.label_from_instance = lambda row: row.label
        others = Organisation.objects.units().exclude(pk=case.unit_id)
        self.fields["unit"].queryset = others.select_related("parent").order_by("name", "id")


class ChangeForm(Form):
    """What goes along. Only whom they can call is chosen beforehand; each text can be changed
    before it is sent, and what was written is never left behind without a word."""

    button = _("Send to the other place")
    what = TextField(
        label=_("What is it about?"),
        rows=5,
        help_text=_("The problem as facts, written now. This always goes along."),
        error_messages={"required": _("Write what it is about.")},
    )
    parts = forms.MultipleChoiceField(
        label=_("What else goes along?"),
        choices=list(PARTS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose only what they need. What is not chosen is not sent."),
        required=False,
        initial=["contact"],
    )
    tried = TextField(label=PARTS["tried"], rows=5, required=False)
    wishes = TextField(label=PARTS["wishes"], rows=4, required=False)
    works = TextField(label=PARTS["works"], rows=4, required=False)
    contact = TextField(label=PARTS["contact"], rows=2, required=False)
    reason = ReasonField(
        label=_("Why do they need to know this?"),
        missing=_("Write why the other place may be told this."),
        help_text=_("You decide this as the leader. Your name and reason are kept."),
    )
    ground_by = TextField(max_length=120)
    ground_on = PastDateField(label=_("When was it given?"))
    token = form_token()

    def __init__(self, *args, ground, **kwargs):
        super().__init__(*args, **kwargs)
        if ground in GIVEN:
            given = self.fields["ground_by"]
            given.label, given.error_messages["required"] = GIVEN[ground]
        else:
            del self.fields["ground_by"], self.fields["ground_on"]

    def clean(self):
        found = self.cleaned_data
        chosen = found.get("parts", ())
        for name in PARTS:
            if name in self.errors:
                continue
            if name in chosen and not found.get(name):
                self.add_error(name, _("Write what is to be sent, or do not choose this part."))
            elif name not in chosen and self._is_written(name):
                said = _("You have written here, but not chosen this part. Choose it, or empty it.")
                self.add_error(name, said)
        return found

    def _is_written(self, name):
        """Does it say something else than its first words?"""
        said, first = self.cleaned_data.get(name) or "", self.initial.get(name) or ""
        return bool(said) and said.split() != first.split()

    def told(self):
        """Only what was chosen."""
        found = dict(self.cleaned_data)
        chosen = found.pop("parts")
        return found | {name: found[name] if name in chosen else "" for name in PARTS}


def who_may_change(case):
    """The pupils who are part of the case now, each once; none with protected identity."""
    named = case.involvements.filter(ends_on=None, pupil__protected=False)
    return named.select_related("pupil").order_by("pupil", "starts_on", "id").distinct("pupil")
