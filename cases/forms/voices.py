"""Those whom the case is about are heard, and have an adult whom they trust."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.forms.fields import LAW_NOTE
from cases.models import Hearing, Involvement, SafetyAnswer, TrustedAdult
from common.forms import (
    BigRadioSelect,
    DateField,
    Form,
    PastDateField,
    TextField,
    choices_by_name,
    form_token,
)
from organisations.law import law_for

HELD, DECLINED, NOT_HEARD = "held", "declined", "not_heard"
NEEDED = {HELD: ("heard_on", "heard_by", "how", "own_words"), NOT_HEARD: ("not_heard_reason",)}
YES, NO = "yes", "no"
NEEDED_IF = {
    HELD: _("Must be filled in if the pupil was heard"),
    NOT_HEARD: _("Must be filled in if the pupil was not heard"),
}


def _safety_field() -> forms.ChoiceField:
    values = [(str(value), label) for value, label in SafetyAnswer.Value.choices]
    declined = SafetyAnswer.Missing.DECLINED
    return forms.ChoiceField(
        label=_("How safe does the pupil say it is now?"),
        choices=[*values, (declined.value, declined.label)],
        widget=BigRadioSelect,
        required=False,
        help_text=_("Leave it open when you did not ask."),
    )


def _branch(legend, outcome, *fields) -> Fieldset:
    """A part of the form for one answer: shown alone where there is a script."""
    own = {"data_when": "outcome", "data_is": outcome}
    return Fieldset(legend, *fields, template="cases/people/_branch.html", **own)


class HearingForm(Form):
    """Heard, did not want to be, or why not. The pupil's words stand apart from the adults'."""

    button = _("Save the hearing")
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[
            (HELD, _("The pupil was heard")),
            (DECLINED, _("The pupil did not want to")),
            (NOT_HEARD, _("The pupil was not heard")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it went.")},
    )
    heard_on = PastDateField(
        label=_("When was the pupil heard?"),
        suggests_today=True,
        error_messages={"required": _("Write when the pupil was heard.")},
    )
    heard_by = TextField(
        label=_("By whom?"),
        max_length=120,
        error_messages={"required": _("Write who heard the pupil.")},
    )
    how = forms.ChoiceField(
        label=_("How was the pupil heard?"),
        choices=Hearing.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the pupil was heard.")},
    )
    own_words = TextField(
        label=_("What did the pupil say? In the pupil’s own words"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what the pupil said or showed.")},
    )
    adults_think = TextField(
        label=_("What do you adults think about it?"),
        rows=3,
        required=False,
        help_text=_("Kept apart from what the pupil said."),
    )
    rather_with = TextField(
        label=_("Whom would the pupil rather talk with?"),
        max_length=120,
        required=False,
        help_text=_("A no is respected. The trusted adult may ask again in their next talk."),
    )
    not_heard_reason = TextField(
        label=_("Why was the pupil not heard?"),
        rows=3,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write why the pupil was not heard.")},
    )
    how_safe = _safety_field()
    token = form_token()

    def __init__(self, *args, case, involvement, by, today, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        asked = ["how_safe"] if involvement.role == Involvement.Role.EXPOSED else []
        if not asked:
            del self.fields["how_safe"]
        self.fields["heard_by"].initial = by.name
        ways = rules.ways_to_hear_at(case.unit.kind)
        self.fields["how"].choices = [(way, Hearing.How(way).label) for way in ways]
        observes = law_for(case.unit, today).voice_by_observation
        self.fields["how"].initial = Hearing.How.OBSERVED if observes else Hearing.How.TALK
        self.helper.layout = Layout(
            "outcome",
            _branch(
                _("If the pupil was heard"), HELD,
                "heard_on", "heard_by", "how", "own_words", *asked, "adults_think",
            ),
            _branch(_("If the pupil did not want to"), DECLINED, "rather_with"),
            _branch(_("If the pupil was not heard"), NOT_HEARD, "not_heard_reason"),
            "token",
        )  # fmt: skip

    def full_clean(self):
        """What one answer needs, the others leave out: each part of the page says what it needs."""
        outcome = self["outcome"].value()
        for needing, names in NEEDED.items():
            for name in names:
                self.fields[name].required = self.is_bound and needing == outcome
                self.fields[name].needed_if = NEEDED_IF[needing]
        super().full_clean()


def _adult_field(label) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, error_messages={"required": _("Choose an adult.")})


def _offer_adults(field, people, empty) -> dict:
    """The adults by name. Gives them by their ids."""
    by_id = {str(person.pk): person for person in people}
    field.choices = [("", empty), *choices_by_name(by_id)]
    return by_id


def _chosen_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Did the pupil choose this adult?"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
        coerce=lambda answer: answer == YES,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )


class TrustedAdultForm(Form):
    """The adult whom the pupil can turn to, and the first talk."""

    button = _("Save the trusted adult")
    adult = _adult_field(_("Who is the trusted adult?"))
    chosen_by_pupil = _chosen_field()
    talk_on = DateField(
        label=_("When is the first talk?"),
        suggests_today=True,
        help_text=_("When it is closed that day, the next open day."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = _offer_adults(self.fields["adult"], people, _("Choose an adult"))

    def told(self):
        return self.cleaned_data | {"adult": self.people[self.cleaned_data["adult"]]}


class ChangeAdultForm(Form):
    """Somebody else takes over, or nobody for now."""

    button = _("Change the trusted adult")
    ended_for = forms.ChoiceField(
        label=_("Why does the trusted adult change?"),
        choices=[choice for choice in TrustedAdult.EndedFor.choices if choice[0] != "over"],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the trusted adult changes.")},
    )
    adult = forms.ChoiceField(label=_("Who takes over?"), required=False)
    chosen_by_pupil = _chosen_field()
    talk_on = DateField(label=_("When do the two talk first?"), suggests_today=True, required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        nobody = _("Nobody yet. My day asks for somebody.")
        self.people = _offer_adults(self.fields["adult"], people, nobody)
        self.fields["chosen_by_pupil"].required = False

    def clean(self):
        found = self.cleaned_data
        if found.get("adult"):
            if found.get("chosen_by_pupil") is None and "chosen_by_pupil" not in self.errors:
                self.add_error("chosen_by_pupil", _("Choose yes or no."))
            self.require("talk_on", _("Write when the two talk first."))
        return found

    def told(self):
        found = dict(self.cleaned_data)
        found["adult"] = self.people.get(found["adult"])
        found["chosen_by_pupil"] = bool(found["chosen_by_pupil"])
        return found


class TalkForm(Form):
    """The two have talked. What was said stands in the log of the case."""

    button = _("Save the talk")
    talked_on = PastDateField(label=_("When did you talk?"), suggests_today=True)
    text = TextField(
        label=_("What did you talk about?"),
        rows=6,
        help_text=_(
            "If the pupil did not want to talk, write that. Guardians can ask to read this. "
            "Do not write names here."
        ),
        error_messages={"required": _("Write what you talked about.")},
    )
    next_on = DateField(
        label=_("When is the next talk?"),
        required=False,
        help_text=_("Leave it empty: then it is in two open weeks."),
    )
    how_safe = _safety_field()
    token = form_token()
    field_order = ["talked_on", "text", "how_safe", "next_on"]

    def __init__(self, *args, trusted, **kwargs):
        super().__init__(*args, **kwargs)
        if trusted.involvement.role != Involvement.Role.EXPOSED:
            del self.fields["how_safe"]


class MoveTalkForm(Form):
    button = _("Move the talk")
    on = DateField(
        label=_("When is the next talk?"),
        help_text=_("When it is closed that day, the next open day."),
    )


class AwayForm(Form):
    """Away between two days. Both empty: is here again."""

    button = _("Save the absence")
    away_from = DateField(label=_("First day away"), required=False)
    away_until = DateField(
        label=_("Last day away"),
        required=False,
        help_text=_("Leave both empty when the adult is here."),
    )

    def clean(self):
        found = dict(self.cleaned_data)
        for name, other in (("away_from", "away_until"), ("away_until", "away_from")):
            if found.get(other):
                self.require(name, _("Write both days, or none of them."))
