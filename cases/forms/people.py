"""Who is involved: added, in another role, known by name, no longer part of the case."""

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.forms.picker import PupilsField, lists_of, somebody_described
from cases.models import Involvement
from common.forms import Form, PastDateField, TextField, form_token
from common.searching import begins

CHOOSE_ROLE = _("Choose a role. It may be unclear.")
NOT_SAID = ("", _("Not said"))


def _role_field(label) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Involvement.Role.choices,
        initial=Involvement.Role.UNCLEAR,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_ROLE},
    )


def _manner_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("If they look on: how?"),
        choices=[NOT_SAID, *Involvement.Manner.choices],
        widget=forms.RadioSelect,
        required=False,
    )


def _offer_manners(field, unit) -> None:
    asked = rules.manners_at(unit.kind)
    field.choices = [NOT_SAID, *(row for row in Involvement.Manner.choices if row[0] in asked)]


def _check_manner(form: Form) -> None:
    found = form.cleaned_data
    if found.get("manner") and found.get("role") != Involvement.Role.BYSTANDER:
        form.add_error("manner", _("Only somebody who looks on saw, shared or liked it."))


class AddInvolvedForm(Form):
    """Pupils from the list, somebody without a name here, or a group that is counted.

    "Find" narrows the list by name. Nothing is saved by it, and nothing that is chosen is lost.
    """

    button = _("Add to the case")
    find = TextField(label=_("Find by name"), max_length=120, required=False)
    pupils = PupilsField(label=_("Pupils"), required=False)
    described = somebody_described()
    group_size = forms.IntegerField(
        label=_("If it is a group: how many?"),
        min_value=2,
        max_value=1_000,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Two or more. A guess is good enough."),
        error_messages={
            "invalid": _("Write a whole number."),
            "min_value": _("A group is two or more. For one person, leave the number empty."),
            "max_value": _("Write a number up to 1000."),
        },
    )
    elsewhere = TextField(
        label=_("At another school or kindergarten?"),
        max_length=120,
        required=False,
        help_text=_("Write which one. Leave it empty for this one."),
    )
    role = _role_field(_("In which role?"))
    manner = _manner_field()
    starts_on = PastDateField(label=_("From when?"), suggests_today=True)
    token = form_token()

    def __init__(self, *args, case, viewer, **kwargs):
        super().__init__(*args, today=viewer.today, **kwargs)
        self.fields["pupils"].offer(case.unit, viewer)
        _offer_manners(self.fields["manner"], case.unit)
        self.helper.layout = Layout(
            Fieldset(
                _("A pupil here"),
                Field("find", template="cases/people/_find.html"),
                Field("pupils", template="cases/people/_pupils.html"),
            ),
            Fieldset(_("Or somebody without a name here"), "described", "group_size", "elsewhere"),
            Fieldset(_("In the case"), "role", "manner", "starts_on"),
            "token",
        )

    @property
    def is_finding(self) -> bool:
        """The button beside the name was pressed, not the one that saves."""
        return "narrow" in self.data

    def full_clean(self):
        super().full_clean()
        if self.is_finding:
            self._errors.clear()

    def is_valid(self):
        return super().is_valid() and not self.is_finding

    @cached_property
    def pupil_lists(self):
        """The lists of the groups; where a name is looked for, only those who have it and those
        who are chosen already."""
        offered = self.fields["pupils"].queryset
        words = str(self["find"].value() or "")
        if words.strip():
            given = self["pupils"].value() or []
            chosen = {str(pk) for pk in given} if isinstance(given, list) else set()
            named = offered.filter(begins("search_key", words)).values_list("pk", flat=True)
            shown = {str(pk) for pk in named} | chosen
            offered = [pupil for pupil in offered if str(pupil.pk) in shown]
        return lists_of(self["pupils"], offered, self.today)

    def clean(self):
        found = self.cleaned_data
        asked = {"pupils", "described"}
        if not asked & set(self.errors) and not any(found.get(name) for name in asked):
            self.add_error(
                "described", _("Choose pupils in the list, or describe somebody without a name.")
            )
        _check_manner(self)
        return found

    def told(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "find"}


class RoleForm(Form):
    """The role is another from a day."""

    button = _("Change the role")
    role = _role_field(_("Which role is it now?"))
    manner = _manner_field()
    on = PastDateField(label=_("From when?"), suggests_today=True)

    def __init__(self, *args, involvement, **kwargs):
        super().__init__(*args, **kwargs)
        _offer_manners(self.fields["manner"], involvement.case.unit)
        self.fields["role"].initial = involvement.role
        self.fields["manner"].initial = involvement.manner

    def clean(self):
        _check_manner(self)


class NameForm(Form):
    """Somebody described turns out to be one of the unit's pupils."""

    button = _("Save who it is")
    pupil = forms.ChoiceField(
        label=_("Who is it?"), error_messages={"required": _("Choose a pupil.")}
    )
    on = PastDateField(label=_("When did you learn who it is?"), suggests_today=True)

    def __init__(self, *args, case, viewer, **kwargs):
        super().__init__(*args, today=viewer.today, **kwargs)
        picker = PupilsField()
        picker.offer(case.unit, viewer)
        self.pupils = {str(pupil.pk): pupil for pupil in picker.queryset}
        self.fields["pupil"].choices = [("", _("Choose a pupil")), *self._by_group(viewer.today)]

    def _by_group(self, today):
        lists = lists_of(self["pupil"], self.pupils.values(), today)
        return [
            (each.name, [(option.value, option.name) for option in each.options]) for each in lists
        ]

    def told(self):
        return {"on": self.cleaned_data["on"], "pupil": self.pupils[self.cleaned_data["pupil"]]}


class EndForm(Form):
    """No longer part of the case in this role."""

    button = _("End the role")
    on = PastDateField(label=_("Until when?"), suggests_today=True)
