"""What a unit is offered: the library that all share without what its owner hides, and beside it
what the owner has worded itself.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from measures.library.loading import KINDERGARTEN, PLACES, SCHOOL, Ages, Entry, Wording, common
from measures.models import HiddenMeasure, Measure, OwnMeasure, SharedMeasure
from organisations.models import Organisation

OLDEST = 99


def offered_at(unit: Organisation) -> list[Entry]:
    """For plans at the school or kindergarten: the owner's own measures first."""
    return offered_by([unit.owner_id], unit.kind)


def offered_by(owners: Collection[uuid.UUID], place: str) -> list[Entry]:
    """What these owners offer their schools, or their kindergartens. What only some of them hide is
    shown. Two queries."""
    hidden = _hidden_by(owners).values()
    kept_away = set.intersection(*hidden) if hidden else set()
    rows = OwnMeasure.objects.filter(owner__in=owners, hidden=False).order_by("written_at", "id")
    own = [entry for entry in map(entry_of, rows) if place in entry.places]
    return [*own, *_shared(kept_away, place)]


def entry_of(own: OwnMeasure) -> Entry:
    """An owner's measure as the library holds it. What is not worded in one of the two forms of
    Norwegian is said in the other; owners write no English."""
    nb = Wording(own.title_nb, own.what_nb, own.look_for_nb)
    nn = Wording(own.title_nn, own.what_nn, own.look_for_nn)
    return Entry(
        key=str(own.pk),
        targets=tuple(own.target_groups),
        level=own.level,
        places=frozenset({own.regime}) if own.regime else PLACES,
        texts=MappingProxyType({"nb": _filled(nb, nn), "nn": _filled(nn, nb)}),
        weeks=own.weeks,
        interval=own.interval_weeks,
        ages=_ages(own),
        digital=own.digital,
        prevents=own.prevents,
        own=True,
    )


def word_for_word(measures: Iterable[Measure | SharedMeasure]) -> set[uuid.UUID]:
    """Those that say how it is done here in the library's own words: nobody has adapted them yet.
    At most one query, and none where no owner's measure is among them."""
    started = [measure for measure in measures if measure.library_key and measure.how]
    entries = _known({measure.library_key for measure in started})
    return {
        measure.pk
        for measure in started
        if (entry := entries.get(measure.library_key)) and entry.says(measure.how)
    }


def find(key: str, unit: Organisation) -> Entry | None:
    """What the unit is offered under this key, if anything."""
    return next((entry for entry in offered_at(unit) if entry.key == key), None)


def _known(keys: set[str]) -> Mapping[str, Entry]:
    known = {key: entry for key, entry in common().items() if key in keys}
    if others := [pk for pk in map(_uuid, keys - known.keys()) if pk]:
        rows = OwnMeasure.objects.filter(pk__in=others)
        known |= {entry.key: entry for entry in map(entry_of, rows)}
    return known


def _uuid(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None


def _shared(hidden: Collection[str], place: str) -> list[Entry]:
    return [
        entry for entry in common().values() if place in entry.places and entry.key not in hidden
    ]


def _hidden_by(owners: Collection[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    hidden: dict[uuid.UUID, set[str]] = {owner: set() for owner in owners}
    for owner, key in HiddenMeasure.objects.filter(owner__in=owners).values_list("owner", "key"):
        hidden[owner].add(key)
    return hidden


def _filled(words: Wording, other: Wording) -> Wording:
    return Wording(*(here or there for here, there in zip(words, other, strict=True)))


def _ages(own: OwnMeasure) -> Ages | None:
    if own.age_from is None and own.age_to is None:
        return None
    return Ages(own.age_from or 0, OLDEST if own.age_to is None else own.age_to)


def kinds_of_place(kinds: Iterable[str]) -> list[str]:
    """Schools and kindergartens among these kinds of places; both when there are neither."""
    known = set(kinds) & PLACES or PLACES
    return [place for place in (SCHOOL, KINDERGARTEN) if place in known]
