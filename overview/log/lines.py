"""The lines of the log, made of rows that are loaded."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.system import SYSTEM
from audit.models import Event
from cases.models import Entry, PptAlert
from overview.log import answers
from overview.log.texts import Text, Texts
from overview.words import sentence

Names = Mapping[uuid.UUID, str]
Titles = Mapping[str, str]


class SharedTitle(str):
    """The title of a shared measure, by the id of its place in a plan of the case."""

    __slots__ = ()


Labels = Mapping[uuid.UUID, str]
"""Those involved, by their ids: what each is called for the one who reads."""


@dataclass(frozen=True)
class Line:
    """One line. ``words`` says what happened, and who did it; ``text`` is what somebody wrote in
    the log, ``texts`` what somebody wrote elsewhere when it happened."""

    at: datetime
    number: int
    words: str
    text: str = ""
    texts: tuple[Text, ...] = ()
    entry: Entry | None = None
    happened_on: date | None = None
    corrects_on: date | None = None
    earlier: str = ""
    # Whom of those involved it is about.
    about: str = ""
    corrected: bool = False
    withdrawn: bool = False
    # Of the minutes of a meeting: the measures that were evaluated in it, by their ids. A shared
    # one has none: it has no page in the case.
    evaluated: tuple[tuple[uuid.UUID | None, str], ...] = ()

    @property
    def takes_back(self) -> bool:
        return self.entry is not None and self.entry.withdraws

    @property
    def may_change(self) -> bool:
        """May it be corrected or taken back? What is taken back has no better text."""
        return self.entry is not None and not (self.withdrawn or self.takes_back)

    @property
    def may_go(self) -> bool:
        """A look stands for something that was done: it is corrected, not taken back."""
        is_look = self.entry is not None and self.entry.kind == Entry.Kind.LOOK
        return self.may_change and not is_look


@dataclass(frozen=True)
class Week:
    monday: date
    lines: list[Line]


def in_weeks(lines: Iterable[Line]) -> list[Week]:
    """Lines that stand in order, by the week in which each was written."""
    return [Week(monday, list(same)) for monday, same in groupby(lines, _monday)]


def of_entries(
    entries: Iterable[Entry], names: Names, titles: Titles, labels: Labels
) -> Iterable[Line]:
    for entry in entries:
        day = timezone.localdate(entry.written_at)
        earlier = entry.corrects
        told = {"who": names[entry.written_by_id], "kind": entry.get_kind_display()}
        said = _("%(kind)s, written by %(who)s.") % told
        if entry.withdraws:
            said = _("%(who)s took an entry back.") % told
        yield Line(
            at=entry.written_at,
            number=entry.number,
            words=said,
            text=entry.text,
            entry=entry,
            happened_on=None if entry.happened_on == day else entry.happened_on,
            corrects_on=timezone.localdate(earlier.written_at) if earlier else None,
            earlier=earlier.text if earlier else "",
            about=labels.get(entry.about_id, "") if entry.about_id else "",
            corrected=entry.corrected,
            withdrawn=entry.withdrawn,
            evaluated=tuple(_evaluated(entry, titles)),
        )


def _evaluated(entry: Entry, titles: Titles) -> Iterable[tuple[uuid.UUID | None, str]]:
    for pk in entry.evaluated:
        if title := titles.get(str(pk)):
            yield None if isinstance(title, SharedTitle) else pk, title


def of_events(
    events: Iterable[Event], names: Names, titles: Titles, texts: Texts, labels: Labels
) -> Iterable[Line]:
    for event in events:
        who = names[event.person_id] if event.person_id else str(SYSTEM)
        words = sentence(event, who, titles=titles, names=names)
        own = tuple(texts.get(event.pk, ()))
        involved: Any = getattr(event, "about", None)
        about = labels.get(involved, "")
        yield Line(at=event.at, number=event.number, words=words, texts=own, about=about)


def of_answers(rows: Iterable[answers.Answer], *, with_texts: bool) -> Iterable[Line]:
    """What PPT has answered (``overview.log.answers``)."""
    for row in rows:
        words = " ".join(answers.sentences(row))
        own = answers.texts_of(row) if with_texts else ()
        yield Line(at=row.given_at, number=0, words=words, texts=own)


def of_alert(alert: PptAlert, names: Names) -> Iterable[Line]:
    """PPT works without a key to the case, so its answer is read off the alert."""
    if alert.received_at and alert.received_by_id:
        words = _("%(who)s at PPT received the alert.") % {"who": names[alert.received_by_id]}
        yield Line(at=alert.received_at, number=0, words=words)


def _monday(line: Line) -> date:
    day = timezone.localdate(line.at)
    return day - timedelta(days=day.weekday())
