"""Three taps: how safe, did it work, what next. The rest is filled in and can be opened."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import AnsweredThatDay
from cases.forms.closing import HOW_SAFE
from cases.models import SafetyAnswer
from common.forms import BigRadioSelect, DateField, Form, TextField
from evaluations import rules
from evaluations.actions import AlreadyRecorded
from evaluations.models import Evaluation, SharedEvaluation
from evaluations.sheets import Sheet
from measures.models import Measure, SharedMeasure


class Evaluating(Form):
    """What is asked of every measure: did it work, what next, and when is it evaluated again."""

    button = _("Save the evaluation")
    due_on = forms.DateField(widget=forms.HiddenInput)
    effect = forms.ChoiceField(
        label=_("Has the measure had effect?"),
        choices=Evaluation.Effect.choices,
        widget=BigRadioSelect,
        error_messages={"required": _("Choose whether the measure has had effect.")},
    )
    next = forms.ChoiceField(
        label=_("What do we do next?"),
        choices=Evaluation.Next.choices,
        widget=BigRadioSelect,
        error_messages={"required": _("Choose what you do next.")},
    )
    next_on = DateField(label=_("Next evaluation"), required=False)
    note = TextField(label=_("Note"), required=False, rows=3, max_length=4000)

    # What somebody had answered before: it is shown in place of the form.
    recorded: Evaluation | SharedEvaluation | None = None

    def __init__(self, *args, sheet: Any, of: Measure | SharedMeasure, today: date, **kwargs):
        proposed = {"due_on": of.evaluate_on, "next_on": sheet.proposed.date}
        initial = proposed | kwargs.pop("initial", {})
        super().__init__(*args, today=today, initial=initial, **kwargs)
        self.sheet, self.of, self.farthest = sheet, of, today + rules.FARTHEST

    @property
    def answered(self) -> Evaluation | SharedEvaluation | None:
        """The last evaluation, for the page of what runs no more. To one who has written here it
        is an answer only where it is of the same day."""
        last, sent = self.sheet.last, str(self["due_on"].value())
        return last if not self.is_bound or last and sent == last.due_on.isoformat() else None

    @property
    def unsaved(self) -> list[tuple[Any, Any]]:
        """What was written here, for a page that says that somebody else was first."""
        fields = [self[name] for name in ("not_as_planned", "note") if name in self.fields]
        return [(field.label, field.value()) for field in fields if field.value()]

    def clean_next_on(self):
        day = self.cleaned_data["next_on"]
        if day and day > self.farthest:
            raise forms.ValidationError(_("Choose a day within a year."))
        return day

    def refused(self, refusal):
        """Shown again with the reason, and with the date that counts now."""
        super().refused(refusal)
        if isinstance(refusal, AlreadyRecorded):
            self.recorded = refusal.evaluation
        self.data = self.data.copy()
        self.data[self.add_prefix("due_on")] = self.of.evaluate_on.isoformat()


class EvaluationForm(Evaluating):
    """``asks_to_confirm`` once somebody stops while the pupil does not have it safe."""

    safety = forms.ChoiceField(
        label=Sheet.question,
        choices=HOW_SAFE,
        widget=BigRadioSelect,
        error_messages={"required": _("Choose how safe the pupil is, or “Not asked yet”.")},
    )
    stop_anyway = forms.BooleanField(label=_("Yes, stop the measure all the same"), required=False)
    answered_by = forms.ChoiceField(
        label=_("Who answered how safe it is?"),
        choices=SafetyAnswer.AnsweredBy.choices,
        required=False,
    )
    other_than_planned = forms.BooleanField(
        label=_("It was not carried out as planned"), required=False
    )
    not_as_planned = TextField(
        label=_("Why was it not carried out as planned?"), required=False, rows=2, max_length=2000
    )
    # The next day as it was filled in, by the server or by the script of the page.
    offered_on = forms.DateField(widget=forms.HiddenInput, required=False)
    field_order = [
        "due_on", "offered_on", "safety", "effect", "next", "stop_anyway", "next_on", "answered_by",
        "other_than_planned", "not_as_planned", "note",
    ]  # fmt: skip

    def __init__(self, *args, sheet: Sheet, said: str = "", **kwargs):
        """``said``: what the pupil has just answered on a page of its own. What was answered here
        is never passed over, also where somebody else has written an answer meanwhile."""
        self.offered = sheet.offered(said)
        day = self.offered.date
        initial = {"safety": said, "next_on": day, "offered_on": day}
        super().__init__(*args, sheet=sheet, of=sheet.measure, initial=initial, **kwargs)
        by = SafetyAnswer.AnsweredBy
        self.fields["answered_by"].initial = by.PUPIL.value if said else sheet.voice
        given = said or self.data.get(self.add_prefix("safety"))
        if not sheet.asks and not (sheet.about and given):
            self.stand_on(sheet.safe_today)

    @property
    def unsaved(self) -> list[tuple[Any, Any]]:
        said = self["safety"].value() if "safety" in self.fields else None
        words = [label for code, label in HOW_SAFE if code == said]
        return [(self["safety"].label, said_as) for said_as in words] + super().unsaved

    def refused(self, refusal):
        """Where the day's answer is another one, that one is used: it is not asked again."""
        super().refused(refusal)
        if isinstance(refusal, AnsweredThatDay) and refusal.answer.value is not None:
            self.stand_on(refusal.answer)

    def stand_on(self, answer: SafetyAnswer | None) -> None:
        """Ask no more how safe it is, and go by this answer."""
        self.sheet = replace(self.sheet, safe_today=answer)
        self.fields.pop("safety", None)
        self.fields.pop("answered_by", None)

    @property
    def asks_to_confirm(self) -> bool:
        return "stop_anyway" in self.errors or bool(self["stop_anyway"].value())

    @property
    def is_opened(self) -> bool:
        """Something is written, or wrong, below the three taps."""
        below = ("next_on", "note", "other_than_planned", "not_as_planned")
        written = any(self[name].value() for name in below[1:])
        return written or any(name in self.errors for name in below)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("other_than_planned"):
            self.require("not_as_planned", _("Write why it was not carried out as planned."))
        if rules.must_confirm(value=self._value(), next=cleaned.get("next", "")):
            if not cleaned.get("stop_anyway"):
                self.add_error(
                    "stop_anyway",
                    _(
                        "The pupil does not feel safe. The school should normally go on. "
                        "Stop all the same?"
                    ),
                )
        return cleaned

    def told(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "due_on": cleaned["due_on"],
            "effect": cleaned["effect"],
            "next": cleaned["next"],
            "next_on": self.chosen_on,
            "safety": self._asked(),
            "note": cleaned["note"],
            "not_as_planned": cleaned["not_as_planned"],
            "confirmed": cleaned["stop_anyway"],
        }

    @property
    def chosen_on(self) -> date | None:
        """The next day, where it is another than the one that was filled in. Otherwise it follows
        from the answer: sooner when the pupil does not feel safe."""
        day = self.cleaned_data["next_on"]
        offered = self.cleaned_data.get("offered_on") or self.offered.date
        return None if day == offered else day

    @property
    def follows(self) -> str:
        """The name of the question whose answer the next day follows, where it can be sooner."""
        sooner = self.sheet.soon.date < self.sheet.proposed.date
        return self["safety"].html_name if sooner and "safety" in self.fields else ""

    def _value(self) -> int | None:
        answer = self.cleaned_data.get("safety", "")
        if answer.isdecimal():
            return int(answer)
        return self.sheet.safe_today.value if self.sheet.safe_today else None

    def _asked(self):
        if "safety" not in self.fields:
            if self.sheet.about is None or self.sheet.left_until:
                return None
            # The day's answer is used again by the case itself.
            return self.sheet.about, None, SafetyAnswer.Missing.NOT_ASKED.value, "pupil"
        said = self.cleaned_data["safety"]
        value, missing = (int(said), "") if said.isdecimal() else (None, said)
        voice = self.cleaned_data["answered_by"] or self.sheet.voice
        return self.sheet.about, value, missing, voice
