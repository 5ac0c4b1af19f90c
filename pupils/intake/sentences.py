"""What is said of the lines of a file: what is wrong with one, and what becomes of it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FAULTS: dict[str, Any] = {
    "too_many_cells": _("The line has more cells than there are headings."),
    "unreadable": _("A cell is far too long or has characters that cannot be read."),
    "too_long": _("A cell is too long: there is room for %(most)s characters."),
    "no_name": _("The name is missing. A formula without a stored value counts as empty."),
    "name_without_letters": _("The name has no letters."),
    "no_group": _("The class is missing."),
    "no_class": _("The name of the class is missing."),
    "no_relation": _("The relation to the pupil is missing."),
    "no_email": _("The e-mail address is missing."),
    "no_address": _("This is not an e-mail address."),
    "no_date": _("The date of birth is not a date we understand. Write it like this: 25.11.2015."),
    "impossible_date": _("The date of birth is in the future, or too long ago."),
    "no_stage": _("The year level must be a number from 1 to 13."),
    "unknown_who": _("Write the date of birth or the id: a name alone does not say who it is."),
    "unknown_pupil": _("Write the pupil’s id, or both the pupil’s name and date of birth."),
    "unknown_language": _("The language must be bokmål, nynorsk or English."),
    "neither_yes_nor_no": _("Write yes or no for parental responsibility."),
    "same_line": _("The same stands on line %(line)s already."),
    "several": _("Several pupils here have this name and date of birth. Use the id instead."),
    "near": _(
        "A pupil here has nearly the same name and the same date of birth. "
        "Correct the name in the file, or on the pupil’s page."
    ),
    "without_date": _(
        "A pupil here has the same name and no date of birth. "
        "Write the date of birth on the pupil’s page first."
    ),
    "same_name": _(
        "A pupil here has the same name and no id. Choose the column with the date of birth too."
    ),
    "other_id": _("A pupil here has the same name and date of birth, and another id."),
    "id_of_another": _("This id belongs to a pupil here with another name and date of birth."),
    "in_several": _("The pupil is in several classes this year. Move the pupil by hand."),
    "maybe_known": _("This may be somebody we know already. Add the pupil by hand."),
    "no_such_pupil": _("No pupil at the unit has this id, or this name and date of birth."),
    "pupil_has_left": _("The pupil has left the unit."),
    "several_guardians": _("The pupil has several guardians with this name."),
    "no_such_teacher": _(
        "Nobody with this e-mail address works at the unit. "
        "The owner’s administrator gives roles; import the class again after that."
    ),
    "changed_meanwhile": _("Somebody changed this meanwhile. Import the line again."),
}

# In the order in which they are shown. Each with how it is told as a number of lines.
OUTCOMES: dict[str, Any] = {
    "new": pgettext_lazy("lines of a file", "New"),
    "back": _("Come back"),
    "placed": _("Get a class this school year"),
    "moved": _("Move to another class"),
    "changed": _("Change name or other facts"),
    "unchanged": _("Unchanged"),
    "leaving": _("Leave"),
    "error": _("Lines with errors"),
}


def sentence(code: str, named: Mapping[str, Any]) -> str:
    """What is wrong with a line, in the active language. A code that is no more is said bare."""
    said = FAULTS.get(code)
    return code if said is None else str(said) % named
