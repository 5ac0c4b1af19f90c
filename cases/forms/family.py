"""What guardians are told, and what is best for the child."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.forms.fields import LAW_NOTE
from cases.models import BestInterests, GuardianContact
from common.forms import Form, PastDateField, TextField, form_token
from pupils.models import Guardian


class SomeCannotBeChosen(forms.RadioSelect):
    """Radio buttons of which some are shown and cannot be chosen."""

    closed: frozenset[str] = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.closed:
            option["attrs"]["disabled"] = True
        return option


class GuardianForm(Form):
    """A guardian was told. One who is not to be informed is shown, and cannot be chosen. Where
    nobody is registered, it is written who it was."""

    button = _("Save the contact")
    guardian = forms.ChoiceField(
        label=_("Who was told?"),
        widget=SomeCannotBeChosen,
        error_messages={"required": _("Choose who was told.")},
    )
    who = TextField(
        label=_("Who was told?"),
        max_length=120,
        help_text=_("For example: the mother. No guardian is registered here."),
        error_messages={"required": _("Write who was told.")},
    )
    asked_for = forms.BooleanField(
        label=_("They have asked to be told"),
        required=False,
        help_text=_("Needed for those who are informed on request only."),
    )
    pupil_agreed = forms.BooleanField(
        label=_("The pupil agrees that guardians are told this"),
        required=False,
        help_text=_("The pupil is 18 or older, and decides it alone."),
    )
    told_on = PastDateField(label=_("When?"), suggests_today=True)
    how = forms.ChoiceField(
        label=_("How?"),
        choices=GuardianContact.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the guardian was told.")},
    )
    what = TextField(
        label=_("What was the guardian told?"),
        rows=4,
        help_text=_("Only about their own child. Do not write names here."),
        error_messages={"required": _("Write what the guardian was told.")},
    )
    guardian_says = TextField(
        label=_("What does the guardian say?"), rows=4, required=False, help_text=LAW_NOTE
    )
    token = form_token()

    def __init__(self, *args, pupil, guardians, today, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        self.guardians = {str(guardian.pk): guardian for guardian in guardians}
        refused = Guardian.Information.REFUSED
        field = self.fields["guardian"]
        field.choices = [(pk, _label(guardian)) for pk, guardian in self.guardians.items()]
        field.widget.closed = frozenset(
            pk for pk, guardian in self.guardians.items() if guardian.information == refused
        )
        on_request = Guardian.Information.ON_REQUEST
        if not any(guardian.information == on_request for guardian in guardians):
            del self.fields["asked_for"]
        if pupil is None or not rules.is_of_age(pupil.born_on, today):
            del self.fields["pupil_agreed"]
        del self.fields["who" if guardians else "guardian"]

    def told(self):
        found = dict(self.cleaned_data)
        found["told"] = found.pop("what")
        if "guardian" in found:
            found["guardian"] = self.guardians[found["guardian"]]
        return found


def _label(guardian: Guardian) -> str:
    who = f"{guardian.name}, {guardian.relation}"
    if guardian.information == Guardian.Information.KEPT_INFORMED:
        return who
    what = guardian.get_information_display()
    decided = gettext("decided by %(who)s: %(why)s") % {
        "who": guardian.information_decided_by,
        "why": guardian.information_reason,
    }
    return f"{who}. {what}, {decided}"


class BestInterestsForm(Form):
    """What is best for the child, when something is decided."""

    button = _("Save the assessment")
    occasion = forms.ChoiceField(
        label=_("What is decided?"),
        choices=BestInterests.Occasion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is decided.")},
    )
    text = TextField(
        label=_("How have you assessed what is best for the child?"),
        help_text=_("What the child has said, and how you have weighed it."),
        rows=6,
        error_messages={"required": _("Write how you have assessed what is best for the child.")},
    )
    token = form_token()
