"""What is next with a measure that has had no effect twice in a row."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, TextField, form_token
from measures.forms.fields import MAY_BE_READ
from measures.models import Decision


class DecisionForm(Form):
    button = _("Save what you decided")
    way = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Decision.Way.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "It has had no effect twice in a row. If you ask PPT for help, they learn only that "
            "you ask for contact. On the next page you say what help you want, and what they see."
        ),
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = TextField(
        label=_("Why?"), help_text=MAY_BE_READ, rows=4, max_length=4000, required=False
    )
    token = form_token()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("way") == Decision.Way.EXPLAIN:
            self.require("reason", _("Write why you go on as before."))
        return cleaned
