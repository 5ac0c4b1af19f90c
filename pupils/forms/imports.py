"""The steps of an import: a file, its columns, and the last word."""

import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.forms import NOT_IN_LIST, Form
from pupils.intake import columns
from pupils.intake.reading import MOST_BYTES, read
from pupils.intake.tables import Unreadable
from pupils.models import PupilImport
from pupils.rules import years_for_lists


class FileForm(Form):
    """Reads the file. What is wrong with it is said at the field, and nothing of it is kept."""

    button = _("Read the file")
    kind = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=PupilImport.Kind.choices,
        initial=PupilImport.Kind.PUPILS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is in the file.")},
    )
    school_year = forms.TypedChoiceField(
        label=_("School year"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a school year.")},
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        help_text=_(
            "CSV or Excel (.xlsx), at most 10 MB. The first line holds the headings. "
            "Leave out national id numbers: they are not taken in."
        ),
        error_messages={
            "required": _("Choose a file."),
            "invalid": _("Choose a file, and send it from this page."),
            "missing": _("Choose a file."),
        },
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        years = years_for_lists(today)
        self.fields["school_year"].choices = [(year, f"{year}/{year + 1}") for year in years]
        self.fields["school_year"].initial = years[0]
        self.helper.form_id = "file-form"

    def clean_file(self):
        sent = self.cleaned_data["file"]
        try:
            # Not read when it is too large: the reader says so by its length alone.
            data = sent.read() if sent.size <= MOST_BYTES else bytes(MOST_BYTES + 1)
            self.table = read(data)
        except Unreadable as unreadable:
            raise ValidationError(str(unreadable), code="unreadable") from unreadable
        self.sha256 = hashlib.sha256(data).hexdigest()
        return sent

    def told(self):
        found = {name: self.cleaned_data[name] for name in ("kind", "school_year")}
        return found | {"table": self.table, "sha256": self.sha256}


class ColumnsForm(Form):
    """One question for each thing that the file may tell: in which column does it stand?"""

    button = _("Look over the lines")

    def __init__(self, *args, pupil_import, remembered, **kwargs):
        super().__init__(*args, **kwargs)
        headings = pupil_import.headings
        guessed = pupil_import.mapping or columns.guess(pupil_import.kind, headings, remembered)
        choices = [("", _("Not in the file")), *((one, one) for one in headings)]
        always = columns.always_needed(pupil_import.kind)
        for one in columns.FIELDS[pupil_import.kind]:
            self.fields[one.name] = forms.ChoiceField(
                label=one.label,
                choices=choices,
                initial=guessed.get(one.name, ""),
                required=one.name in always,
                error_messages={"invalid_choice": NOT_IN_LIST, "required": always.get(one.name)},
            )

    def told(self):
        return {"mapping": self.cleaned_data}


class ConfirmForm(Form):
    """The last word; and for a list of pupils whether it is complete."""

    list_is_complete = forms.BooleanField(required=False)

    def __init__(self, *args, pupil_import, **kwargs):
        seen = pupil_import.counts["seen"]
        lines = pupil_import.total - seen.get("error", 0)
        button = ngettext("Import %(lines)s line", "Import %(lines)s lines", lines)
        super().__init__(*args, button=button % {"lines": lines}, **kwargs)
        leaving = seen.get("leaving", 0)
        if leaving:
            self.fields["list_is_complete"].label = ngettext(
                "The list is complete: %(leaving)s pupil who is not in it leaves the unit",
                "The list is complete: %(leaving)s pupils who are not in it leave the unit",
                leaving,
            ) % {"leaving": leaving}
            self.fields["list_is_complete"].help_text = _(
                "Those who leave stay in their cases. Without the tick they stay on the list."
            )
        else:
            del self.fields["list_is_complete"]

    def told(self):
        return {"list_is_complete": self.cleaned_data.get("list_is_complete", False)}
