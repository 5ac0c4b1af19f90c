"""What goes on paper: the school's own edition, and one that a family can be given."""

import uuid
from collections.abc import Collection, Container, Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from audit.models import Event
from cases.models import Case, Entry, Involvement
from cases.rules import persons
from overview.log.about import OF_ONE
from overview.log.lines import Line
from overview.log.reading import Log, whole

CONFIDENTIAL = (Entry.Kind.CHILD_WELFARE, Entry.Kind.POLICE)
# Who may see the case and who has printed it, whom it is about among those who work here, who told
# whom of what, and that somebody needs it held: nothing of this is told on paper to a family.
NOT_FOR_FAMILY = (
    "access.", "staff.", "hold.", "log.", "concern.", "pupil.", "search.", "owner.",
    "case.about_", "case.held_by_owner", "case.handed_back", "case.told_elsewhere",
    "case.marked_", "case.change_",
)  # fmt: skip
# What the family of the one exposed has said is told to no other one, nor what the county governor
# has written and decided because of it; nor what is best for that child.
FOR_THE_EXPOSED = ("case.raised", "county.", "best_interests.")
# What was said with one family is told to that family alone, and only where it says which.
OF_A_FAMILY = (Entry.Kind.GUARDIANS, Entry.Kind.TALK)


def on_paper(case: Case, child: Involvement | None) -> list[Line]:
    """The whole log in the order in which it happened, as paper is read. With a child: the edition
    for that child's family."""
    own = _rows_of(child) if child else {}
    is_exposed = Involvement.Role.EXPOSED in own.values()
    log = whole(case, for_family=child is not None, of_exposed=child is None or is_exposed)
    names, titles, labels = log.known(case)
    if child is None:
        return log.lines(names, titles, labels)[::-1]
    called = {True: _("the pupil the case is about"), False: _("another pupil")}
    labels = {pk: called[pk in own] for pk in labels}
    lines = _for_the_family_of(own, log, is_exposed).lines(names, titles, labels)[::-1]
    return [_for_family(line) for line in lines]


def chosen(lines: Iterable[Line], numbers: Collection[str]) -> list[Line]:
    """Those that were left ticked when somebody read them through."""
    return [line for line in lines if str(line.number) in numbers]


def _rows_of(child: Involvement) -> dict[uuid.UUID, str]:
    """Every row of the same one in the case: other roles, and before the name was known. Each with
    its role."""
    rows = list(Involvement.objects.filter(case=child.case_id))
    key_of = persons(rows)
    return {row.pk: row.role for row in rows if key_of[row.pk] == key_of[child.pk]}


def _for_the_family_of(own: Container[uuid.UUID], log: Log, is_exposed: bool) -> Log:
    hidden = _confidential(log.entries)
    return replace(
        log,
        entries=[
            entry for entry in log.entries if entry.pk not in hidden and _is_of_family(entry, own)
        ],
        events=[
            event if is_exposed else _without_how_safe(event)
            for event in log.events
            if _may_be_told(event, own)
            and (is_exposed or not event.name.startswith(FOR_THE_EXPOSED))
        ],
    )


def _is_of_family(entry: Entry, own: Container[uuid.UUID]) -> bool:
    if entry.about_id is None:
        return entry.kind not in OF_A_FAMILY
    return entry.about_id in own


def _may_be_told(event: Any, own: Container[uuid.UUID]) -> bool:
    """What is about one of those involved is told to that one's family alone; so is a plan for
    one."""
    if event.name.startswith(NOT_FOR_FAMILY):
        return False
    if event.name.startswith(OF_ONE):
        return event.about in own
    return event.plan_about is None or event.plan_about in own


def _without_how_safe(event: Event) -> Event:
    """The event says how those exposed have it: not to another family."""
    event.data = {key: value for key, value in event.data.items() if key != "unsafe"}
    return event


def _confidential(entries: Iterable[Entry]) -> set[uuid.UUID]:
    """Entries of these kinds, and all that correct one another with them, before and after: the
    same text may stand in each."""
    rows = {entry.pk: entry for entry in entries}

    def first_of(entry: Entry) -> uuid.UUID:
        while entry.corrects_id in rows:
            entry = rows[entry.corrects_id]
        return entry.pk

    confidential = {first_of(row) for row in rows.values() if row.kind in CONFIDENTIAL}
    return {pk for pk, row in rows.items() if first_of(row) in confidential}


def _for_family(line: Line) -> Line:
    """That something was taken back is said, not what: it may have been another child's. What a
    corrected entry said stands in its own place. What was evaluated in a meeting may be another
    child's measure."""
    hidden = line.withdrawn or line.takes_back
    return replace(line, earlier="", evaluated=(), text="" if hidden else line.text)
