"""The weekday on which the evaluations of a case fall."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from common.forms import Form


class WeekdayForm(Form):
    button = _("Save the common day")
    weekday = forms.TypedChoiceField(
        label=_("Common day for evaluations"),
        help_text=_(
            "Evaluations that are proposed from now on fall on this day, or on the next open day "
            "after it. You can still choose another date for one measure."
        ),
        choices=[("", _("No common day")), *Case.Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, case: Case, action: str, **kwargs):
        stands: dict[str, Any] = {"weekday": case.evaluation_weekday}
        super().__init__(*args, initial=stands, **kwargs)
        self.helper.form_action = action
        self.helper.form_id = "common-day"
