"""For whom the log is printed, and which lines a family gets."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.actions import Edition
from cases.models import Involvement
from common.forms import Form


class PrintForm(Form):
    """A family's edition is made for one child, and is read through line by line first."""

    button = _("Make the paper edition")
    edition = forms.ChoiceField(
        label=_("For whom is it?"),
        choices=Edition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for whom it is printed.")},
    )
    child = forms.ModelChoiceField(
        queryset=Involvement.objects.none(),
        label=_("If it is for a family: whose?"),
        empty_label=_("Choose a child"),
        required=False,
        help_text=_("What is about other children alone is left out."),
        error_messages={"invalid_choice": _("Choose a child in the list.")},
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        involved = case.involvements.filter(group_size=None, ends_on=None)
        field = self.fields["child"]
        field.queryset = involved.select_related("pupil").order_by("starts_on", "id")
        field.label_from_instance = lambda row: format_lazy(
            "{who} ({role})", who=row.label, role=row.get_role_display()
        )

    def clean(self):
        found = self.cleaned_data
        if found.get("edition") == Edition.FAMILY:
            self.require("child", _("Choose whose family it is for."))
        return found

    def told(self):
        found = self.cleaned_data
        family = found["edition"] == Edition.FAMILY
        return found | {"child": found["child"] if family else None}
