"""Fields and words that several forms on cases share."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.rules import EARLIEST
from common.forms import DateField

LAW_NOTE = _("Guardians can ask to read this. Do not write names here.")


class PastDateField(DateField):
    """A day that has come and is not absurdly long ago. Without a year it is the last such day."""

    default_error_messages = {
        "future": _("The date is in the future. Write when it was."),
        "too_old": _("The date is too long ago. Look at the year."),
    }

    def __init__(self, **kwargs):
        super().__init__(nearest="last", **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and value > self.today:
            raise ValidationError(self.error_messages["future"], code="future")
        if value and value < EARLIEST:
            raise ValidationError(self.error_messages["too_old"], code="too_old")


def form_token() -> forms.UUIDField:
    """Made with the page: however often the form is sent, it makes one row."""
    again = _("Open the page again, and send the form from there.")
    return forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"required": again, "invalid": again},
    )
