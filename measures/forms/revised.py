"""Forms of what others may change meanwhile."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.models import Event
from common.dates import in_words
from common.errors import ActionError
from common.forms import Form
from measures.actions import Outdated
from measures.models import Measure

# What raises the revision of a row: written in it, or decided for it, or moved along with another.
WRITTEN: tuple[str, ...] = (
    "plan.written", "reference.changed", "measure.changed", "measure.moved", "measure.started",
    "measure.handed_on", "measure.moved_by_calendar",
)  # fmt: skip
FIRST_DAY = "measure.evaluation_moved"
ALONG = {"measure.moved": "along", "measure.started": "moved", "measure.took_place": "moved",
         "measure.shared": "led"}  # fmt: skip


class Saved(NamedTuple):
    """Who saved what stands now, and when."""

    who: str
    at: datetime


class Revised(Form):
    """A form of something that others may change meanwhile. Shows both texts when they have."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    stored: Iterable[tuple[Any, str]] = ()
    saved: Saved | None = None
    # Of each form: what stands now, as its fields hold it, and its revision.
    stored_of: Callable[[Any], dict[str, Any]]

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0

    def refused(self, refusal: ActionError) -> None:
        """Keep what was typed, and show beside it what now stands where it differs. Sent again, it
        is meant to stand instead."""
        typed = dict(self.cleaned_data)
        super().refused(refusal)
        if not isinstance(refusal, Outdated):
            return
        self.stored = [
            (self.fields[name].label, self._in_text(name, value))
            for name, value in self.stored_of(refusal.current).items()
            if name in self.fields.keys() - {"revision"}
            and _comparable(typed.get(name)) != _comparable(value)
        ]
        self.saved = _last_saved(refusal.current)
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["revision"] = str(refusal.current.revision)

    def _in_text(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        if choices:
            picked = value if isinstance(value, list) else [value]
            return ", ".join(str(choices.get(each, "")) for each in picked)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return in_words(value) or str(value or "")


def _last_saved(current: Any) -> Saved | None:
    """As the log of its case tells it: a row does not say who wrote it last. Nobody, where the
    system did."""
    if not hasattr(current, "case_id"):
        return None
    names = WRITTEN
    if getattr(current, "state", "") == Measure.State.PLANNED:
        names += (FIRST_DAY,)
    raised = Q(target_id=current.pk, name__in=names)
    for name, moved in ALONG.items():
        raised |= Q(name=name, **{f"data__{moved}__contains": str(current.pk)})
    written = Event.objects.filter(raised, case_id=current.case_id)
    last = written.order_by("-at", "-number").first()
    if last is None or last.person_id is None:
        return None
    who = Person.objects.filter(pk=last.person_id).first()
    return Saved(str(who), last.at) if who else None


def _comparable(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value
