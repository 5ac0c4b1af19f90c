"""What is done when a pupil does not have it safe."""

from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LAW_NOTE
from common.forms import Form, TextField, form_token


class WhatIsDoneForm(Form):
    """One text, which becomes an entry in the log."""

    button = _("Save what you do")
    token = form_token()
    text = TextField(
        label=_("What do you do now?"),
        rows=5,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what you do now.")},
    )
