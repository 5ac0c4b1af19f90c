"""Forms about PPT: help is asked for, and parts of the case are opened to the office."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.opened import TEXTS
from cases.models import PptAlert, PptOpening
from cases.people import said_of
from cases.rules import Known, last_day_open
from common.forms import DateField, Form, PastDateField, ReasonField, TextField, form_token

Part, Ground, Help = PptOpening.Part, PptOpening.Ground, PptAlert.Help
NOT_ASKED_FOR = (Help.NOT_SAID, Help.NONE)
CONSENT = {
    "consent_from": _("Write who has agreed."),
    "consent_on": _("Write when they agreed."),
    "consent_scope": _("Write what they have agreed to."),
}
IF_CHOSEN = _("Must be filled in if you choose this part")
IF_AGREED = _("Must be filled in if the family has agreed")
IF_OPENED = _("Must be filled in if PPT is to see something")


class _PartField(TextField):
    """The text of a part, which need not be chosen."""

    default_error_messages = {
        "too_long": _(
            "The text is %(length)s characters long. There is room for %(limit)s. "
            "Make it shorter, or do not choose this part; nothing you wrote is lost."
        )
    }

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)


class OpenForm(Form):
    """What PPT is to see, on which ground and until when. Each text can be changed before it is
    opened, and what was written is never left behind without a word."""

    button = _("Open this to PPT")
    parts = forms.MultipleChoiceField(
        label=_("What is PPT to see?"),
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose only what they need. What is not chosen is not opened."),
        error_messages={"required": _("Choose what PPT is to see.")},
    )
    problem = _PartField(label=_("The problem, as PPT reads it"), rows=5)
    tried = _PartField(label=_("What has been tried, as PPT reads it"), rows=5)
    names = _PartField(label=_("Names, as PPT reads them"), rows=2, max_length=500)
    ground = forms.ChoiceField(
        label=_("What lets PPT know of the case?"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what lets PPT know of the case.")},
    )
    names_needed = forms.BooleanField(
        label=_("I have decided that PPT must know the names, without consent"), required=False
    )
    consent_from = TextField(label=_("Who has agreed?"), max_length=120, required=False)
    consent_on = PastDateField(label=_("When did they agree?"), required=False)
    consent_scope = TextField(label=_("What have they agreed to?"), rows=2, required=False)
    reason = ReasonField(
        label=_("Why must PPT know this?"),
        missing=_("Write why PPT must know this."),
        help_text=_("You decide this as the leader. Your name and reason are kept."),
    )
    until = DateField(
        label=_("Until when?"),
        help_text=_("It ends when the case ends, and after six months at the latest."),
    )
    no_names = forms.BooleanField(
        label=_("I have read it: the words are no names, and nobody can be known by them"),
        required=False,
        widget=forms.HiddenInput,
    )
    token = form_token()

    def __init__(self, *args, content: Mapping[str, Any], known: Known, today, **kwargs):
        first = {part: content[part] for part in TEXTS} | {"until": last_day_open(today)}
        super().__init__(*args, initial=first, today=today, **kwargs)
        self.content, self.known = content, known
        self._say_when_needed(dict.fromkeys(TEXTS, IF_CHOSEN) | dict.fromkeys(CONSENT, IF_AGREED))

    def _say_when_needed(self, words):
        for name, said in words.items():
            self.fields[name].needed_if = said

    def clean(self):
        found = self.cleaned_data
        chosen = found.get("parts", ())
        self._texts_as_chosen(chosen)
        if chosen:
            self._ground(chosen)
            self._names(chosen)
        return found

    def _texts_as_chosen(self, chosen):
        for part in TEXTS:
            if part in chosen:
                self.require(part, _("Write what PPT is to read, or do not choose this part."))
                continue
            # Nothing is opened of it: a text that was gathered may be as long as it is.
            self.errors.pop(part, None)
            if "parts" not in self.errors and self._is_written(part):
                said = _("You have written here, but not chosen this part. Choose it, or empty it.")
                self.add_error(part, said)

    def _ground(self, chosen):
        ground = self.cleaned_data.get("ground")
        if ground == Ground.CONSENT:
            for name, sentence in CONSENT.items():
                self.require(name, sentence)
        elif ground == Ground.NEEDED and any(self.cleaned_data.get(name) for name in CONSENT):
            said = _("You have written who agreed. Choose that the family has agreed, or empty it.")
            self.add_error("ground", said)
        if ground == Ground.NEEDED and Part.NAMES in chosen:
            sentence = _("Say that you have decided that PPT must know the names.")
            self.require("names_needed", sentence)

    def _names(self, chosen):
        """Whose names stand where, said beside the text, so that it can be mended there."""
        told = self.cleaned_data
        texts = {part: told.get(part) or "" for part in TEXTS if part in chosen}
        opened = texts.pop(Part.NAMES, "")
        for one in self.known.standing_in(texts, opened, with_place=Part.PLACE in chosen):
            if one.surely:
                self.add_error(one.part, said_of(one))
            else:
                self.fields["no_names"].widget = forms.CheckboxInput()
                if not told.get("no_names"):
                    self.add_error(one.part, said_of(one))

    def _is_written(self, name):
        """Does it say something else than its first words?"""
        said = self.cleaned_data.get(name, self[name].value()) or ""
        first = self.initial.get(name) or ""
        return bool(said) and said.split() != first.split()

    def told(self):
        """Of the parts only what was chosen."""
        found = dict(self.cleaned_data)
        chosen = found.pop("parts")
        texts = {part: found.pop(part, "") for part in TEXTS}
        found["content"] = {part: texts.get(part, self.content[part]) for part in chosen}
        return found


class AskForm(OpenForm):
    """PPT is asked for help. Whoever leads may open parts of the case in the same step."""

    button = _("Ask PPT for help")
    help_wanted = forms.ChoiceField(
        label=_("What help do you want?"),
        choices=[choice for choice in Help.choices if choice[0] not in NOT_ASKED_FOR],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what help you want.")},
    )
    field_order = ("help_wanted",)
    NEEDED = {
        "ground": _("Say what lets PPT know of the case."),
        "reason": _("Write why PPT must know this."),
        "until": _("Write a date, for example 25.11.2026."),
    }

    def __init__(self, *args, may_open: bool, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("parts", *self.NEEDED):
            self.fields[name].required = False
        self._say_when_needed(dict.fromkeys(self.NEEDED, IF_OPENED))
        self.fields["parts"].help_text = _(
            "Choose nothing if you only want PPT to call you. Otherwise choose only what they need."
        )
        if not may_open:
            for name in [name for name in self.fields if name != "help_wanted"]:
                del self.fields[name]

    def clean(self):
        if "parts" not in self.fields:
            return self.cleaned_data
        found = super().clean()
        if found.get("parts"):
            for name, sentence in self.NEEDED.items():
                self.require(name, sentence)
        elif any(found.get(name) for name in ("ground", "reason", *CONSENT)):
            said = _("You have written why PPT may know, but chosen nothing. Choose what they see.")
            self.add_error("parts", said)
        return found

    def told(self):
        wanted = self.cleaned_data["help_wanted"]
        if not self.cleaned_data.get("parts"):
            return {"help_wanted": wanted, "opening": None}
        opening = super().told()
        opening.pop("help_wanted")
        return {"help_wanted": wanted, "opening": opening}
