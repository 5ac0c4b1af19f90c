"""What is done when a pupil does not have it safe."""

from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LAW_NOTE, form_token
from common.forms import Form, TextField, form_helper


class WhatIsDoneForm(Form):
    """One text, which becomes an entry in the log."""

    token = form_token()
    text = TextField(
        label=_("What do you do now?"),
        rows=5,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what you do now.")},
    )

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(submit=_("Save what you do"), cancel=cancel)
