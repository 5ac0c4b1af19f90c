"""The case's log: one reading of what people wrote and of what the system recorded.

Neither is ever changed, so a correction is a line of its own and what it corrects says so.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Event
from cases.models import Case, Entry
from overview.words import UNSAID, sentence

MOST = 200
"""Lines of each kind that are shown; the oldest are left out."""


@dataclass(frozen=True)
class Line:
    """One line. ``text`` is what somebody wrote; ``words`` says what happened."""

    at: datetime
    who: str
    words: Any
    text: str = ""
    happened_on: date | None = None
    corrects_on: date | None = None
    corrected: bool = False


@dataclass(frozen=True)
class Week:
    monday: date
    lines: list[Line]


@dataclass(frozen=True)
class Log:
    """The rows as they were read; words and names are put to them afterwards."""

    entries: list[Entry]
    events: list[Event]

    def people(self) -> set[uuid.UUID]:
        wrote = {entry.written_by_id for entry in self.entries}
        return wrote | {event.person_id for event in self.events if event.person_id}

    def weeks(self, names: Mapping[uuid.UUID, str], titles: Mapping[str, str]) -> list[Week]:
        """Newest first. ``titles`` names the measures that events speak of by their ids."""
        lines = sorted(self._lines(names, titles), key=lambda line: line.at, reverse=True)
        return [Week(monday, list(same)) for monday, same in groupby(lines, _monday)]

    def _lines(self, names, titles) -> Iterable[Line]:
        of_id = {entry.pk: entry for entry in self.entries}
        corrected = {entry.corrects_id for entry in self.entries}
        for entry in self.entries:
            earlier = of_id.get(entry.corrects_id)
            day = timezone.localdate(entry.written_at)
            yield Line(
                at=entry.written_at,
                who=names[entry.written_by_id],
                words=entry.get_kind_display(),
                text=entry.text,
                happened_on=None if entry.happened_on == day else entry.happened_on,
                corrects_on=earlier and timezone.localdate(earlier.written_at),
                corrected=entry.pk in corrected,
            )
        for event in self.events:
            who = names[event.person_id] if event.person_id else _("Tryggspor")
            yield Line(at=event.at, who=who, words=sentence(event, titles))


def read(case: Case) -> Log:
    """Two queries: the newest entries, and the newest events that are not entries themselves."""
    entries = Entry.objects.filter(case=case).order_by("-written_at", "-id")
    events = Event.objects.filter(case_id=case.pk).exclude(name__in=UNSAID)
    return Log(list(entries[:MOST]), list(events.order_by("-at", "-id")[:MOST]))


def _monday(line: Line) -> date:
    day = timezone.localdate(line.at)
    return day - timedelta(days=day.weekday())
