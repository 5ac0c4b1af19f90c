"""Law as data: one file for each act, with what is in force from which day, and one for advice.

A new text of an act, or a new deadline, is a new entry in a file and no change of the code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from organisations.law.acts import COUNTED, Basis, Clock, Deadline, Law, Reference, Words

FOLDER = Path(__file__).parent
ADVICE = "advice"
Entry = Mapping[str, Any]


class HasRegime(Protocol):
    """A school or a kindergarten."""

    regime: str


class LawIsWrong(ValueError):
    """A file of law cannot be right: the program does not start to guess."""


class NoLaw(LookupError):
    """No act is known for the place on that day."""


def law_for(place: HasRegime | str, day: date) -> Law:
    """What holds at the unit (or under the regime) for what is done on the day.

    Raises NoLaw for an owner or a PPT office, and for a day before the first entry.
    """
    regime = place if isinstance(place, str) else place.regime
    if not regime:
        raise NoLaw("Owners and PPT offices follow no act of their own.")
    entry = _entry(regime, day)
    if "follows" in entry:
        return _following(regime, entry, law_for(entry["follows"], day))
    return _made(regime, entry["from"], _entry(ADVICE, day)["from"])


def advice_on(name: str, day: date) -> Entry:
    """A table of the advice that holds on the day: numbers of our own, shown as recommended."""
    found: Entry = _entry(ADVICE, day)[name]
    return found


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """What a file holds, oldest first."""
    path = FOLDER / f"{name}.toml"
    if name not in names():
        raise NoLaw(name)
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = found["in_force"]
    starts = [row["from"] for row in rows]
    if starts != sorted(set(starts)) or found.get("regime", name) != name:
        raise LawIsWrong(f"{path.name}: entries stand oldest first, each from a day of its own.")
    return tuple(rows)


@cache
def names() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


def _entry(name: str, day: date) -> Entry:
    for entry in reversed(entries(name)):
        if entry["from"] <= day:
            return entry
    raise NoLaw(f"{name} {day}")


def _following(regime: str, entry: Entry, other: Law) -> Law:
    """The act points to another: what that says holds, as law only once both have been read."""
    through = Words(**entry["through"])
    references = {
        key: replace(one, through=through, verified=one.verified and entry["verified"])
        for key, one in other.references.items()
    }
    deadlines = {
        key: one if entry["verified"] else replace(one, basis=Basis.RECOMMENDED)
        for key, one in other.deadlines.items()
    }
    return replace(
        other,
        regime=regime,
        since=max(entry["from"], other.since),
        references=MappingProxyType(references),
        deadlines=MappingProxyType(deadlines),
    )


@cache
def _made(regime: str, since: date, advice_since: date) -> Law:
    entry, advice = _entry(regime, since), _entry(ADVICE, advice_since)
    act = Words(**entry["act"])
    references = {key: _reference(act, row) for key, row in entry["references"].items()}
    deadlines = {key: _deadline(row, verified=False) for key, row in advice["deadlines"].items()}
    own = {key: _deadline(row, verified=row["verified"]) for key, row in entry["deadlines"].items()}
    if twice := own.keys() & deadlines.keys():
        raise LawIsWrong(f"{regime}: {sorted(twice)} stand both in the act and in the advice.")
    return Law(
        regime=regime,
        since=since,
        act=act,
        county_route=entry["county_route"],
        guardian_triggers=entry["guardian_triggers"],
        voice_by_observation=entry["voice_by_observation"],
        references=MappingProxyType(references),
        deadlines=MappingProxyType(deadlines | own),
    )


def _reference(act: Words, row: Entry) -> Reference:
    return Reference(**{**row, "act": act, "title": Words(**row["title"])})


def _deadline(row: Entry, *, verified: bool) -> Deadline:
    """Advice is never law, and neither is what nobody has read in the act."""
    clock, length = Clock(row["clock"]), row.get("length")
    if (clock in COUNTED) != (length is not None):
        raise LawIsWrong(f"A length goes with a clock that counts: {dict(row)}")
    return Deadline(
        length=length,
        clock=clock,
        basis=Basis.LAW if verified else Basis.RECOMMENDED,
        source=row["source"],
        word=Words(**row["word"]) if "word" in row else None,
    )
