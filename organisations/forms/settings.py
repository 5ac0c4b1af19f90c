"""Forms about what an owner chooses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form
from organisations.models import Organisation

FEWEST, MOST = Organisation.PPT_ANSWER_DAYS


class PptDaysForm(Form):
    """Within how many working days PPT is to answer."""

    button = _("Save the setting")
    days = forms.IntegerField(
        label=_("Working days until PPT is to have answered"),
        min_value=FEWEST,
        max_value=MOST,
        help_text=_("From 1 to 20. Saturdays, Sundays and public holidays are not counted."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={
            "required": _("Write how many working days."),
            "invalid": _("Write a whole number from 1 to 20."),
            "min_value": _("Write a whole number from 1 to 20."),
            "max_value": _("Write a whole number from 1 to 20."),
        },
    )
