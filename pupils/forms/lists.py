"""Forms of what is changed by hand: classes, pupils, guardians."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Person
from common.forms import NOT_IN_LIST, DateField, Form, TextField
from pupils.models import Group, Guardian, Placement
from pupils.rules import years_for_lists


class BirthField(DateField):
    """A day that has come."""

    def __init__(self, **kwargs):
        super().__init__(nearest="last", required=False, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and not self.today.year - 110 <= value.year <= self.today.year:
            raise ValidationError(_("The date is too long ago, or in the future."), code="year")
        if value and value > self.today:
            raise ValidationError(_("The date is in the future."), code="future")


class NameField(TextField):
    """A name has letters."""

    def __init__(self, **kwargs):
        super().__init__(max_length=120, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if text and not any(character.isalpha() for character in text):
            raise ValidationError(_("The name has no letters."), code="letters")
        return text


class GroupForm(Form):
    button = _("Add the class")
    name = TextField(label=_("Name of the class"), max_length=40, help_text=_("For example 7A."))
    school_year = forms.TypedChoiceField(
        label=_("School year"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a school year.")},
    )
    stage = forms.TypedChoiceField(
        label=_("Year level"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, unit, today, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        years = years_for_lists(today)
        self.fields["school_year"].choices = [(year, f"{year}/{year + 1}") for year in years]
        self.fields["school_year"].initial = years[0]
        self.fields["stage"].choices = [("", _("None")), *((one, one) for one in range(1, 14))]
        if unit.kind != "school":
            del self.fields["stage"]


class PupilForm(Form):
    name = NameField(label=_("Name"))
    born_on = BirthField(label=_("Date of birth"))
    language = forms.ChoiceField(
        label=pgettext_lazy("of a pupil", "Language"),
        choices=[("", _("Not known")), *settings.LANGUAGES],
        required=False,
    )


class PlaceForm(Form):
    """To which class, from when, and which class is left for it."""

    button = _("Put the pupil in the class")
    group = forms.ModelChoiceField(
        Group.objects.none(),
        label=_("Class"),
        empty_label=_("Choose a class"),
        error_messages={"required": _("Choose a class."), "invalid_choice": NOT_IN_LIST},
    )
    starts_on = DateField(label=_("From"), suggests_today=True)
    instead_of = forms.ModelChoiceField(
        Placement.objects.none(),
        label=_("Instead of"),
        error_messages={"invalid_choice": NOT_IN_LIST},
        required=False,
        empty_label=_("None: the pupil is in both"),
    )

    def __init__(self, *args, groups, current, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups
        self.fields["group"].label_from_instance = in_year
        self.fields["instead_of"].queryset = current
        self.fields["instead_of"].label_from_instance = lambda one: in_year(one.group)
        self.fields["instead_of"].initial = current.first()
        if not self.fields["instead_of"].initial:
            del self.fields["instead_of"]


def in_year(group: Group) -> str:
    return f"{group.name} ({group.school_year}/{group.school_year + 1})"


class LeaveForm(Form):
    button = _("The pupil leaves")
    left_on = DateField(label=_("Last day"), nearest="last", suggests_today=True)

    def clean_left_on(self):
        day = self.cleaned_data["left_on"]
        if day < self.today - timedelta(days=366):
            raise ValidationError(_("The date is too long ago. Look at the year."), code="old")
        return day


class GuardianForm(Form):
    button = _("Add the guardian")
    name = NameField(label=_("The guardian’s name"))
    relation = TextField(
        label=_("Relation to the pupil"), max_length=60, help_text=_("For example mother.")
    )
    parental_responsibility = forms.TypedChoiceField(
        label=_("Has parental responsibility"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    language = TextField(
        label=pgettext_lazy("of a guardian", "Language"), max_length=40, required=False
    )


class InformationForm(Form):
    """How far the school tells a guardian. A limit needs a reason."""

    button = _("Save the decision")
    information = forms.ChoiceField(
        label=_("Information to the guardian"),
        choices=Guardian.Information.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the guardian is informed.")},
    )
    reason = TextField(
        label=_("Why?"),
        rows=3,
        max_length=300,
        required=False,
        help_text=_("Must be filled in unless the guardian is kept informed."),
    )


class ContactTeacherForm(Form):
    button = _("Name the contact teacher")
    teacher = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Contact teacher"),
        empty_label=_("Choose a person"),
        error_messages={"required": _("Choose who it is."), "invalid_choice": NOT_IN_LIST},
        help_text=_("Those who work at the unit. Roles are given by the owner’s administrator."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teacher"].queryset = people
