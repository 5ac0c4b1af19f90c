"""The library of measures and the packages, read from their files. What cannot be right stops the
program when they are first read, so that nobody picks it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from measures.models.words import Level, Target
from measures.rules import may_be_shared

FOLDER = Path(__file__).parent
LANGUAGES = ("nb", "nn", "en")
SCHOOL, KINDERGARTEN = "school", "kindergarten"
PLACES = frozenset({SCHOOL, KINDERGARTEN})
WHOLE_YEAR = 38
"""Open weeks of a school year. A measure that usually lasts so long is offered without an end."""

Row = Mapping[str, Any]


class LibraryIsWrong(ValueError):
    """A file of the library cannot be right."""


class Wording(NamedTuple):
    """A measure in one language: its name, what it is, and what shows that it works."""

    title: str
    what: str
    look_for: str


class Ages(NamedTuple):
    """Whole years, both included."""

    first: int
    last: int


@dataclass(frozen=True)
class Entry:
    """A measure that a plan can start from. ``key`` is what a measure made of it remembers."""

    key: str
    targets: tuple[str, ...]
    level: str
    places: frozenset[str]
    texts: Mapping[str, Wording]
    weeks: int | None = None
    interval: int | None = None
    ages: Ages | None = None
    digital: bool = False
    prevents: bool = False
    formal_decision: bool = False
    restorative: bool = False
    # Worded by an owner, for its own schools and kindergartens.
    own: bool = False

    def wording(self, language: str, place: str) -> Wording:
        """What it says in the language at a school or a kindergarten."""
        asked = f"{language}_{place}" if place == KINDERGARTEN else language
        for name in (asked, language, *LANGUAGES):
            if name in self.texts:
                return self.texts[name]
        raise LibraryIsWrong(self.key)

    def begins(self, language: str, place: str) -> dict[str, Any]:
        """What a measure of a plan has from it, whatever form it is written in."""
        words = self.wording(language, place)
        return {
            "library_key": self.key,
            "title": words.title,
            "how": words.what,
            "target_groups": list(self.targets),
            "level": self.level,
            "digital": self.digital,
            "prevents": self.prevents,
            "formal_decision": self.formal_decision,
            "restorative": self.restorative,
        }

    @property
    def end_in(self) -> int | None:
        """Open weeks until it usually ends; None when it runs all the time, or nobody can say."""
        return self.weeks if self.weeks and self.weeks < WHOLE_YEAR else None

    @property
    def may_be_shared(self) -> bool:
        """Whether a class or a whole unit can have it: for many, and nobody by name."""
        by_name = self.restorative or self.formal_decision
        return not by_name and may_be_shared(self.level, self.targets)

    def says(self, text: str) -> bool:
        """Is this, word for word, what the library says it is, in whatever language?"""
        typed = text.split()
        return any(typed == wording.what.split() for wording in self.texts.values())


@dataclass(frozen=True)
class Packed:
    """A measure of a package: where it stands in the order, and what differs from the library."""

    entry: Entry
    after: tuple[str, ...]
    weeks: int | None
    targets: tuple[str, ...]


class Situation(NamedTuple):
    """A package in one language: its name, when it fits, how its measures work together."""

    title: str
    when: str
    together: str


@dataclass(frozen=True)
class Package:
    """A whole plan for a common situation, to be adapted."""

    key: str
    places: frozenset[str]
    digital: bool
    measures: tuple[Packed, ...]
    texts: Mapping[str, Situation]

    def wording(self, language: str) -> Situation:
        return self.texts[language]


@cache
def common() -> Mapping[str, Entry]:
    """The library that all share: key → entry, in the order of the file."""
    found = {key: _entry(key, row) for key, row in _read("measures").items()}
    return MappingProxyType(found)


@cache
def packages() -> Mapping[str, Package]:
    """Whole plans to start from: key → package."""
    found = {key: _package(key, row) for key, row in _read("packages").items()}
    return MappingProxyType(found)


def _read(name: str) -> dict[str, Row]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _entry(key: str, row: Row) -> Entry:
    rest = dict(row)
    texts = _wordings(key, {name: rest.pop(name) for name in row if name[:2] in LANGUAGES})
    if len(key) > 40:
        raise LibraryIsWrong(f"{key}: a key has 40 letters at the most.")
    targets = _codes(key, rest.pop("targets"), Target.values)
    (level,) = _codes(key, [rest.pop("level")], Level.values)
    places = frozenset(_codes(key, rest.pop("places"), PLACES))
    ages = Ages(*rest.pop("ages")) if "ages" in rest else None
    entry = Entry(key, targets, level, places, texts, ages=ages, **rest)
    if entry.prevents and not entry.digital:
        raise LibraryIsWrong(f"{key}: what prevents is digital.")
    if (ages and ages.last < ages.first) or not all(
        weeks is None or 1 <= weeks <= 52 for weeks in (entry.weeks, entry.interval)
    ):
        raise LibraryIsWrong(f"{key}: ages from and to, weeks from 1 to 52.")
    return entry


def _wordings(key: str, rows: Mapping[str, Row]) -> Mapping[str, Wording]:
    """What a kindergarten does not say in its own words, it says as the school does."""
    if missing := set(LANGUAGES) - rows.keys():
        raise LibraryIsWrong(f"{key} is not worded in {sorted(missing)}.")
    made = {name: Wording(**{**rows[name[:2]], **row}) for name, row in rows.items()}
    return MappingProxyType(made)


def _package(key: str, row: Row) -> Package:
    rest = dict(row)
    rows = rest.pop("measures")
    known = [one["key"] for one in rows]
    measures = tuple(_packed(key, one, before=known[:number]) for number, one in enumerate(rows))
    if not all(packed.entry.places >= set(rest["places"]) for packed in measures):
        raise LibraryIsWrong(f"{key} holds a measure that is not offered there.")
    return Package(
        key,
        frozenset(_codes(key, rest["places"], PLACES)),
        rest["digital"],
        measures,
        MappingProxyType({name: Situation(**rest[name]) for name in LANGUAGES}),
    )


def _packed(package: str, row: Row, before: Sequence[str]) -> Packed:
    entry = common()[row["key"]]
    weeks = None if row.get("always") else row.get("weeks", entry.end_in)
    if not row.get("always") and weeks is None:
        raise LibraryIsWrong(f"{package}: {entry.key} ends, or it runs all the time.")
    return Packed(
        entry,
        _codes(package, row.get("after", []), before),
        weeks,
        _codes(package, row.get("targets", entry.targets), Target.values),
    )


def _codes(key: str, given: Sequence[str], among: Any) -> tuple[str, ...]:
    if unknown := set(given) - set(among):
        raise LibraryIsWrong(f"{key}: nobody knows {sorted(unknown)}.")
    return tuple(given)
