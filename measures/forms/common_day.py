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
            "The dates ahead are moved to this day, or to the next open day after it, and those "
            "that are proposed from now on fall there too. Where the measure has ended by then, "
            "its date stays. You can still choose another date for one measure."
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
