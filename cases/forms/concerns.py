"""Concerns and cases: which case one is added to, and what another place is told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import PastDateField, form_token
from cases.models import Case
from common.forms import Form, TextField, form_helper
from organisations.models import Organisation


class CaseChoice(forms.ModelChoiceField):
    """Open cases by their references, without names."""

    widget = forms.RadioSelect

    def label_from_instance(self, case):
        return f"{case.reference} · {', '.join(case.kind_words)} · {case.get_state_display()}"


class AddConcernForm(Form):
    """To which of the open cases the concern belongs."""

    case = CaseChoice(
        queryset=Case.objects.none(),
        label=_("To which case does it belong?"),
        empty_label=None,
        error_messages={
            "required": _("Choose a case."),
            "invalid_choice": _("Choose one of the open cases in the list."),
        },
    )

    def __init__(self, *args, cases, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases
        self.helper = form_helper(submit=_("Add the concern to the case"), cancel=cancel)


class TellElsewhereForm(Form):
    """What another school or kindergarten is told. Nothing is taken over from the case: each word
    is written for the one who reads it."""

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
    happened_on = PastDateField(label=_("When did it happen?"))
    reason = TextField(
        label=_("Why may they be told this?"),
        rows=3,
        help_text=_("You decide this as the leader. Your name and reason are kept."),
        error_messages={"required": _("Write why the other place may be told this.")},
    )
    token = form_token()

    def __init__(self, *args, case, today, cancel, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        others = Organisation.objects.units().exclude(pk=case.unit_id)
        self.fields["unit"].queryset = others.select_related("parent").order_by("name", "id")
        self.fields["happened_on"].initial = today
        self.helper = form_helper(submit=_("Tell them"), cancel=cancel)
