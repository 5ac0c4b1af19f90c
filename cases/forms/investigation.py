"""How it was looked into. When two people write at once, both texts are shown, and one chooses."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.actions import Superseded
from cases.forms.fields import LAW_NOTE
from cases.models import Investigation
from common.errors import ActionError
from common.forms import Form, ShortCheckboxes, TextField, form_token

THEIRS, BOTH = "theirs", "both"


class InvestigationForm(Form):
    """``seen`` is the text that stood when the page was opened; ``theirs`` is what somebody else
    has saved since, once this was sent."""

    button = _("Save the investigation")
    methods = forms.MultipleChoiceField(
        label=_("How have you looked into it?"),
        choices=Investigation.Method.choices,
        widget=ShortCheckboxes,
        error_messages={"required": _("Choose how you looked into it.")},
    )
    showed = TextField(
        label=_("What did it show?"),
        rows=10,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what it showed.")},
    )
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    token = form_token()

    def __init__(self, *args, stands: Investigation | None, **kwargs):
        stored = {"methods": stands.methods, "showed": stands.showed} if stands else {}
        super().__init__(*args, initial=stored, **kwargs)
        self.fields["seen"].initial = stands and stands.pk
        self.stands = stands
        self.theirs: Investigation | None = None
        if self.is_put_together and stands is not None:
            self._put_together(stands)

    @property
    def keeps_theirs(self) -> bool:
        """What somebody else has saved is to stand, and this is not saved."""
        return THEIRS in self.data and not self.is_kept

    @property
    def is_put_together(self) -> bool:
        return BOTH in self.data

    def full_clean(self):
        super().full_clean()
        if self.is_put_together:
            self._errors.clear()

    def is_valid(self):
        return super().is_valid() and not self.is_put_together and not self.keeps_theirs

    def refused(self, refusal: ActionError) -> None:
        """Keep what was typed, and show beside it what stands. Sent again, it replaces that."""
        super().refused(refusal)
        if isinstance(refusal, Superseded):
            self.theirs = refusal.current
            self.helper.submit_text = _("Save mine as a new version")
            if isinstance(self.data, QueryDict):
                self.data = self.data.copy()
                self.data["seen"] = str(refusal.current.pk)

    def _put_together(self, stands: Investigation) -> None:
        """Both texts under each other in the one field, to be edited and saved."""
        self.theirs = stands
        if not isinstance(self.data, QueryDict):
            return
        self.data = self.data.copy()
        mine = self.data.get("showed", "")
        if stands.showed.strip() not in mine:
            mine = f"{stands.showed}\n\n{mine}"
        methods = [*stands.methods, *self.data.getlist("methods")]
        self.data["seen"], self.data["showed"] = str(stands.pk), mine
        self.data.setlist("methods", list(dict.fromkeys(methods)))
