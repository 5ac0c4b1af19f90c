"""Who of those we know a line is about: certain, nobody, or a fault. Never a guess. Pure."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from pupils.intake.cells import Wrong


class Known(Protocol):
    name: str
    sort_key: str
    born_on: date | None
    source_id: str


One = TypeVar("One", bound=Known)


def name_key(name: str) -> str:
    """The same for all ways of writing the same letters; "aa" and "å" are still two things."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def match(
    name: str, key: str, born_on: date | None, source_id: str, known: Iterable[One]
) -> One | None:
    """The pupil a line is about, or None for somebody new. The id decides where there is one; else
    the name and the date of birth together. Raises ``Wrong`` where neither is certain."""
    known = list(known)
    by_id = next((one for one in known if source_id and one.source_id == source_id), None)
    if by_id is not None:
        other_day = born_on and by_id.born_on and born_on != by_id.born_on
        if other_day and name_key(name) != name_key(by_id.name):
            raise Wrong("id_of_another")
        return by_id
    # Two ids that differ are two pupils.
    free = [one for one in known if not (source_id and one.source_id)]
    same = [one for one in free if name_key(one.name) == name_key(name)]
    if born_on is None:
        if same:
            raise Wrong("same_name")
        return None
    dated = [one for one in same if one.born_on == born_on]
    if len(dated) > 1:
        raise Wrong("several")
    if dated:
        return dated[0]
    _refuse_what_is_near(name, key, born_on, known, free, same)
    return None


def _refuse_what_is_near(name, key, born_on, known, free, same) -> None:
    if any(one.born_on is None for one in same):
        raise Wrong("without_date")
    if any(one.sort_key == key and one.born_on == born_on for one in free):
        raise Wrong("near")
    if any(name_key(one.name) == name_key(name) and one.born_on == born_on for one in known):
        raise Wrong("other_id")
