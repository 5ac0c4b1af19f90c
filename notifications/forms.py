"""How somebody wants to be told, and the address that is right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form
from notifications.kinds import usual_way
from notifications.rules import Topic, Way
from organisations.forms.people import WHOLE_ADDRESS


class WaysForm(Form):
    """One answer for each topic. ``chosen``: what the person has chosen before."""

    button = _("Save the choices")

    def __init__(self, *args, chosen: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                choices=Way.choices,
                initial=chosen.get(topic, usual_way(topic)),
                error_messages={
                    "required": _("Choose how you want to be told."),
                    "invalid_choice": _("Choose among the answers in the list."),
                },
            )

    def told(self) -> dict[str, Any]:
        return {"ways": self.cleaned_data}


class AddressForm(Form):
    """The right address of somebody whose e-mail does not come through."""

    button = _("Correct the address")
    email = forms.EmailField(
        label=_("The right e-mail address at work"),
        max_length=254,
        error_messages={
            "required": _("Write the e-mail address."),
            "invalid": WHOLE_ADDRESS,
            "max_length": _("The text is too long. Make it shorter."),
        },
    )
