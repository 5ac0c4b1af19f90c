"""A new case in three short steps: who and how it became known, what happened, how serious it is.

The steps are one sheet (``CaseDraft``): each form takes its own fields from what is typed of all.
"""

from collections.abc import Mapping
from datetime import datetime, time

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LAW_NOTE
from cases.forms.picker import PupilsField, lists_of, somebody_described
from cases.models import Case, Involvement, PptAlert
from cases.rules import places_at
from common.forms import Form, PastDateField, ShortCheckboxes, TextField, TimeField
from organisations.law import law_for

STEPS = 3
PUPIL_IS_ENOUGH = _("When the pupil says so, that is enough: you must look into it and act.")
FAMILY_IS_ENOUGH = _(
    "When the child or a guardian says so, that is enough: you must look into it and act."
)


class DraftForm(Form):
    """One step. ``draft`` is the sheet; its text outlives the page."""

    step = 0
    button = _("Next")

    def __init__(self, *args, draft, viewer, now, **kwargs):
        super().__init__(*args, today=timezone.localdate(now), **kwargs)
        self.draft, self.now = draft, now
        self.prepare(viewer)
        self.helper.template = "cases/_draft_form.html"
        self.helper.layout = self.layout()
        self.helper.step = self.step
        self.helper.autosave = reverse("cases:save_draft", args=[draft.pk])

    def prepare(self, viewer):
        """What the fields offer at this place."""

    def layout(self):
        return Layout(*self.fields)

    @classmethod
    def sent(cls, posted: QueryDict) -> Mapping[str, list[str]]:
        """Every field of this step with all that was typed in it, also nothing."""
        return {name: posted.getlist(name) for name in cls.base_fields}

    @classmethod
    def has_part_in(cls, typed: QueryDict) -> bool:
        """Has anything been typed of this step? Otherwise it begins with its defaults."""
        return any(name in typed for name in cls.base_fields)


