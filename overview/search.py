"""Looking for cases, pupils, measures and pages, among what the viewer sees and nothing else.

What was looked for is kept nowhere: not in an address, not in the log, which counts what was found.
"""

import re
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.reading import note
from audit.record import record
from cases.models import Case, Involvement
from common.searching import begins, search_key, searched
from common.sorting import sort_key
from measures.models import Measure
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.context import pages_of
from pupils.models import Pupil

MOST = 10
LEAST = 2
"""Letters or digits that there must be to look for."""

# Plain values: a row of a case that is loaded would be logged as read, also one that is not shown.
_OF_MEASURE = (
    "pk", "title", "state", "plan_id", "case_id", "case__reference", "case__held_by",
)  # fmt: skip
_NOT_IN_A_REFERENCE = re.compile(r"[\W_]")


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, where it is, and what is worth knowing before going."""

    label: Any
    url: str = ""
    about: Any = ""
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True)
class Group:
    """What was found of one kind; ``more`` when it is not all."""

    key: str
    heading: Any
    hits: list[Hit]
    more: bool = False


def is_enough(words: str) -> bool:
    """Is there anything to look for?"""
    return sum(letter.isalnum() for letter in search_key(words)) >= LEAST


@transaction.atomic
def look_up(words: str, *, viewer: Viewer, now: datetime) -> list[Group]:
    """What the viewer sees of it, each group in the order of the alphabet; and that somebody
    looked. Six queries at most, whatever there is."""
    groups = [_cases(words, viewer), _pupils(words, viewer), _measures(words, viewer)]
    groups.append(_pages(words, viewer))
    counts: dict[str, Any] = {group.key: len(group.hits) for group in groups}
    record("search.done", by=viewer.person, now=now, target=viewer.person, **counts)
    return [group for group in groups if group.hits]


def _cases(words: str, viewer: Viewer) -> Group:
    """By reference, however it is written: 26-K7F3, 26k7f3, or only k7f3."""
    typed = _NOT_IN_A_REFERENCE.sub("", words).upper()
    if not typed.isascii() or not 3 <= len(typed) <= 7:
        return Group("cases", _("Cases"), [])
    whole = f"{typed[:2]}-{typed[2:]}"
    asked = Q(reference__startswith=whole) | Q(reference__endswith=f"-{typed}")
    seen = Case.objects.visible_to(viewer).filter(asked).order_by("reference")
    found = list(seen.values_list("pk", "reference", "state")[: MOST + 1])
    hits = []
    for pk, reference, state in found[:MOST]:
        note(pk)
        address = reverse("overview:case", args=[pk])
        hits.append(Hit(reference, address, Case.State(state).label))
    return Group("cases", _("Cases"), hits, more=len(found) > MOST)


def _pupils(words: str, viewer: Viewer) -> Group:
    """By name. Cases stand beside a pupil only where the viewer sees the case too."""
    seen = Pupil.objects.visible_to(viewer).filter(begins("search_key", words))
    found = list(seen.select_related("unit").by_name()[: MOST + 1])
    shown = found[:MOST]
    cases = _cases_of(shown, viewer) if shown else {}
    many = len({pupil.unit_id for pupil in shown}) > 1
    hits = [
        Hit(
            pupil.name,
            _page_of(pupil, viewer),
            about=pupil.unit.name if many else "",
            cases=tuple(cases.get(pupil.pk, ())),
        )
        for pupil in shown
    ]
    return Group("pupils", _("Pupils"), hits, more=len(found) > MOST)


def _cases_of(pupils: list[Pupil], viewer: Viewer) -> dict[uuid.UUID, list[Case]]:
    cases: dict[uuid.UUID, list[Case]] = defaultdict(list)
    involved = Involvement.objects.visible_to(viewer).filter(pupil__in=pupils)
    for row in involved.select_related("case").order_by("case__reference"):
        if row.pupil_id and row.case not in cases[row.pupil_id]:
            cases[row.pupil_id].append(row.case)
    return cases


def _measures(words: str, viewer: Viewer) -> Group:
    """By title. Asked in two halves, since both at once would be read from end to end."""
    seen = Measure.objects.visible_to(viewer).annotate(key=searched("title"))
    seen = seen.filter(begins("key", words)).order_by("key", "id")
    of_cases = seen.filter(case__in=Case.objects.visible_to(viewer))
    found = {
        row["pk"]: row
        for half in (of_cases, seen.of(viewer.person))
        for row in half.values(*_OF_MEASURE)[: MOST + 1]
    }
    rows = sorted(found.values(), key=lambda row: (sort_key(row["title"]), row["pk"]))
    hits = []
    for row in rows[:MOST]:
        note(row["case_id"])
        state = Measure.State(row["state"]).label
        about = f"{row['case__reference']} · {state}"
        hits.append(Hit(row["title"], _address(row, viewer), about))
    return Group("measures", _("Measures"), hits, more=len(rows) > MOST)


def _pages(words: str, viewer: Viewer) -> Group:
    asked = search_key(words).split()
    hits = [
        Hit(label, url)
        for url, label in pages_of(viewer)
        if all(f" {word}" in f" {search_key(str(label))}" for word in asked)
    ]
    return Group("pages", _("Pages"), sorted(hits, key=lambda hit: sort_key(str(hit.label))))


def _page_of(pupil: Pupil, viewer: Viewer) -> str:
    """Those who keep the lists have a page for each pupil."""
    keeps = viewer.may(Permission.EDIT_PUPILS, pupil.unit_id)
    return reverse("pupils:pupil", args=[pupil.pk]) if keeps else ""


def _address(row: dict[str, Any], viewer: Viewer) -> str:
    """Whoever sees the case goes to the plan; who carries the measure out, to its evaluation."""
    case = row["case_id"]
    if case in viewer.cases or viewer.may(Permission.READ_CASES, row["case__held_by"]):
        return reverse("measures:plan_of", args=[case, row["plan_id"]])
    if row["state"] == Measure.State.RUNNING:
        return reverse("evaluations:record", args=[row["pk"]])
    return ""
