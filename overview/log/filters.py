"""What the log can be narrowed to, by codes that say nothing of anybody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Entry
from overview.words import WORDS

Kind = Entry.Kind


@dataclass(frozen=True)
class Filter:
    """``kinds``: the entries of people that are shown; None for all of them. ``events``: how the
    names of the events begin; None for all. ``alert``: PPT's answer, read off the alert."""

    code: str
    label: Any
    kinds: tuple[str, ...] | None = ()
    events: tuple[str, ...] | None = ()
    alert: bool = False

    @property
    def of_entries(self) -> Q:
        return Q() if self.kinds is None else Q(kind__in=self.kinds)

    @property
    def of_events(self) -> Q:
        if self.events is None:
            return Q()
        return Q(name__in=[name for name in WORDS if name.startswith(self.events)])


SHOWN = (
    Filter("", _("All"), kinds=None, events=None, alert=True),
    Filter(
        "talks",
        _("Talks"),
        kinds=(Kind.TALK, Kind.GUARDIANS, Kind.MEETING, Kind.LOOK),
        events=("hearing.", "guardian.", "talk.", "trusted_adult."),
    ),
    Filter("measures", _("Measures"), events=("plan.", "measure.", "best_interests.")),
    Filter("evaluations", _("Evaluations"), events=("evaluation.", "review.", "safety.")),
    Filter(
        "messages",
        _("Messages and PPT"),
        kinds=(Kind.CHILD_WELFARE, Kind.POLICE),
        events=("alert.", "owner.", "concern.", "county."),
        alert=True,
    ),
    Filter("written", _("What people wrote"), kinds=None),
)
FILTERS = {one.code: one for one in SHOWN}
