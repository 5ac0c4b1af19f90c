"""A new case on one page: who and how, what happened, how serious."""

from datetime import datetime, time

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LAW_NOTE, PastDateField, form_token
from cases.forms.picker import PupilsField, lists_of
from cases.models import Case, Involvement, PptAlert
from cases.rules import places_at
from common.forms import Form, ShortCheckboxes, TextField, TimeField, form_helper
from organisations.models import Organisation


class NewCaseForm(Form):
    """Six answers; the rest is filled in beforehand or may be left out."""

    pupils = PupilsField(label=_("Whom does it concern?"), required=False)
    described = TextField(
        label=_("Somebody without a name here"),
        max_length=120,
        required=False,
        help_text=_("For example: a pupil we do not know yet. Do not write a name."),
    )
    role = forms.ChoiceField(
        label=_("What is known of them in this case?"),
        choices=[
            (Involvement.Role.EXPOSED.value, Involvement.Role.EXPOSED.label),
            (Involvement.Role.UNCLEAR.value, Involvement.Role.UNCLEAR.label),
        ],
        initial=Involvement.Role.EXPOSED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is known of them.")},
    )
    source = forms.ChoiceField(
        label=_("How did you learn of it?"),
        choices=Case.Source.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you learnt of it.")},
    )
    known_on = PastDateField(label=_("When did you learn of it?"))
    known_time = TimeField(label=_("What time?"), required=False)
    raised_on = PastDateField(
        label=_("When did the child or the family tell the leader?"),
        required=False,
        help_text=_("Only if they have done so themselves."),
    )
    what_happened = TextField(
        label=_("What has happened?"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what has happened.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("What kind of violation is it?"),
        choices=Case.Kind.choices,
        widget=ShortCheckboxes,
        error_messages={"required": _("Choose what kind of violation it is.")},
    )
    places = forms.MultipleChoiceField(label=_("Where?"), required=False, widget=ShortCheckboxes)
    serious = forms.TypedChoiceField(
        label=_("Is it serious?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("In serious cases you must tell the owner. Tryggspor does not do it for you."),
        error_messages={"required": _("Choose yes or no.")},
    )
    serious_reason = TextField(
        label=_("Why is it serious?"),
        rows=3,
        required=False,
        help_text=_("Must be filled in when it is serious. Do not write names here."),
    )
    help_wanted = forms.ChoiceField(
        label=_("Which help do you want from PPT?"),
        choices=PptAlert.Help.choices,
        initial=PptAlert.Help.NOT_SAID,
        help_text=_("PPT is alerted to every case, without names."),
        error_messages={"required": _("Choose which help you want.")},
    )
    token = form_token()

    def __init__(self, *args, unit, viewer, now, **kwargs):
        here = timezone.localtime(now)
        super().__init__(*args, today=here.date(), **kwargs)
        self.now = now
        self.fields["pupils"].offer(unit, viewer)
        self.fields["known_on"].initial = here.date()
        self.fields["known_time"].initial = here.time()
        self.fields["places"].choices = [
            (place.value, place.label) for place in Case.Place if place in places_at(unit.kind)
        ]
        if unit.kind == Organisation.Kind.KINDERGARTEN:
            self._speak_of_children()
        self.helper = form_helper(submit=_("Open the case"), cancel=reverse("cases:list"))
        self.helper.layout = self._layout()

    def _speak_of_children(self):
        words = dict(Case.Source.choices) | {
            Case.Source.PUPIL: _("The child said or showed it"),
            Case.Source.PEER: _("Another child said so"),
        }
        self.fields["source"].choices = list(words.items())
        self.fields["described"].help_text = _(
            "For example: a child we do not know yet. Do not write a name."
        )

    def _layout(self):
        return Layout(
            Fieldset(
                _("Who, and how you learnt of it"),
                Field("pupils", template="cases/_pupils.html"),
                "described", "role", "source", "known_on", "known_time", "raised_on",
            ),
            Fieldset(_("What happened"), "what_happened", "kinds", "places"),
            Fieldset(_("How serious, and help"), "serious", "serious_reason", "help_wanted"),
            "token",
        )  # fmt: skip

    @cached_property
    def pupil_lists(self):
        offered = self.fields["pupils"].queryset
        return lists_of(self["pupils"], offered, timezone.localdate(self.now))

    def clean(self):
        found = self.cleaned_data
        asked = {"pupils", "described"}
        if not asked & set(self.errors) and not any(found.get(name) for name in asked):
            self.add_error(
                "pupils", _("Choose whom it concerns, or describe somebody without a name here.")
            )
        if found.get("serious") and not found.get("serious_reason", "x"):
            self.add_error("serious_reason", _("Write why it is serious."))
        if found.get("known_on") and "known_time" in found:
            found["known_at"] = self._moment(found["known_on"], found["known_time"])
            if found["known_at"] > self.now:
                self.add_error("known_time", _("The time is in the future. Write when it was."))
        return found

    def _moment(self, day, at: time | None = None) -> datetime:
        """Without a time of day: the day's beginning, so that it never lies ahead."""
        return timezone.make_aware(datetime.combine(day, at or time()))

    def told(self) -> dict:
        """What the action is given."""
        found = dict(self.cleaned_data)
        raised = found.pop("raised_on")
        described = found.pop("described")
        del found["known_on"], found["known_time"]
        return found | {
            "raised_at": raised and self._moment(raised),
            "described": [described] if described else [],
        }
