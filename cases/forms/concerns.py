"""Concerns and cases: which case one is added to, and what another place is told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from common.forms import Form, PastDateField, ReasonField, TextField, form_token
from organisations.models import Organisation


class CaseChoice(forms.ModelChoiceField):
    """Open cases as the list of cases shows them: by reference and class, without names."""

    widget = forms.RadioSelect

    def label_from_instance(self, case):
        about = [case.reference, ", ".join(case.classes), ", ".join(case.kind_words)]
        return " · ".join(filter(None, [*about, case.get_state_display()]))


class AddConcernForm(Form):
    """To which of the open cases the concern belongs."""

    button = _("Add the concern to the case")
    case = CaseChoice(
        queryset=Case.objects.none(),
        label=_("To which case does it belong?"),
        empty_label=None,
        error_messages={
            "required": _("Choose a case."),
            "invalid_choice": _("Choose one of the open cases in the list."),
        },
    )

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases


class TellElsewhereForm(Form):
    """What another school or kindergarten is told. Nothing is taken over from the case: each word
    is written for the one who reads it."""

    button = _("Tell them")
    unit = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Which school or kindergarten?"),
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose a school or kindergarten."),
            "invalid_choice": _("Choose a school or kindergarten in the list."),
        },
    )
    about = TextField(
        label=_("Whom there does it concern?"),
        max_length=120,
        help_text=_(
            "For example: a pupil in year 9. Write a name only when they cannot help without it."
        ),
        error_messages={"required": _("Write whom it concerns.")},
    )
    what = TextField(
        label=_("What must they know?"),
        rows=6,
        help_text=_("Write it for them alone. They see nothing of your case."),
        error_messages={"required": _("Write what they must know.")},
    )
    happened_on = PastDateField(label=_("When did it happen?"), suggests_today=True)
    reason = ReasonField(
        label=_("Why may they be told this?"),
        missing=_("Write why the other place may be told this."),
        help_text=_("You decide this as the leader. Your name and reason are kept."),
    )
    token = form_token()

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.units().exclude(pk=case.unit_id)
        self.fields["unit"].queryset = others.select_related("parent").order_by("name", "id")
