"""What a case is about, in few words that the case and its alert share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    WORDS = "words", _("Words")
    PHYSICAL = "physical", _("Physical")
    EXCLUSION = "exclusion", _("Exclusion")
    DIGITAL = "digital", _("Digital")
    UNKNOWN = "unknown", _("Do not know")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")


def words_of(choices: type[models.TextChoices], values: list[str]) -> list[str]:
    """The words for stored codes, in the order in which the choices stand."""
    return [str(choice.label) for choice in choices if choice.value in values]
