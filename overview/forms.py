"""The field for a search. What is typed in it goes into no address and is kept nowhere."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.forms import Form, TextField
from overview.search import LEAST, is_enough

LONGEST = 100


class SearchForm(Form):
    words = TextField(
        label=_("What are you looking for?"),
        max_length=LONGEST,
        help_text=_("A case by its reference, a pupil by name, a measure or a page by its title."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "required": _("Write what you are looking for."),
            "empty": _("Write letters or digits to look for."),
        },
    )

    def clean_words(self):
        words = self.cleaned_data["words"]
        if not is_enough(words):
            said = _("Write at least %(least)s letters or digits.") % {"least": LEAST}
            raise ValidationError(said, code="too_short")
        return words
