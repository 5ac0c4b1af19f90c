"""What is typed and chosen: texts, dates and times as people write them, choices, and the sheet."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.dates import EARLIEST, parse_date, parse_time
from common.sorting import sort_key
from common.text import TextRefused, clean_text, has_letter_or_digit

# Text that is still worth reading through character by character. Longer text is refused unread.
LONGEST_READ = 200_000
WHY, WRITE_WHY = _("Why?"), _("Write why.")


class TextField(forms.CharField):
    """Free text: cleaned (``common.text``), with something to read in it, and not too long."""

    default_error_messages = {
        "required": _("Write something here."),
        "empty": _("Write at least one word."),
        "controls": _(
            "The text has hidden characters that we cannot store. "
            "Write it again, or paste it as plain text."
        ),
        "too_long": _(
            "The text is %(length)s characters long. "
            "There is room for %(limit)s. Make it shorter; nothing you wrote is lost."
        ),
    }

    def __init__(self, *, max_length: int = 10_000, rows: int = 0, **kwargs):
        self.limit = max_length
        if rows:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=None, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if len(text) > LONGEST_READ:
            raise self.too_long(text)
        try:
            text = clean_text(text, lines=isinstance(self.widget, forms.Textarea))
        except TextRefused as refused:
            raise ValidationError(self.error_messages["controls"], code="controls") from refused
        if text and not has_letter_or_digit(text):
            raise ValidationError(self.error_messages["empty"], code="empty")
        if len(text) > self.limit:
            raise self.too_long(text)
        return text

    def too_long(self, text: str) -> ValidationError:
        return ValidationError(
            self.error_messages["too_long"],
            code="too_long",
            params={"length": len(text), "limit": self.limit},
        )


class ReasonField(TextField):
    """Why something is done, and the sentence that asks for it where it is missing."""

    def __init__(self, *, label: Any = WHY, missing: Any = WRITE_WHY, **kwargs):
        kwargs.setdefault("rows", 3)
        super().__init__(label=label, error_messages={"required": missing}, **kwargs)


class DateField(forms.DateField):
    """A date as people write it (``common.dates.parse_date``), read back in words below the field.

    ``nearest`` says which year "25.11" means: the next such date, or the last. One that
    ``suggests_today`` is filled in with it.
    """

    widget = forms.DateInput(
        format="%d.%m.%Y", attrs={"inputmode": "numeric", "size": 12, "autocomplete": "off"}
    )
    reads_back = True
    default_error_messages = {
        "required": _("Write a date, for example 25.11.2026."),
        "invalid": _("We do not understand this date. Write it like this: 25.11.2026."),
    }

    def __init__(self, *, nearest: str = "next", suggests_today: bool = False, **kwargs):
        super().__init__(**kwargs)
        self.nearest, self.suggests_today = nearest, suggests_today
        self.today: date | None = None

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        found = parse_date(str(value), today=self.today, nearest=self.nearest)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


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


class TimeField(forms.TimeField):
    """A time of day: 13.30, 13:30, 1330 or "kl. 13.30"."""

    widget = forms.TimeInput(
        format="%H.%M", attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"}
    )
    default_error_messages = {
        "required": _("Write a time, for example 13.30."),
        "invalid": _("We do not understand this time. Write it like this: 13.30."),
    }

    def to_python(self, value):
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        found = parse_time(value)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class ShortCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes whose labels are so short that several stand beside each other."""

    columns = True


class BigRadioSelect(forms.RadioSelect):
    """Radio buttons shown as large buttons, for answers given with a thumb."""

    large = True


def choices_by_name(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What has these ids, to choose among by name."""
    named = [(pk, one.name) for pk, one in found.items()]
    return sorted(named, key=lambda choice: sort_key(choice[1]))


def form_token() -> forms.UUIDField:
    """Made with the page: however often the form is sent, it makes one row."""
    again = _("Open the page again, and send the form from there.")
    return forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"required": again, "invalid": again},
    )


class RowField(forms.ModelChoiceField):
    """One of the rows that are offered. What is no id at all is not among them, either."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as wrong:
            raise ValidationError(self.error_messages["invalid_choice"]) from wrong
