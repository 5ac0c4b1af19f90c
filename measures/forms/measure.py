"""A measure: what, why, for whom, by whom and when."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from common.dates import in_words, short_day
from common.forms import DateField, TextField, form_token
from measures import rules
from measures.forms import fields
from measures.forms.fields import MAY_BE_READ
from measures.forms.more import MORE, OF_DIGITAL, MoreForm
from measures.models import Measure, Plan
from measures.sheet import Sheet

USUAL, ON_A_DATE = "usual", "date"


class MeasureForm(MoreForm):
    button = _("Add the measure to the plan")
    token = form_token()
    # Where it was picked from: carried along, so that text left as it was is pointed out.
    library_key = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)
    title = TextField(
        label=_("Measure"), max_length=120, error_messages={"required": _("Name the measure.")}
    )
    why = TextField(
        label=_("Why does it fit this problem?"),
        help_text=_("One line. It is shown at every evaluation."),
        rows=2,
        max_length=1000,
        required=False,
        error_messages={"required": _("Write why the measure fits this problem.")},
    )
    how = TextField(
        label=_("How do you do it here?"), help_text=MAY_BE_READ, rows=3, required=False
    )
    target_groups = fields.target_groups()
    level = fields.level()
    responsible = fields.responsible()
    starts_on = DateField(label=_("Starts"))
    ends_on = fields.ends_on()
    after = forms.MultipleChoiceField(
        label=_("Does it come after other measures?"),
        help_text=_("Only measures with an end can be followed."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    follows = forms.ChoiceField(
        label=_("When does it start, if it comes after others?"),
        choices=Measure.Follows.choices,
        widget=forms.RadioSelect,
        initial=Measure.Follows.ON_DATE,
        required=False,
    )
    evaluation = forms.ChoiceField(
        label=_("When do you evaluate it?"), widget=forms.RadioSelect, initial=USUAL
    )
    first_evaluation_on = DateField(label=_("First evaluation, if another date"), required=False)

    def __init__(self, *args, sheet: Sheet, people, measure=None, **kwargs):
        kwargs["initial"] = (self.stored_in(measure, sheet) if measure else {}) | (
            kwargs.get("initial") or {}
        )
        button = _("Save the measure") if measure else self.button
        super().__init__(*args, today=sheet.today, button=button, **kwargs)
        self.sheet, self.measure = sheet, measure
        self.people = {str(person.pk): person for person in people}
        self._offer()
        self.fields["token"].required = measure is None
        self.fields["why"].required = sheet.plan.state == Plan.State.COMPLETE or self._runs
        fields.say_when_needed(self.fields["why"])
        if self._runs:
            for name in ("starts_on", "after", "follows", "evaluation", "first_evaluation_on"):
                self.fields.pop(name, None)
        self._lay_out()

    def _lay_out(self):
        """What every measure needs, then the rest under one line. Of a digital case, what is
        digital is asked at once."""
        at_once = OF_DIGITAL if "digital" in self.sheet.plan.case.kinds else ()
        folded = [name for name in MORE if name in self.fields and name not in at_once]
        shown = [name for name in self.fields if name not in MORE]
        asked = [name for name in at_once if name in self.fields]
        self.helper.layout = Layout(*shown, *asked, self.folded(folded))

    @property
    def _runs(self) -> bool:
        return self.measure is not None and self.measure.state == Measure.State.RUNNING

    def _offer(self):
        self.offer_people(self.people, self.sheet, self.measure)
        own = self.measure and self.measure.pk
        offered = [
            (str(other.pk), other.title)
            for other in self.sheet.standing
            if other.ends_on and other.pk != own
        ]
        self.fields["after"].choices = offered
        self.fields["evaluation"].choices = self._intervals()
        starts_on = self.initial.get("starts_on")
        if starts_on:
            weekday = self.sheet.plan.case.evaluation_weekday
            counted = rules.first_evaluation(self.sheet.calendar, starts_on, weekday=weekday).date
            said = _("Counted in weeks that are open. One week after %(start)s is %(day)s.")
            if weekday is not None:
                said = _(
                    "Counted in weeks that are open, up to the weekday of this case. "
                    "One week after %(start)s becomes %(day)s."
                )
            told = {"start": short_day(starts_on), "day": in_words(counted)}
            self.fields["evaluation"].help_text = said % told
        if not offered:
            del self.fields["after"], self.fields["follows"]

    def _intervals(self):
        weeks = {1, 2, 4}
        if self.measure and self.measure.interval_weeks:
            weeks.add(self.measure.interval_weeks)
        begun = str(self.initial.get("evaluation", ""))
        if begun.isdecimal():
            weeks.add(int(begun))
        return [
            (USUAL, _("After 1 week, then 2, then every 4 weeks")),
            *((str(number), fields.every(number)) for number in sorted(weeks)),
            (ON_A_DATE, _("Another date the first time")),
        ]

    @staticmethod
    def stored_in(measure: Measure, sheet: Sheet) -> dict[str, Any]:
        """What stands about the measure, as the fields of the form hold it."""
        names = ("title", "why", "how", "target_groups", "level", "starts_on", "ends_on", "follows")
        interval = measure.interval_weeks
        more = MoreForm.more_stored(measure)
        return (
            more
            | {name: getattr(measure, name) for name in names}
            | {
                "responsible": str(measure.responsible_id),
                "after": [str(pk) for pk in sheet.after.get(measure.pk, ())],
                "first_evaluation_on": measure.first_evaluation_on,
                "evaluation": ON_A_DATE if measure.first_evaluation_on else str(interval or USUAL),
                "revision": measure.revision,
            }
        )

    def stored_of(self, measure: Measure) -> dict[str, Any]:
        return self.stored_in(measure, self.sheet)

    def clean(self):
        cleaned = super().clean()
        starts_on = cleaned.get("starts_on") or getattr(self.measure, "starts_on", None)
        if starts_on and cleaned.get("ends_on") and cleaned["ends_on"] < starts_on:
            self.add_error("ends_on", _("The measure ends before it starts. Change one of them."))
        if cleaned.get("evaluation") == ON_A_DATE:
            self.require("first_evaluation_on", _("Write the date of the first evaluation."))
        return cleaned

    def told(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        names = ("title", "why", "how", "target_groups", "level", "ends_on")
        found = {name: cleaned[name] for name in names}
        found["responsible"] = self.people[cleaned["responsible"]]
        found |= self.more_told(self.people)
        if self.measure:
            found["revision"] = cleaned["revision"]
        else:
            found |= {"token": cleaned["token"], "library_key": cleaned["library_key"]}
        return found if self._runs else found | self._timing()

    def _timing(self) -> dict[str, Any]:
        cleaned, chosen = self.cleaned_data, self.cleaned_data["evaluation"]
        interval = int(chosen) if chosen.isdecimal() else None
        if chosen == ON_A_DATE and self.measure:
            interval = self.measure.interval_weeks
        by_id = {str(other.pk): other for other in self.sheet.standing}
        return {
            "starts_on": cleaned["starts_on"],
            "after": [by_id[pk] for pk in cleaned.get("after", [])],
            "follows": cleaned.get("follows") or Measure.Follows.ON_DATE,
            "interval_weeks": interval,
            "first_evaluation_on": cleaned["first_evaluation_on"] if chosen == ON_A_DATE else None,
        }


def starting_points(sheet: Sheet, beside: str, following: str, toward: str = "") -> dict[str, Any]:
    """What a new measure begins with: the group that it is to go ``toward``, and the dates of the
    one it is beside, or the next open day after the one it follows; else the next open day.
    Never a day that has passed."""
    found = {"target_groups": [toward]} if toward in Measure.Target.values else {}
    return found | _dates(sheet, beside, following)


def _dates(sheet: Sheet, beside: str, following: str) -> dict[str, Any]:
    by_id = {str(measure.pk): measure for measure in sheet.standing}
    soon = sheet.calendar.next_open_day(sheet.today).date
    if other := by_id.get(beside):
        starts_on = other.starts_on if other.starts_on >= sheet.today else soon
        ends_on = other.ends_on if other.ends_on and other.ends_on >= starts_on else None
        after = [str(pk) for pk in sheet.after[other.pk]]
        return {"starts_on": starts_on, "ends_on": ends_on, "after": after}
    if (other := by_id.get(following)) and other.ends_on:
        day = sheet.calendar.next_open_day(max(other.ends_on + timedelta(days=1), sheet.today))
        return {"starts_on": day.date, "after": [following]}
    return {"starts_on": soon}
