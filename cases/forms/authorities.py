"""What is written down when the county governor has the case."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LAW_NOTE
from common.dates import in_words
from common.forms import DateField, Form, PastDateField, TextField, form_token


class CountyForm(Form):
    """The county governor has taken it up."""

    button = _("Save that they have it")
    opened_on = PastDateField(
        label=_("Since when does the county governor have the case?"),
        error_messages={"required": _("Write since when.")},
    )
    their_reference = TextField(label=_("Their reference"), max_length=40, required=False)
    token = form_token()


class DecisionForm(Form):
    """What they decided, in one's own words or theirs."""

    button = _("Save the decision")
    decided_on = PastDateField(
        label=_("When was it decided?"), error_messages={"required": _("Write when it was.")}
    )
    decision = TextField(
        label=_("What did the county governor decide?"),
        rows=6,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what the county governor decided.")},
    )


class LetterForm(Form):
    """A letter. One from them may wait for an answer; one to them may be the answer."""

    button = _("Save the letter")
    dated_on = PastDateField(
        label=_("What date does the letter have?"),
        error_messages={"required": _("Write the date of the letter.")},
    )
    about = TextField(
        label=_("What does it say?"),
        rows=5,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write what the letter says.")},
    )
    answer_due_on = DateField(label=_("By when do they want an answer?"), required=False)
    answers = forms.ChoiceField(
        label=_("Which letter does it answer?"), required=False, widget=forms.RadioSelect
    )
    token = form_token()

    def __init__(self, *args, is_theirs, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = {str(letter.pk): letter for letter in waiting}
        self.fields["answers"].choices = [
            ("", _("None of them")),
            *((pk, self._name(letter)) for pk, letter in self.waiting.items()),
        ]
        if is_theirs or not self.waiting:
            del self.fields["answers"]
        if not is_theirs:
            del self.fields["answer_due_on"]

    def _name(self, letter) -> str:
        told = {"day": in_words(letter.dated_on), "due": in_words(letter.answer_due_on)}
        return gettext("The letter of %(day)s, answer due %(due)s") % told

    def told(self):
        found = dict(self.cleaned_data)
        if "answers" in found:
            found["answers"] = self.waiting.get(found["answers"])
        return found


class ActForm(Form):
    """Something that was ordered."""

    button = _("Save what was ordered")
    act = TextField(
        label=_("What is to be done?"),
        rows=4,
        help_text=_("The owner reads this, and not the case. Do not write names here."),
        error_messages={"required": _("Write what is to be done.")},
    )
    due_on = DateField(
        label=_("By when?"), error_messages={"required": _("Write by when it is to be done.")}
    )
    token = form_token()


class DoneForm(Form):
    """What was ordered is done."""

    button = _("Report that it is done")
    done_on = PastDateField(
        label=_("When was it done?"),
        suggests_today=True,
        error_messages={"required": _("Write when it was.")},
    )
    how = TextField(
        label=_("What was done?"),
        rows=4,
        help_text=_("The owner reads this. Do not write names here."),
        error_messages={"required": _("Write what was done.")},
    )


class EndForm(Form):
    """The county governor has finished."""

    button = _("Save that they have finished")
    ended_on = PastDateField(
        label=_("When did the county governor finish the case?"),
        suggests_today=True,
        error_messages={"required": _("Write when it was.")},
    )
