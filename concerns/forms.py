"""What is typed about a concern: the telling, an answer, and sending on."""

from datetime import datetime, time

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import Form, PastDateField, TextField, form_token
from concerns.models import Concern

READ_BY = _("Guardians can ask to read this.")


class ConcernForm(Form):
    """Two answers; the rest is filled in beforehand or may be left out."""

    button = _("Send the concern")
    about = TextField(
        label=_("Whom does it concern?"),
        max_length=120,
        help_text=_("Name and class, or describe whom."),
        error_messages={"required": _("Write whom it concerns.")},
    )
    what = TextField(
        label=_("What has been seen or heard?"),
        rows=4,
        help_text=READ_BY,
        error_messages={"required": _("Write what was seen or heard.")},
    )
    told_by = forms.ChoiceField(
        label=_("How do you know of it?"),
        choices=Concern.Teller.choices,
        initial=Concern.Teller.SELF,
        widget=forms.RadioSelect,
    )
    route = forms.ChoiceField(
        label=_("To whom is it to go?"),
        choices=Concern.Route.choices,
        initial=Concern.Route.LEADER,
        widget=forms.RadioSelect,
    )
    needs_today = TextField(label=_("Does the child need something today?"), rows=2, required=False)
    happened_on = PastDateField(label=_("When did it happen?"), suggests_today=True)
    known_on = PastDateField(label=_("When did you learn of it?"), suggests_today=True)
    token = form_token()

    def __init__(self, *args, now, **kwargs):
        cancel = reverse("concerns:list")
        super().__init__(*args, today=timezone.localdate(now), cancel=cancel, **kwargs)
        self.now = now
        self.helper.layout = Layout(
            "about", "what", "told_by", "route", "needs_today",
            Fieldset(_("When"), "happened_on", "known_on"), "token",
        )  # fmt: skip

    def clean(self):
        found = self.cleaned_data
        happened, known = found.get("happened_on"), found.get("known_on")
        if happened and known and known < happened:
            self.add_error("known_on", _("You knew of it before it happened. Correct the dates."))
        return found

    def told(self):
        found = dict(self.cleaned_data)
        known_on = found.pop("known_on")
        # Without a time of day: the day's beginning, so that it never lies ahead.
        known_at = timezone.make_aware(datetime.combine(known_on, time()))
        is_today = known_on == self.today
        return found | {"known_at": self.now if is_today else known_at}
