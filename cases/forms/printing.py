"""For whom the log is printed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import Edition
from common.forms import Form, form_helper


class PrintForm(Form):
    edition = forms.ChoiceField(
        label=_("For whom is it?"),
        choices=Edition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for whom it is printed.")},
    )

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(submit=_("Make the paper edition"), cancel=cancel)
