"""For whom the log is printed, and which lines a family gets."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.actions import Edition
from cases.models import Case, Involvement
from cases.rules import persons
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
        field = self.fields["child"]
        field.queryset, roles = _children(case)
        field.label_from_instance = lambda row: f"{row.label} ({', '.join(roles[row.pk])})"

    def clean(self):
        found = self.cleaned_data
        if found.get("edition") == Edition.FAMILY:
            self.require("child", _("Choose whose family it is for."))
        return found

    def told(self):
        found = self.cleaned_data
        family = found["edition"] == Edition.FAMILY
        return found | {"child": found["child"] if family else None}


def _children(case: Case) -> tuple[QuerySet[Involvement], dict[Any, list[str]]]:
    """Everybody who is or was part of the case, each once; and the roles, those of now where there
    are any."""
    rows = list(case.involvements.order_by("starts_on", "id"))
    person = persons(rows)
    of_one: dict[Any, list[Involvement]] = {}
    for row in rows:
        if row.group_size is None:
            of_one.setdefault(person[row.pk], []).append(row)
    roles = {}
    for own in of_one.values():
        shown = [row for row in own if row.ends_on is None] or own
        shown.sort(key=lambda row: Involvement.Role.values.index(row.role))
        roles[shown[0].pk] = list(dict.fromkeys(str(row.get_role_display()) for row in shown))
    found = Involvement.objects.filter(pk__in=roles).select_related("pupil")
    return found.order_by("starts_on", "id"), roles
