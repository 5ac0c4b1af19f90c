"""When a measure is evaluated."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.dates import in_words
from common.forms import DateField, Form
from measures import rules
from measures.forms.measure import ON_A_DATE
from measures.models import Measure
from measures.sheet import Sheet


class EvaluationDateForm(Form):
    button = _("Save the date")
    in_weeks = forms.ChoiceField(
        label=_("When do you evaluate the measure?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when you evaluate the measure.")},
    )
    on = DateField(label=_("Another date"), required=False)

    def __init__(self, *args, sheet: Sheet, measure: Measure, **kwargs):
        super().__init__(*args, today=sheet.today, **kwargs)
        start = max(sheet.today, measure.starts_on)
        if measure.state == Measure.State.PLANNED:
            start = measure.starts_on
        self.days = {
            str(weeks): max(_day_of(sheet, measure, start, weeks), sheet.today)
            for weeks in rules.USUAL_WEEKS
        }
        self._offer()

    def _offer(self):
        offered = [(weeks, _after(int(weeks), in_words(day))) for weeks, day in self.days.items()]
        self.fields["in_weeks"].choices = [*offered, (ON_A_DATE, _("Another date"))]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("in_weeks") == ON_A_DATE:
            self.require("on", _("Write the date."))
        return cleaned

    def told(self):
        return {"on": self.chosen}

    @property
    def chosen(self):
        return self.days.get(self.cleaned_data["in_weeks"]) or self.cleaned_data["on"]


def _day_of(sheet: Sheet, measure: Measure, start: date, weeks: int) -> date:
    common, last = sheet.plan.case.evaluation_weekday, measure.ends_on
    return rules.next_evaluation(sheet.calendar, start, 0, weeks, weekday=common, last=last).date


def _after(weeks: int, day: str) -> str:
    told = {"weeks": weeks, "day": day}
    return ngettext("After %(weeks)s week: %(day)s", "After %(weeks)s weeks: %(day)s", weeks) % told
