"""Looking in the library, what a measure takes from it, and what an owner words itself."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.forms import Form, TextField, choices_by_name, form_token
from common.language import plain_language
from measures import rules
from measures.actions.library import LONGEST_LOOK_FOR, LONGEST_WHAT
from measures.forms import fields
from measures.forms.measure import USUAL
from measures.forms.revised import Revised
from measures.library import KINDERGARTEN, SCHOOL, Ages, Entry, Wanted
from measures.models import Measure, OwnMeasure
from measures.sheet import Sheet
from organisations.calendar import Calendar
from organisations.models import Organisation

ANY = ("", _("All"))
WHOLE_NUMBER = _("Write a whole number from {least} to {most}.")
AGES = {"6-9": Ages(6, 9), "10-12": Ages(10, 12), "13-15": Ages(13, 15),
        "16-19": Ages(16, 19)}  # fmt: skip


class SearchForm(Form):
    """What somebody looks for. Asked with GET: nothing of a child is in it, and it has no errors:
    what is not understood is not asked."""

    use_required_attribute = False
    words = TextField(label=_("Search"), max_length=100, required=False)
    level = forms.ChoiceField(
        label=_("Level"), choices=[ANY, *Measure.Level.choices], required=False
    )
    digital = forms.ChoiceField(
        label=_("Digital"),
        choices=[ANY, ("yes", _("About what happens online")), ("prevents", _("Meant to prevent"))],
        required=False,
    )
    age = forms.ChoiceField(
        label=_("Age"), choices=[ANY, *((age, age.replace("-", "–")) for age in AGES)],
        required=False,
    )  # fmt: skip

    def __init__(self, data, *, entries: list[Entry], place: str, places=(), carried=(), **kwargs):
        super().__init__(data, **kwargs)
        self.carried = carried
        only_system = bool(entries) and all(entry.may_be_shared for entry in entries)
        targets = [
            (code, label)
            for code, label in Measure.Target.choices
            if not only_system or any(code in entry.targets for entry in entries)
        ]
        whom = forms.ChoiceField(
            label=_("Whom is it for?"), choices=[ANY, *targets], required=False
        )
        self.fields = {"words": self.fields.pop("words"), "for": whom, **self.fields}
        if len(places) > 1:
            both = [(SCHOOL, _("Schools")), (KINDERGARTEN, _("Kindergartens"))]
            self.fields["place"] = forms.ChoiceField(label=_("Where"), choices=both, required=False)
        if only_system:
            del self.fields["level"]
        if not any(entry.digital for entry in entries):
            del self.fields["digital"]
        # These ages are a school's.
        if place == KINDERGARTEN or not any(entry.ages for entry in entries):
            del self.fields["age"]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        self.errors.clear()
        told = self.cleaned_data
        return Wanted(
            words=told.get("words", ""),
            target=told.get("for", ""),
            level=told.get("level", ""),
            digital=told.get("digital", ""),
            ages=AGES.get(told.get("age", "")),
        )


def from_library(entry: Entry, sheet: Sheet, start: dict[str, Any]) -> dict[str, Any]:
    """What a new measure begins with, as the library has it. Unless ``start`` says when it ends, it
    ends when such a measure usually does, or runs all the time."""
    weeks = entry.end_in
    ends_on = weeks and rules.last_day(sheet.calendar, start["starts_on"], weeks)
    return (
        {"ends_on": ends_on or None}
        | start
        | entry.begins(plain_language(), sheet.plan.case.unit.kind)
        | {"evaluation": str(entry.interval or USUAL)}
    )


def shared_from_library(
    entry: Entry, unit: Organisation, calendar: Calendar, starts_on: date
) -> dict[str, Any]:
    """The same for a new shared measure of the unit."""
    weeks = entry.end_in
    return entry.begins(plain_language(), unit.kind) | {
        "ends_on": rules.last_day(calendar, starts_on, weeks) if weeks else None,
        "interval_weeks": str(entry.interval or ""),
    }


WHY = "why_"


class PackageForm(Form):
    button = _("Put up these measures")
    token = form_token()
    responsible = forms.ChoiceField(
        label=_("Who carries them out?"),
        help_text=_("You choose somebody else for a single measure afterwards."),
        error_messages={"required": _("Choose who carries them out.")},
    )

    def __init__(self, *args, people, titles, **kwargs):
        """``titles``: what the package puts up, by key. Each may be given its reason at once."""
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["responsible"].choices = [
            ("", _("Choose a person")),
            *choices_by_name(self.people),
        ]
        self.keys = list(titles)
        for key, title in titles.items():
            why = TextField(label=title, rows=2, max_length=1000, required=False)
            why.needed_if = _("Can wait")
            self.fields[f"{WHY}{key}"] = why
        reasons = [f"{WHY}{key}" for key in titles]
        self.helper.layout = Layout(
            "responsible", Fieldset(_("Why does each of them fit this problem?"), *reasons), "token"
        )

    def told(self):
        return {
            "token": self.cleaned_data["token"],
            "responsible": self.people[self.cleaned_data["responsible"]],
            "language": plain_language(),
            "whys": {key: self.cleaned_data[f"{WHY}{key}"] for key in self.keys},
        }


def _short(label, most) -> TextField:
    help_text = format_lazy(_("At most {most} words."), most=most)
    return TextField(label=label, help_text=help_text, rows=2, max_length=1000, required=False)


def _number(label, least, most, help_text="") -> forms.IntegerField:
    wrong = format_lazy(WHOLE_NUMBER, least=least, most=most)
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=False, help_text=help_text,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )  # fmt: skip


class OwnMeasureForm(Revised):
    token = form_token()
    title_nb = TextField(label=_("Name, bokmål"), max_length=120, required=False)
    title_nn = TextField(label=_("Name, nynorsk"), max_length=120, required=False)
    what_nb = _short(_("What it is, bokmål"), LONGEST_WHAT)
    what_nn = _short(_("What it is, nynorsk"), LONGEST_WHAT)
    look_for_nb = _short(_("What shows that it works, bokmål"), LONGEST_LOOK_FOR)
    look_for_nn = _short(_("What shows that it works, nynorsk"), LONGEST_LOOK_FOR)
    target_groups = fields.target_groups()
    level = fields.level()
    regime = forms.ChoiceField(
        label=_("Where is it offered?"),
        choices=OwnMeasure.Regime.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    digital = fields.digital()
    prevents = fields.prevents()
    age_from = _number(_("From age"), 0, 99, _("Leave both empty when it is for any age."))
    age_to = _number(_("To age"), 0, 99)
    weeks = _number(
        _("How many weeks does it usually last?"), 1, 52, _("Leave it empty when it varies.")
    )
    interval_weeks = _number(_("Weeks between evaluations"), 1, 52)

    def __init__(self, *args, own: OwnMeasure | None = None, **kwargs):
        button = _("Save the measure") if own else _("Add the measure to the library")
        initial = self.stored_of(own) if own else None
        super().__init__(*args, initial=initial, button=button, **kwargs)
        self.own = own
        self.fields["token"].required = own is None

    def stored_of(self, current: OwnMeasure) -> dict[str, Any]:
        return {name: getattr(current, name) for name in self.base_fields if name != "token"}

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("title_nb") or cleaned.get("title_nn") or self.errors):
            self.add_error("title_nb", _("Name the measure, in bokmål or in nynorsk."))
        if cleaned.get("prevents") and not cleaned.get("digital"):
            self.add_error("prevents", _("Say that it is about what happens online, too."))
        return cleaned

    def told(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        token, revision = told.pop("token"), told.pop("revision")
        return told | ({"revision": revision} if self.own else {"token": token})
