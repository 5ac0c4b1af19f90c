"""The case's log: one reading of what people wrote and of what the system recorded.

Neither is ever changed, so a correction is a line of its own and what it corrects says so.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import OuterRef, Subquery, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.system import SYSTEM
from audit.models import Event
from cases.models import Case, Entry, PptAlert, StateReason
from overview.words import person_of, sentence

MOST = 200
"""Lines of each kind that are shown; the oldest are left out."""


Names = Mapping[uuid.UUID, str]


@dataclass(frozen=True)
class Line:
    """One line. ``text`` is what somebody wrote; ``words`` says what happened, and who did it."""

    at: datetime
    words: str
    text: str = ""
    entry_id: uuid.UUID | None = None
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

    alert: PptAlert
    entries: list[Entry]
    events: list[Event]

    def people(self) -> set[uuid.UUID | None]:
        wrote = {entry.written_by_id for entry in self.entries}
        acted = {event.person_id for event in self.events}
        return wrote | acted | {person_of(event) for event in self.events}

    def weeks(self, names: Names, titles: Mapping[str, str]) -> list[Week]:
        """Newest first. ``titles`` names the measures that events speak of by their ids."""
        lines = [
            *_of_entries(self.entries, names),
            *_of_events(self.events, names, titles),
            *_of_alert(self.alert, names),
        ]
        lines.sort(key=lambda line: line.at, reverse=True)
        return [Week(monday, list(same)) for monday, same in groupby(lines, _monday)]


def _of_entries(entries: list[Entry], names: Names) -> Iterable[Line]:
    of_id = {entry.pk: entry for entry in entries}
    corrected = {entry.corrects_id for entry in entries}
    for entry in entries:
        earlier = of_id.get(entry.corrects_id) if entry.corrects_id else None
        day = timezone.localdate(entry.written_at)
        told = {"who": names[entry.written_by_id], "kind": entry.get_kind_display()}
        yield Line(
            at=entry.written_at,
            words=_("%(kind)s, written by %(who)s.") % told,
            text=entry.text,
            entry_id=entry.pk,
            happened_on=None if entry.happened_on == day else entry.happened_on,
            corrects_on=timezone.localdate(earlier.written_at) if earlier else None,
            corrected=entry.pk in corrected,
        )


def _of_events(events, names, titles):
    for event in events:
        who = names[event.person_id] if event.person_id else str(SYSTEM)
        words = sentence(event, who, titles=titles, names=names)
        yield Line(at=event.at, words=words, text=event.written or "")


def _of_alert(alert: PptAlert, names: Names) -> Iterable[Line]:
    """PPT works without a key to the case, so its answer is read off the alert."""
    if alert.received_at and alert.received_by_id:
        words = _("%(who)s at PPT received the alert.") % {"who": names[alert.received_by_id]}
        yield Line(at=alert.received_at, words=words)


def read(case: Case) -> Log:
    """Two queries: the newest entries, and the newest events with the reasons they name."""
    entries = Entry.objects.filter(case=case).order_by("-written_at", "-id")
    events = Event.objects.filter(case_id=case.pk)
    reasons = StateReason.objects.filter(case=case).annotate(key=Cast("pk", TextField()))
    events = events.annotate(
        reason_key=KT("data__reason"),
        written=Subquery(reasons.filter(key=OuterRef("reason_key")).values("text")[:1]),
    )
    return Log(case.alert, list(entries[:MOST]), list(events.order_by("-at", "-id")[:MOST]))


def _monday(line: Line) -> date:
    day = timezone.localdate(line.at)
    return day - timedelta(days=day.weekday())
