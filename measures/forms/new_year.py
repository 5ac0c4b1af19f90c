"""Who carries out what in the new school year, and what classes have become."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.forms import Form
from measures.fit.new_year import NewYear


class NewYearForm(Form):
    """One choice for each measure that goes on, and one for each class that the case names."""

    button = _("Hand on the measures")

    def __init__(self, *args, sheet: NewYear, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.people = {str(one.pk): one for one in (*sheet.people, *sheet.people_for_shared)}
        self.groups = {str(one.pk): one for one in sheet.offered}
        self.asked: dict[str, Any] = {}
        for number, measure in enumerate(sheet.measures):
            self._ask(f"who_{number}", measure, sheet.people)
        for number, shared in enumerate(sheet.shared):
            self._ask(f"who_shared_{number}", shared, sheet.people_for_shared)
        self.renamed = {f"class_{number}": one for number, one in enumerate(sheet.classes)}
        for name, old in self.renamed.items():
            self.fields[name] = self._class(old)

    def _ask(self, name: str, measure: Any, people: list[Person]) -> None:
        """Who has it now is proposed, as long as that person may still carry it out."""
        offered = [(str(one.pk), one.name) for one in people]
        now = str(measure.responsible_id)
        self.asked[name] = measure
        self.fields[name] = forms.ChoiceField(
            label=format_lazy(_("Who carries out “{measure}” this year?"), measure=measure.title),
            choices=[("", _("Choose a person")), *offered],
            initial=now if now in dict(offered) else "",
            help_text=format_lazy(_("Until now: {name}"), name=measure.responsible.name),
            error_messages={"required": _("Choose who carries it out.")},
        )

    def _class(self, old: Any) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=format_lazy(_("Which class is {group} now?"), group=old.group.name),
            choices=[
                ("", _("Leave it as it is")),
                *((pk, g.name) for pk, g in self.groups.items()),
            ],
            initial=str(old.proposed or ""),
            required=False,
        )

    def told(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "responsible": {one.pk: self.people[given[name]] for name, one in self.asked.items()},
            "classes": {
                old.group.pk: self.groups[given[name]]
                for name, old in self.renamed.items()
                if given[name]
            },
        }
