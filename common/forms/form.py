"""What every form of ours is, and the one that asks for nothing but a reason."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.utils import pretty_name
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.errors import ActionError
from common.forms.fields import DateField, ReasonField

Made = TypeVar("Made")

# Sentences of Django's that are never shown: they do not say what to do, and the one about a choice
# says back what was sent, which could be anything.
DJANGOS = {
    "required": forms.Field.default_error_messages["required"],
    "invalid_choice": forms.ChoiceField.default_error_messages["invalid_choice"],
    "invalid_list": forms.MultipleChoiceField.default_error_messages["invalid_list"],
}
ANSWER = _("Answer this: {label}")
NOT_IN_LIST = _("Choose among the answers in the list.")


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


class ReasonForm(Form):
    """Nothing but a button and the reason for pressing it. The page says what the button does, and
    may ask in its own words."""

    def __init__(self, *args, why: ReasonField | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = why or ReasonField()