class WhoForm(DraftForm):
    """Step 1. Other parties come later: nobody is put in a role before it is looked into."""

    step = 1
    title = _("Who, and how you learnt of it")

    pupils = PupilsField(label=_("Whom does it concern?"), required=False)
    described = somebody_described()
    source = forms.ChoiceField(
        label=_("How did you learn of it?"),
        choices=Case.Source.choices,
        initial=Case.Source.PUPIL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you learnt of it.")},
    )
    known_on = PastDateField(label=_("When did you learn of it?"), suggests_today=True)
    known_time = TimeField(label=_("What time?"), required=False)
    raised_on = PastDateField(
        label=_("When did the child or the family tell the leader?"),
        required=False,
        help_text=_("Only if they have done so themselves."),
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

    @classmethod
    def sent(cls, posted):
        """With the cases that the pupils have already, once it is decided to pass them by."""
        passed_by = {"passed_by": posted.getlist("passed_by")} if "passed_by" in posted else {}
        return {**super().sent(posted), **passed_by}

    def prepare(self, viewer):
        here = timezone.localtime(self.now)
        self.fields["pupils"].offer(self.draft.unit, viewer)
        self.fields["known_time"].initial = here.time()
        law = law_for(self.draft.unit, here.date())
        enough = FAMILY_IS_ENOUGH if law.guardian_triggers else PUPIL_IS_ENOUGH
        self.fields["source"].help_text = enough

    def layout(self):
        return Layout(
            Field("pupils", template="cases/_pupils.html"),
            "described", "source", "known_on",
            Div("known_time", "raised_on", "role", template="cases/_more_of_who.html"),
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
        if found.get("known_on") and "known_time" in found:
            found["known_at"] = self._moment(found["known_on"], found["known_time"])
            if found["known_at"] > self.now:
                self.add_error("known_time", _("The time is in the future. Write when it was."))
        known, raised = found.get("known_on"), found.get("raised_on")
        if known and raised and raised < known:
            self.add_error(
                "raised_on",
                _("The leadership knew when the family told them. Correct one of the two dates."),
            )
        return found

    def _moment(self, day, at: time | None = None) -> datetime:
        """Without a time of day: the day's beginning, so that it never lies ahead."""
        return timezone.make_aware(datetime.combine(day, at or time()))

    def told(self) -> dict:
        found = self.cleaned_data
        raised, described = found["raised_on"], found["described"]
        return {name: found[name] for name in ("pupils", "role", "source", "known_at")} | {
            "raised_at": raised and self._moment(raised),
            "described": [described] if described else [],
        }


class WhatForm(DraftForm):
    """Step 2. What kind it is may stand open."""

    step = 2
    title = _("What happened")

    what_happened = TextField(
        label=_("What has happened?"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what has happened.")},
    )
    places = forms.MultipleChoiceField(label=_("Where?"), required=False, widget=ShortCheckboxes)
    kinds = forms.MultipleChoiceField(
        label=_("What kind of violation is it?"),
        choices=Case.Kind.choices,
        required=False,
        widget=ShortCheckboxes,
        help_text=_("You do not have to know this yet."),
    )

    def prepare(self, viewer):
        asked = places_at(self.draft.unit.kind)
        self.fields["places"].choices = [
            (place.value, place.label) for place in Case.Place if place in asked
        ]

    def told(self) -> dict:
        kinds = self.cleaned_data["kinds"] or [Case.Kind.UNKNOWN.value]
        return self.cleaned_data | {"kinds": kinds}


SERIOUS = {"yes": True, "no": False, "unknown": None}


class WeightForm(DraftForm):
    """Step 3. What is serious, or about somebody who works there, is told to the owner."""

    step = 3
    title = _("How serious, and help")
    button = _("Open the case")

    serious = forms.TypedChoiceField(
        label=_("Is it serious?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Do not know yet"))],
        coerce=SERIOUS.__getitem__,
        widget=forms.RadioSelect,
        help_text=_("The owner is told of serious cases. You are asked once more before that."),
        error_messages={"required": _("Answer whether it is serious, also when you do not know.")},
    )
    serious_reason = TextField(
        label=_("Why is it serious?"),
        rows=3,
        required=False,
        help_text=_("Do not write names here."),
    )
    needs_today = TextField(
        label=_("What does the pupil need today?"),
        rows=2,
        required=False,
        help_text=_("Leave it empty when there is nothing that must be done today."),
    )
    about = forms.ChoiceField(
        label=_("Is it about somebody who works here?"),
        choices=[
            ("nobody", _("No")),
            ("staff", _("Yes, somebody who works here")),
            ("leader", _("Yes, somebody in the leadership")),
        ],
        initial="nobody",
        widget=forms.RadioSelect,
        help_text=_(
            "The owner is told. When it is about the leadership the owner answers for the case, "
            "and you no longer see it."
        ),
        error_messages={"required": _("Choose whether it is about somebody who works here.")},
    )
    help_wanted = forms.ChoiceField(
        label=_("Which help do you want from PPT?"),
        choices=PptAlert.Help.choices,
        initial=PptAlert.Help.NOT_SAID,
        help_text=_("PPT is alerted to every case, without names."),
        error_messages={"required": _("Choose which help you want.")},
    )

    def prepare(self, viewer):
        self.fields["serious_reason"].needed_if = _("Must be filled in if it is serious")

    def layout(self):
        return Layout("serious", "serious_reason", "needs_today", "about", "help_wanted")

    def clean(self):
        found = self.cleaned_data
        if found.get("serious"):
            self.require("serious_reason", _("Write why it is serious."))
        return found

    @property
    def tells_the_owner(self) -> bool:
        """Somebody besides PPT is told: that is confirmed first."""
        return bool(self.cleaned_data["serious"]) or self.cleaned_data["about"] != "nobody"

    def told(self) -> dict:
        found = dict(self.cleaned_data)
        about = found.pop("about")
        return found | {
            "is_about_staff": about != "nobody",
            "is_about_leader": about == "leader",
        }
