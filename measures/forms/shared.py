"""Shared measures: what they are, why they fit a plan, and how a measure becomes one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.errors import ActionError
from common.forms import DateField, Form, TextField, choices_by_name, form_token
from measures import rules
from measures.forms import fields
from measures.forms.carried_out import EntryForm
from measures.forms.fields import MAY_BE_READ
from measures.forms.revised import Revised
from measures.models import PlanReference, SharedMeasure
from pupils.models import Group

NO_NAMES = _("Do not name a child, and do not tell of a case: it can stand in several plans.")
FOR_MANY = [(code, SharedMeasure.Target(code).label) for code in rules.FOR_MANY]


def _title() -> TextField:
    return TextField(
        label=_("Measure"),
        help_text=NO_NAMES,
        max_length=120,
        error_messages={"required": _("Name the measure.")},
    )


def _how() -> TextField:
    return TextField(label=_("How do you do it here?"), help_text=NO_NAMES, rows=3, required=False)


def _group() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Where is it carried out?"), required=False)


class SharedForm(Revised):
    """A new shared measure, or one to change. One that runs has a next evaluation and no start."""

    token = form_token()
    # Where it was picked from: carried along, so that text left as it was is pointed out.
    library_key = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)
    title = _title()
    how = _how()
    target_groups = fields.target_groups(FOR_MANY)
    group = _group()
    digital = forms.BooleanField(label=_("It is about what happens online"), required=False)
    prevents = forms.BooleanField(
        label=_("It is meant to prevent what happens online"), required=False
    )
    responsible = fields.responsible()
    deputy = forms.ChoiceField(label=_("Who steps in?"), required=False)
    starts_on = DateField(label=_("Starts"))
    ends_on = fields.ends_on()
    interval_weeks = forms.ChoiceField(
        label=_("When do you evaluate it?"), widget=forms.RadioSelect, required=False
    )
    evaluate_on = DateField(label=_("Next evaluation"))

    def __init__(
        self,
        *args,
        people: Iterable[Person],
        groups: Iterable[Group],
        shared: SharedMeasure | None = None,
        **kwargs,
    ):
        kwargs["initial"] = (self.stored_of(shared) if shared else {}) | kwargs.get("initial", {})
        button = _("Save the measure") if shared else _("Add the shared measure")
        super().__init__(*args, button=button, **kwargs)
        self.shared = shared
        self.people = {str(one.pk): one for one in people}
        self.groups = {str(one.pk): one for one in groups}
        self._offer()
        self.fields["token"].required = shared is None
        runs = shared is not None and shared.state == SharedMeasure.State.RUNNING
        del self.fields["starts_on" if runs else "evaluate_on"]

    def _offer(self):
        people = choices_by_name(self.people)
        self.fields["responsible"].choices = [("", _("Choose a person")), *people]
        self.fields["deputy"].choices = [("", _("Nobody")), *people]
        self.fields["group"].choices = where_choices(self.groups)
        weeks = {1, 2, 4, self.shared and self.shared.interval_weeks or 1}
        begun = str(self.initial.get("interval_weeks") or "")
        weeks |= {int(begun)} if begun.isdecimal() else set()
        self.fields["interval_weeks"].choices = [
            ("", _("After 1 week, then 2, then every 4 weeks")),
            *((str(number), fields.every(number)) for number in sorted(weeks)),
        ]

    @staticmethod
    def stored_of(shared: SharedMeasure) -> dict[str, Any]:
        """What stands about it, as the fields of the form hold it."""
        names = (
            "title", "how", "target_groups", "digital", "prevents", "starts_on", "ends_on",
            "evaluate_on", "revision",
        )  # fmt: skip
        return {name: getattr(shared, name) for name in names} | {
            "group": str(shared.group_id or ""),
            "responsible": str(shared.responsible_id),
            "deputy": str(shared.deputy_id or ""),
            "interval_weeks": str(shared.interval_weeks or ""),
        }

    def clean(self):
        cleaned = super().clean()
        starts_on = cleaned.get("starts_on") or (self.shared and self.shared.starts_on)
        if starts_on and cleaned.get("ends_on") and cleaned["ends_on"] < starts_on:
            self.add_error("ends_on", _("The measure ends before it starts. Change one of them."))
        if cleaned.get("prevents") and not cleaned.get("digital"):
            self.add_error("prevents", _("Say that it is about what happens online, too."))
        return cleaned

    def told(self) -> dict[str, Any]:
        names = ("title", "how", "target_groups", "digital", "prevents", "ends_on")
        dates = ("starts_on", "evaluate_on")
        cleaned = self.cleaned_data
        found = {name: cleaned[name] for name in (*names, *dates) if name in cleaned}
        found["responsible"] = self.people[cleaned["responsible"]]
        found["deputy"] = self.people.get(cleaned["deputy"])
        found["group"] = self.groups.get(cleaned["group"])
        found["interval_weeks"] = int(cleaned["interval_weeks"] or 0) or None
        if self.shared:
            return found | {"revision": cleaned["revision"]}
        return found | {"token": cleaned["token"], "library_key": cleaned["library_key"]}


class WhyForm(Revised):
    """Why a shared measure fits the problem of this plan."""

    why = TextField(
        label=_("Why does it fit this problem?"),
        help_text=MAY_BE_READ,
        rows=2,
        max_length=1000,
        error_messages={"required": _("Write why the measure fits this problem.")},
    )

    def __init__(self, *args, reference: PlanReference | None = None, **kwargs):
        button = _("Save the text") if reference else _("Let it stand in the plan")
        initial = self.stored_of(reference) if reference else None
        super().__init__(*args, initial=initial, button=button, **kwargs)
        self.reference = reference

    @staticmethod
    def stored_of(reference: PlanReference) -> dict[str, Any]:
        return {"why": reference.why, "revision": reference.revision}

    def told(self) -> dict[str, Any]:
        return self.cleaned_data if self.reference else {"why": self.cleaned_data["why"]}


class SharedEntryForm(EntryForm):
    """One day's work with a shared measure."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = NO_NAMES


class ShareForm(Form):
    """A measure of a plan, worded so that it tells of no child."""

    button = _("Make the measure shared")
    token = form_token()
    # The plan as it was when the page told what happens to its order.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = _title()
    how = _how()
    group = _group()
    no_names = forms.BooleanField(
        label=_("I have read the text: it names no child and tells of no case"),
        error_messages={"required": _("Read the text and say that it names no child.")},
    )

    def __init__(self, *args, measure, sheet, groups, **kwargs):
        initial = {"title": measure.title, "how": measure.how, "seen": sheet.stamp}
        super().__init__(*args, initial=initial, **kwargs)
        self.measure, self.stamp = measure, sheet.stamp
        self.groups = {str(one.pk): one for one in groups}
        self.fields["group"].choices = where_choices(self.groups)

    def refused(self, refusal: ActionError) -> None:
        """What is typed is kept, and the page tells anew what happens: sent again, that holds."""
        super().refused(refusal)
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["seen"] = self.stamp

    def told(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "token": cleaned["token"],
            "seen": cleaned["seen"],
            "title": cleaned["title"],
            "how": cleaned["how"],
            "group": self.groups.get(cleaned["group"]),
            "target_groups": self.measure.target_groups,
            "responsible": self.measure.responsible,
        }


def where_choices(groups: Mapping[str, Group]) -> list[tuple[str, Any]]:
    """The whole unit, or one of its classes."""
    return [("", _("The whole place")), *((pk, group.name) for pk, group in groups.items())]
