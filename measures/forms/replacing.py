"""Another measure is put in the place of one that did not do what it should."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.forms import ReasonField
from measures.forms.library import from_library
from measures.forms.measure import MeasureForm
from measures.library import Entry
from measures.models import Measure
from measures.sheet import Sheet


class ReplaceForm(MeasureForm):
    reason = ReasonField(
        label=_("Why is the measure replaced?"), missing=_("Write why the measure is replaced.")
    )
    button = _("Replace the measure")

    def __init__(self, *args, sheet: Sheet, old: Measure, entry: Entry | None = None, **kwargs):
        self.old = old
        initial = _from_the_old(old, sheet)
        if entry:
            initial = _as_in_the_library(entry, sheet, initial)
        super().__init__(*args, sheet=sheet, initial=initial, **kwargs)

    def _offer(self):
        super()._offer()
        if "after" in self.fields:
            behind = self.sheet.behind_its_place(self.old) | {self.old.pk}
            never = set(map(str, behind))
            offered = [one for one in self.fields["after"].choices if one[0] not in never]
            self.fields["after"].choices = offered
            if not offered:
                del self.fields["after"], self.fields["follows"]

    def _lay_out(self):
        self.order_fields(["revision", "token", "library_key", "reason"])
        super()._lay_out()

    def told(self) -> dict[str, Any]:
        return super().told() | {"reason": self.cleaned_data["reason"]}


def _from_the_old(old: Measure, sheet: Sheet) -> dict[str, Any]:
    """For the same groups, by the same people, from the next open day and to the same end."""
    kept = ("target_groups", "level", "responsible", "deputy", "concerns", "digital", "after",
            "follows")  # fmt: skip
    stored = MeasureForm.stored_in(old, sheet)
    tomorrow = sheet.today + timedelta(days=1)
    starts_on = sheet.calendar.next_open_day(max(old.starts_on, tomorrow)).date
    ends_on = old.ends_on if old.ends_on and old.ends_on >= starts_on else None
    return {name: stored[name] for name in kept} | {"starts_on": starts_on, "ends_on": ends_on}


def _as_in_the_library(entry: Entry, sheet: Sheet, start: dict[str, Any]) -> dict[str, Any]:
    """What the library says of it. It ends when the old one was to end; else, when such a measure
    usually does."""
    if start["ends_on"] is None:
        del start["ends_on"]
    return from_library(entry, sheet, start)
