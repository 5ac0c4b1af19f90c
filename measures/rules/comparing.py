"""What differs between two versions of a plan, as they are kept: ids, codes, dates and texts.

Content that was kept before a field was there reads as if the field had stood empty.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]

TEXTS = ("problem", "goal", "together")
PEOPLE = ("responsible", "deputy")
# Everything that a measure says, in the order in which it is told, and what it says when empty.
MEASURE: dict[str, Any] = {
    "title": "", "why": "", "how": "", "target_groups": [], "level": "", "responsible": None,
    "deputy": None, "concerns": [], "starts_on": None, "ends_on": None, "after": [],
    "follows": "on_date", "interval_weeks": None, "first_evaluation_on": None, "digital": False,
    "prevents": False, "formal_decision": False, "restorative": False,
}  # fmt: skip
# A shared measure is its unit's: of it the plan itself says only that it stands there, and why.
REFERENCE: dict[str, Any] = {"why": ""}


@dataclass(frozen=True)
class Difference:
    """One field, with what it said before and what it says after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Changed:
    """A measure that stands in both, with what differs."""

    before: Content
    after: Content
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Compared:
    """What differs between an older and a newer version. Of groups set aside, the field is the
    group, and the reason is empty where it is not set aside."""

    texts: tuple[Difference, ...]
    set_aside: tuple[Difference, ...]
    added: tuple[Content, ...]
    removed: tuple[Content, ...]
    changed: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return any((self.texts, self.set_aside, self.added, self.removed, self.changed))


def compare(
    before: Content, after: Content, lived: Mapping[str, Collection[str]] | None = None
) -> Compared:
    """Everything that differs. ``lived`` says, for a measure's id, which fields tell what happened
    to it since rather than what is planned; they are left out."""
    lived = lived or {}
    sides = [{"measures": _by_id(one, "measures"), "references": _by_id(one, "references")}
             for one in (before, after)]  # fmt: skip
    added, removed, changed = [], [], []
    for kind, fields in (("measures", MEASURE), ("references", REFERENCE)):
        old, new = sides[0][kind], sides[1][kind]
        added += [one for pk, one in new.items() if pk not in old]
        removed += [one for pk, one in old.items() if pk not in new]
        for pk in old.keys() & new.keys():
            asked = {name: empty for name, empty in fields.items() if name not in lived.get(pk, ())}
            if found := _differences(old[pk], new[pk], asked):
                changed.append(Changed(old[pk], new[pk], found))
    places = {pk: place for side in sides[1].values() for place, pk in enumerate(side)}
    return Compared(
        _differences(before, after, dict.fromkeys(TEXTS, "")),
        _set_aside(before, after),
        tuple(added),
        tuple(removed),
        tuple(sorted(changed, key=lambda one: places[one.after["id"]])),
    )


def person_id(person: Any) -> str:
    """Who is meant: kept as an id with the name of that time, or, in early versions, as the id."""
    return str(person["id"] if isinstance(person, Mapping) else person or "")


def _differences(before: Content, after: Content, fields: Content) -> tuple[Difference, ...]:
    pairs = ((name, before.get(name, empty), after.get(name, empty))
             for name, empty in fields.items())  # fmt: skip
    return tuple(Difference(*pair) for pair in pairs if not _same(*pair))


def _same(name: str, before: Any, after: Any) -> bool:
    if name in PEOPLE:
        return person_id(before) == person_id(after)
    if isinstance(before, list) and isinstance(after, list):
        return sorted(before) == sorted(after)
    return bool(before == after)


def _set_aside(before: Content, after: Content) -> tuple[Difference, ...]:
    old, new = before.get("set_aside", {}), after.get("set_aside", {})
    groups = [*old, *(group for group in new if group not in old)]
    pairs = ((group, old.get(group, ""), new.get(group, "")) for group in groups)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def _by_id(content: Content, kind: str) -> dict[str, Content]:
    return {one["id"]: one for one in content.get(kind, [])}
