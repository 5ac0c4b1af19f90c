"""Fields and words that several forms on measures share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.forms import DateField
from measures.models import Measure

MAY_BE_READ = _("Guardians may ask to read this.")


def say_when_needed(field: Any) -> None:
    """What a plan must hold by law may wait while it is written, and is not optional: the mark at
    the field says so."""
    field.needed_if = "" if field.required else _("Must be filled in before the plan is completed")


def target_groups(choices=Measure.Target.choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Whom is it for?"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose whom the measure is for.")},
    )


def level() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Level"),
        choices=Measure.Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose individual or system.")},
    )


def responsible() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who carries it out?"),
        error_messages={"required": _("Choose who carries it out.")},
    )


def ends_on() -> DateField:
    return DateField(
        label=_("Ends"), help_text=_("Leave it empty when it runs all the time."), required=False
    )


def digital() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("It is about what happens on phones and online"), required=False
    )


def prevents() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("It is meant to prevent"),
        help_text=_("Beside what handles that which has happened. Only for digital measures."),
        required=False,
    )


def every(weeks: int):
    return ngettext_lazy("Every week", "Every %(weeks)s weeks", weeks) % {"weeks": weeks}
