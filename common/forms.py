"""Forms: cleaning of typed text, dates as people write them, and the helper each form gets.

A form with errors is shown again with status 200, the error summary on top and every typed
character kept. A form class inherits ``Form``, names its text fields ``TextField`` and its dates
``DateField``, and says what its button does: ``button = _("Save the case")``. A view hands it to
its action with ``common.views.submitted``.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.dates import EARLIEST, parse_date, parse_time
from common.errors import ActionError
from common.sorting import sort_key
from common.text import TextRefused, clean_text, has_letter_or_digit

Made = TypeVar("Made")
# Text that is still worth reading through character by character. Longer text is refused unread.
LONGEST_READ = 200_000


def form_helper(*, submit: Any, cancel: str = "", form_id: str = "main-form") -> FormHelper:
    """The wrapping of one form: its button and a way out.

    ``submit`` is a verb and an object. ``cancel`` is an address. A page with several forms gives
    each its own ``form_id``.
    """
    helper = FormHelper()
    helper.form_id = form_id
    helper.submit_text = submit
    helper.cancel_url = cancel
    return helper


# Sentences of Django's that are never shown: they do not say what to do, and the one about a choice
# says back what was sent, which could be anything.
DJANGOS = {
    "required": forms.Field.default_error_messages["required"],
    "invalid_choice": forms.ChoiceField.default_error_messages["invalid_choice"],
    "invalid_list": forms.MultipleChoiceField.default_error_messages["invalid_list"],
}
ANSWER = _("Answer this: {label}")
WHY, WRITE_WHY = _("Why?"), _("Write why.")
NOT_IN_LIST = _("Choose among the answers in the list.")


class Form(forms.Form):
    """A form that knows today, so that "25.11" and "week 48" can be understood.

    ``button`` is a verb and an object; the page may give another. A form without one is laid out
    by its page. ``cancel`` is the address of the way out.

    Data that was kept from an earlier try (``accounts.kept``) fills the form without errors and
    is never valid: it has to be sent again.
    """

    button: Any = ""
    helper: FormHelper

    def __init__(
        self, *args, today: date | None = None, button: Any = "", cancel: str = "", **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.today: Any = today
        if button := button or self.button:
            self.helper = form_helper(submit=button, cancel=cancel)
        for name, field in self.fields.items():
            if isinstance(field, DateField):
                field.today = today
                field.initial = today if field.suggests_today else field.initial
            label = field.label or pretty_name(name)
            ours = {
                "required": format_lazy(ANSWER, label=label),
                "invalid_choice": NOT_IN_LIST,
                "invalid_list": NOT_IN_LIST,
            }
            for code, sentence in ours.items():
                if field.error_messages.get(code) == DJANGOS[code]:
                    field.error_messages[code] = sentence

    @property
    def is_kept(self) -> bool:
        return getattr(self.data, "kept", False)

    def full_clean(self):
        super().full_clean()
        if self.is_kept:
            self._errors.clear()

    def is_valid(self):
        return not self.is_kept and super().is_valid()

    def submit(self, action: Callable[..., Made], **asked: Any) -> Made | None:
        """Do the action with what the view knows and what the form tells. Gives what the action
        gave, or None: the form was not sent, was not right, or was refused; then it says why."""
        if not self.is_valid():
            return None
        try:
            return action(**asked, **self.told())
        except ActionError as refusal:
            self.refused(refusal)
            return None

    def told(self) -> dict[str, Any]:
        """What the form adds to the call of its action."""
        return self.cleaned_data

    def require(self, name: str, sentence: Any) -> None:
        """For ``clean``: a field that another answer has made necessary. What is wrong with the
        field already is not said twice."""
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    def refused(self, refusal: ActionError) -> None:
        """Say why above the form."""
        self.add_error(None, str(refusal))


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


class ReasonForm(Form):
    """Nothing but a button and the reason for pressing it. The page says what the button does, and
    may ask in its own words."""

    def __init__(self, *args, why: ReasonField | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = why or ReasonField()


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
