"""What goes on paper: the school's own edition, and one that a family can be given."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from cases.actions import Edition
from cases.models import Case, Entry
from overview.log.lines import Line, Week, in_weeks
from overview.log.reading import Log, whole

CONFIDENTIAL = (Entry.Kind.CHILD_WELFARE, Entry.Kind.POLICE)
# Who may see the case and who has printed it, whom it is about among those who work here, who told
# whom of what, and that somebody needs it held: nothing of this is told on paper to a family.
NOT_FOR_FAMILY = ("access.", "staff.", "hold.", "log.", "concern.", "pupil.", "search.")


def on_paper(case: Case, edition: str) -> list[Week]:
    """The whole log in the order in which it happened, as paper is read."""
    family = edition == Edition.FAMILY
    log = whole(case, for_family=family)
    names, titles = log.known(case)
    lines = (_without_confidence(log) if family else log).lines(names, titles)[::-1]
    return in_weeks(_for_family(line) for line in lines) if family else in_weeks(lines)


def _without_confidence(log: Log) -> Log:
    hidden = _confidential(log.entries)
    return replace(
        log,
        entries=[entry for entry in log.entries if entry.pk not in hidden],
        events=[event for event in log.events if not event.name.startswith(NOT_FOR_FAMILY)],
    )


def _confidential(entries: Iterable[Entry]) -> set[uuid.UUID]:
    """Entries of these kinds, and those that a later entry says were of one."""
    rows = {entry.pk: entry for entry in entries}
    hidden = {pk for pk, entry in rows.items() if entry.kind in CONFIDENTIAL}
    for pk in list(hidden):
        earlier = rows[pk].corrects_id
        while earlier in rows and earlier not in hidden:
            hidden.add(earlier)
            earlier = rows[earlier].corrects_id
    return hidden


def _for_family(line: Line) -> Line:
    """That something was taken back is said, not what: it may have been another child's. What a
    corrected entry said stands in its own place."""
    return replace(line, earlier="", text="" if line.withdrawn else line.text)
