"""Forms of the school calendar. "25.11" is understood within the school year."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DateField, Form, TextField
from organisations import calendar
from organisations.models import Period


class _InSchoolYear(Form):
    """Two dates of one school year, in order."""

    def __init__(self, *args, starts, **kwargs):
        self.august, self.july = calendar.school_year_span(starts)
        super().__init__(*args, today=self.august, **kwargs)

    def clean(self):
        for name in ("first_day", "last_day"):
            day = self.cleaned_data.get(name)
            if day is not None and not self.august <= day <= self.july:
                self.add_error(name, self.outside())
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Write a last day that is not before the first day."))
        return self.cleaned_data

    def outside(self):
        return _("Write a date from 1 August %(first)s to 31 July %(last)s.") % {
            "first": self.august.year,
            "last": self.july.year,
        }


class DatesForm(_InSchoolYear):
    """The first and last day that children come. A unit may leave either to its owner."""

    button = _("Save the school year")
    first_day = DateField(label=_("First day"))
    last_day = DateField(label=_("Last day"))

    def __init__(self, *args, is_unit, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values() if is_unit else ():
            field.required = False
            field.help_text = _("Leave it empty when it is the same as the owner's.")


class PeriodForm(_InSchoolYear):
    """Days that are closed, or at a unit open although the owner closes them."""

    button = _("Save the period")
    what = forms.ChoiceField(
        label=_("What is it?"),
        choices=Period.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    first_day = DateField(label=_("First day"), help_text=_("For example 5.10 or 05.10.2026."))
    last_day = DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty when it is one day.")
    )
    name = TextField(
        label=_("Name"),
        required=False,
        max_length=60,
        help_text=_("For example autumn break. Everybody at the unit can read it."),
    )

    def __init__(self, *args, is_unit, action="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.form_action = action
        if not is_unit:
            closed = [kind for kind in Period.Kind.choices if kind[0] != Period.Kind.OPEN]
            self.fields["what"].choices = closed

    def clean(self):
        found = super().clean()
        if found.get("last_day") is None and not self.has_error("last_day"):
            found["last_day"] = found.get("first_day")
        return found
