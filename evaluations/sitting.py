"""Several measures of one case in one sitting: how safe it is is asked once of each one exposed,
the rest for each measure. They are saved one by one, so that one refusal loses nothing else."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.forms.fields import LAW_NOTE
from cases.models import Involvement
from common.forms import (
    BigRadioSelect,
    Form,
    PastDateField,
    TextField,
    choices_by_name,
    form_token,
)
from evaluations.actions import record_evaluation
from evaluations.forms import HOW_SAFE, EvaluationForm
from evaluations.sheets import Sheet

OFFERED_FOR = timedelta(days=14)
"""How long after an evaluation it is offered for the minutes of a meeting."""


class MinutesForm(Form):
    """Who took part in a meeting, what was evaluated and what was decided."""

    button = _("Save the minutes")
    happened_on = PastDateField(label=_("When was the meeting?"), suggests_today=True)
    people = forms.MultipleChoiceField(
        label=_("Who took part?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    others = TextField(
        label=_("Others who took part"),
        help_text=_("For example guardians, or somebody from PPT."),
        max_length=400,
        required=False,
    )
    evaluated = forms.MultipleChoiceField(
        label=_("What was evaluated?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    decided = TextField(
        label=_("What was decided?"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what was decided.")},
    )
    token = form_token()

    def __init__(self, *args, people, measures, by: Person, today: date, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.measures = {str(one.pk): one for one in _newly_evaluated(measures, today)}
        self.fields["people"].choices = choices_by_name(self.people)
        self.fields["people"].initial = [str(by.pk)]
        titles = [(pk, one.title) for pk, one in self.measures.items()]
        self.fields["evaluated"].choices = titles
        self.fields["evaluated"].initial = [
            pk for pk, one in self.measures.items() if timezone.localdate(one.last_at) == today
        ]
        if not titles:
            del self.fields["evaluated"]

    def clean(self):
        cleaned = super().clean()
        nobody = not cleaned.get("people") and not cleaned.get("others")
        if nobody and not {"people", "others"} & self.errors.keys():
            self.add_error("people", _("Say who took part."))
        return cleaned

    def told(self) -> dict[str, Any]:
        told = self.cleaned_data
        return told | {
            "people": [self.people[pk] for pk in told["people"]],
            "evaluated": [self.measures[pk] for pk in told.get("evaluated", ())],
        }


def _newly_evaluated(measures, today: date):
    """Those of the measures that were evaluated lately, newest first, each with ``last_at``."""
    given = measures.annotate(last_at=Max("evaluations__recorded_at"))
    since = today - OFFERED_FOR
    return given.filter(last_at__date__gte=since).order_by("-last_at", "id")


class SafetyForm(Form):
    """How safe one of those exposed has it today."""

    safety = forms.ChoiceField(
        label=Sheet.question,
        choices=HOW_SAFE,
        widget=BigRadioSelect,
        error_messages={"required": _("Choose how safe the pupil is, or “Not asked yet”.")},
    )

    def __init__(self, *args, about: Involvement, voice: str, **kwargs):
        super().__init__(*args, prefix=f"safe-{about.pk}", **kwargs)
        self.about, self.voice = about, voice

    @property
    def value(self) -> int | None:
        said = self.cleaned_data.get("safety", "") if hasattr(self, "cleaned_data") else ""
        return int(said) if said.isdecimal() else None

    def asked(self) -> tuple[Involvement, int | None, str, str]:
        missing = "" if self.value else self.cleaned_data["safety"]
        return self.about, self.value, missing, self.voice


class PartForm(EvaluationForm):
    """One measure of the sitting. Left alone until something is answered."""

    def __init__(self, *args, sheet: Sheet, safe: SafetyForm | None, **kwargs):
        super().__init__(*args, sheet=sheet, prefix=str(sheet.measure.pk), **kwargs)
        self.safe = safe
        self.fields.pop("safety", None)
        self.fields.pop("answered_by", None)

    @property
    def is_touched(self) -> bool:
        names = ("effect", "next", "note", "not_as_planned")
        return any(self[name].value() for name in names)

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.is_touched:
            self._errors.clear()

    def _value(self) -> int | None:
        return self.safe.value if self.safe else super()._value()

    def _asked(self):
        return self.safe.asked() if self.safe else super()._asked()


class Sitting:
    """What is asked now, and after saving what is left of it."""

    def __init__(self, data, *, sheets: list[Sheet], today: date):
        self.safe: dict[object, SafetyForm] = {}
        for sheet in sheets:
            if sheet.asks and sheet.about and sheet.about.pk not in self.safe:
                asked = SafetyForm(data, about=sheet.about, voice=sheet.voice, today=today)
                self.safe[sheet.about.pk] = asked
        self.left = [
            PartForm(data, sheet=sheet, today=today, safe=self._of(sheet)) for sheet in sheets
        ]
        self.nothing_said = False

    @property
    def asked(self) -> list[SafetyForm]:
        """Those who are still asked: somebody answered for is asked no more."""
        needed = {part.safe.about.pk for part in self.left if part.safe}
        return [form for pk, form in self.safe.items() if pk in needed]

    def save(self, *, by: Person, now: datetime) -> int:
        """How many were saved. What was not answered, or was refused, is left with its reason."""
        touched = [part for part in self.left if part.is_touched]
        self.nothing_said = not touched
        saved = 0
        for part in touched:
            if part.safe and not part.safe.is_valid():
                continue
            if part.submit(record_evaluation, measure=part.sheet.measure, by=by, now=now):
                self.left.remove(part)
                saved += 1
        return saved

    def _of(self, sheet: Sheet) -> SafetyForm | None:
        return self.safe.get(sheet.about.pk) if sheet.about else None
