"""Forms of the digital track. Before any file stands the question of what it shows."""

from datetime import datetime, time

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import LAW_NOTE
from cases.models import Evidence, Involvement
from cases.models.digital import LARGEST_FILE
from common.forms import (
    DateField,
    Form,
    PastDateField,
    TextField,
    TimeField,
    form_token,
)

YES, NO = "yes", "no"


class FileField(forms.FileField):
    """A file, whatever its name says. Its content is looked at by the action."""

    default_error_messages = {
        "required": _("Choose a file."),
        "empty": _("The file is empty. Choose another."),
        "too_large": _("The file is larger than 10 MB. Make it smaller, or split it."),
    }

    def clean(self, data, initial=None):
        found = super().clean(data, initial)
        if not found:
            return None
        if found.size > LARGEST_FILE:
            raise forms.ValidationError(self.error_messages["too_large"], code="too_large")
        return found.read()


class _OfDigital(Form):
    """A form that leads back to the page about the digital track."""

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, cancel=reverse("cases:digital", args=[case.pk]), **kwargs)


class BeforeFileForm(_OfDigital):
    """Asked before any file: a file that shows a child naked must never be stored."""

    button = _("Next")
    shows = forms.ChoiceField(
        label=_("Does it show nudity or anything sexual?"),
        choices=[(NO, _("No")), (YES, _("Yes, or I am not sure"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    what = forms.ChoiceField(
        label=_("What do you want to add?"),
        choices=[
            ("evidence", _("Something that was said or shown online")),
            ("file", _("Another document or picture")),
        ],
        initial="evidence",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want to add.")},
    )

    def way(self) -> str:
        """Which form comes next. What shows something sexual is only described."""
        if self.cleaned_data["shows"] == YES:
            return "words"
        return str(self.cleaned_data["what"])


class EvidenceForm(_OfDigital):
    """Something that was said or shown online."""

    kind = forms.ChoiceField(
        label=_("What was it?"),
        choices=Evidence.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it was.")},
    )
    service = TextField(
        label=_("Where was it?"),
        max_length=80,
        help_text=_("Which app, game or page. Do not write user names of other pupils."),
    )
    happened_on = PastDateField(label=_("When was it?"))
    source = TextField(
        label=_("From whom do you have it?"),
        max_length=200,
        help_text=_("For example: the pupil showed it on the telephone. Do not write names."),
    )
    described = TextField(label=_("What does it show?"), rows=5, help_text=LAW_NOTE)
    file = FileField(
        label=_("The file"),
        required=False,
        help_text=_("A picture (JPEG, PNG) or a PDF, at most 10 MB. It is kept as you have it."),
    )
    token = form_token()

    def __init__(self, *args, in_words, **kwargs):
        button = _("Save the description") if in_words else _("Save what was seen")
        super().__init__(*args, button=button, **kwargs)
        self.in_words = in_words
        if in_words:
            del self.fields["file"]

    def told(self):
        return {"file": None} | self.cleaned_data | {"shows_sexual": self.in_words}


class AttachmentForm(_OfDigital):
    """A document or a picture that belongs to the case."""

    button = _("Save the file")
    title = TextField(
        label=_("What is it?"), max_length=120, help_text=_("Do not write names here.")
    )
    source = TextField(label=_("From whom do you have it?"), max_length=200)
    file = FileField(
        label=_("The file"),
        help_text=_("A picture (JPEG, PNG) or a PDF, at most 10 MB. It is kept as you have it."),
    )
    token = form_token()


class RemoveFileForm(_OfDigital):
    button = _("Take the file away")
    reason = TextField(label=_("Why is the file taken away?"), rows=3)
    shows_sexual = forms.BooleanField(
        label=_("It shows nudity or something sexual"),
        required=False,
        help_text=_("Nobody may keep such a file. Contact the police as well."),
    )


class PhoneForm(_OfDigital):
    """A phone that a pupil has handed in."""

    button = _("Save that the phone is handed in")
    involvement = forms.ModelChoiceField(
        label=_("Whose phone is it?"),
        queryset=Involvement.objects.none(),
        empty_label=_("Choose somebody"),
    )
    ground = TextField(
        label=_("On what ground?"),
        rows=2,
        help_text=_("For example: the school rules, or an agreement with the guardians."),
    )
    taken_by = TextField(label=_("Who took it?"), max_length=120)
    taken_on = PastDateField(label=_("When was it handed in?"), suggests_today=True)
    taken_time = TimeField(label=_("What time?"))
    return_on = DateField(
        label=_("When does it go back?"),
        required=False,
        help_text=_("Leave it empty: then it goes back the same day."),
    )
    agreed_with = TextField(
        label=_("Who has agreed that it goes back later?"),
        max_length=200,
        required=False,
        help_text=_("Only when it goes back on another day: a guardian must have agreed."),
    )
    token = form_token()

    def __init__(self, *args, case, now, **kwargs):
        here = timezone.localtime(now)
        super().__init__(*args, case=case, today=here.date(), **kwargs)
        self.fields["involvement"].queryset = (
            case.involvements.filter(ends_on=None, group_size=None)
            .select_related("pupil")
            .order_by("starts_on", "id")
        )
        self.fields["involvement"].label_from_instance = lambda row: row.label
        self.fields["taken_time"].initial = here.time()

    def told(self):
        found = dict(self.cleaned_data)
        day: datetime = found.pop("taken_on")
        at: time = found.pop("taken_time")
        return found | {"taken_at": timezone.make_aware(datetime.combine(day, at))}
