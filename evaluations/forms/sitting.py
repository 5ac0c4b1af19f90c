"""Several measures of one case in one sitting: how safe it is is asked once of each one exposed,
the rest for each measure. They are saved one by one, so that one refusal loses nothing else."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.forms.closing import HOW_SAFE
from cases.models import Involvement
from common.forms import BigRadioSelect, Form
from evaluations.actions import record_evaluation
from evaluations.forms.evaluation import EvaluationForm
from evaluations.sheets import Sheet


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
        self.stand_on(sheet.safe_today)
        self.safe = safe

    @property
    def is_touched(self) -> bool:
        names = ("effect", "next", "note", "not_as_planned")
        return any(self[name].value() for name in names)

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.is_touched:
            self._errors.clear()

    def stand_on(self, answer) -> None:
        super().stand_on(answer)
        self.safe = None

    @property
    def follows(self) -> str:
        sooner = self.safe and self.sheet.soon.date < self.sheet.proposed.date
        return self.safe["safety"].html_name if self.safe and sooner else ""

    def _value(self) -> int | None:
        return self.safe.value if self.safe else super()._value()

    def _asked(self):
        return self.safe.asked() if self.safe else super()._asked()


class Sitting:
    """What is asked now, and after saving what is left of it."""

    def __init__(self, data, *, sheets: list[Sheet], today: date):
        self.safe: dict[object, SafetyForm] = {}
        for sheet in sheets:
            if sheet.about is None or sheet.about.pk in self.safe:
                continue
            asked = SafetyForm(data, about=sheet.about, voice=sheet.voice, today=today)
            # Also an answer that was given while somebody else wrote down another one.
            if sheet.asks or asked["safety"].value():
                self.safe[sheet.about.pk] = asked
        self.left = [
            PartForm(data, sheet=sheet, today=today, safe=self._of(sheet)) for sheet in sheets
        ]
        self.nothing_said = False
        self.saved: list[str] = []
        self.gone = _gone(data or {}, sheets)

    @property
    def asked(self) -> list[SafetyForm]:
        """Those who are still asked: somebody answered for is asked no more."""
        needed = {part.safe.about.pk for part in self.left if part.safe}
        return [form for pk, form in self.safe.items() if pk in needed]

    def save(self, *, by: Person, now: datetime) -> int:
        """How many were saved. What was not answered, or was refused, is left with its reason."""
        touched = [part for part in self.left if part.is_touched]
        self.nothing_said = not touched
        for part in touched:
            if part.safe and not part.safe.is_valid():
                continue
            if part.submit(record_evaluation, measure=part.sheet.measure, by=by, now=now):
                self.left.remove(part)
                self.saved.append(str(part.sheet.measure.pk))
            else:
                self._stand_as(part)
        return len(self.saved)

    def _stand_as(self, refused: PartForm) -> None:
        """The others about the same child go by the same answer of the day."""
        about = refused.sheet.about
        if about is None or refused.safe or about.pk not in self.safe:
            return
        for part in self.left:
            if part.sheet.about and part.sheet.about.pk == about.pk:
                part.stand_on(refused.sheet.safe_today)

    def _of(self, sheet: Sheet) -> SafetyForm | None:
        return self.safe.get(sheet.about.pk) if sheet.about else None


def _gone(data: Mapping[str, str], sheets: list[Sheet]) -> list[tuple[Any, Any]]:
    """What was written about measures and children that wait no more: somebody else was first."""
    waits = {str(sheet.measure.pk) for sheet in sheets}
    waits |= {f"safe-{sheet.about.pk}" for sheet in sheets if sheet.about}
    found = []
    for key in data:
        prefix, _dash, name = key.rpartition("-")
        field = (SafetyForm if prefix.startswith("safe-") else PartForm).base_fields.get(name)
        if field and name in ("safety", "not_as_planned", "note") and prefix not in waits:
            words = dict(HOW_SAFE).get(data[key], "") if name == "safety" else data[key]
            found.append((field.label, words))
    return [(label, words) for label, words in found if words]
