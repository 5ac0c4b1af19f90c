"""The order of a plan. Measures that overlap in time are simultaneous, one that comes ``after``
others is serial, and one without an end that follows none runs all the time. Steps are worked out
from that, to show and to speak; they are never stored.
"""

import heapq
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True)
class Part:
    """A measure, as far as the order goes. Without an end it has not been said when it stops."""

    id: Hashable
    title: str
    starts_on: date
    ends_on: date | None = None
    after: frozenset[Hashable] = frozenset()

    @property
    def last(self) -> date:
        return self.ends_on or date.max


class Link(StrEnum):
    """How a step goes on from those before it."""

    ONLY = "only"
    FIRST = "first"
    THEN = "then"
    MEANWHILE = "meanwhile"  # something from an earlier step still runs, and it follows nothing


@dataclass(frozen=True)
class Step:
    """Measures that have at least one day in common."""

    number: int
    parts: tuple[Part, ...]
    link: Link

    @property
    def first(self) -> date:
        return min(part.starts_on for part in self.parts)

    @property
    def last(self) -> date | None:
        """The last day of the longest; None when one of them has no end."""
        ends = [part.ends_on for part in self.parts if part.ends_on]
        return max(ends) if len(ends) == len(self.parts) else None


class Order(NamedTuple):
    """The whole plan: each measure stands in one step, or runs all the time."""

    steps: tuple[Step, ...]
    always: tuple[Part, ...]

    @property
    def first(self) -> date | None:
        """The day the plan begins."""
        starts = [step.first for step in self.steps] + [part.starts_on for part in self.always]
        return min(starts, default=None)


def steps(parts: Iterable[Part]) -> Order:
    """Work out the steps. Every measure comes back once, with its own dates.

    Measures of one step share a day, and none of them comes after another of them. Each step
    begins after, or while, those before it run. Dates and ``after`` that contradict each other are
    shown as ``after`` says; a ring of them is shown by date.
    """
    parts = list(parts)
    followed = {before for part in parts for before in part.after}
    always = [
        part for part in parts if not (part.ends_on or part.after) and part.id not in followed
    ]
    ordered = by_order([part for part in parts if part not in always])
    groups: list[list[Part]] = []
    for part in ordered:
        if groups and _belongs(part, groups[-1]):
            groups[-1].append(part)
        else:
            groups.append([part])
    made = [
        Step(place + 1, tuple(group), _link(groups, place)) for place, group in enumerate(groups)
    ]
    return Order(tuple(made), tuple(sorted(always, key=lambda part: part.starts_on)))


def by_order(parts: Iterable[Part]) -> list[Part]:
    """By start, but none before those it follows. A ring comes last, by date."""
    parts = list(parts)
    by_id = {part.id: part for part in parts}
    waits_for = {part.id: set(part.after & by_id.keys()) for part in parts}
    followers = defaultdict(list)
    for part in parts:
        for before in waits_for[part.id]:
            followers[before].append(part.id)
    places = {part.id: (part.starts_on, part.last, place) for place, part in enumerate(parts)}
    ready = [(places[pk], pk) for pk, waiting in waits_for.items() if not waiting]
    heapq.heapify(ready)
    ordered = []
    while ready:
        _place, pk = heapq.heappop(ready)
        ordered.append(by_id.pop(pk))
        for follower in followers[pk]:
            waits_for[follower].discard(pk)
            if not waits_for[follower]:
                heapq.heappush(ready, (places[follower], follower))
    return ordered + sorted(by_id.values(), key=lambda part: places[part.id])


def find_cycle(after: Mapping[Id, Collection[Id]]) -> list[Id]:
    """One ring of measures that all come after each other, in that order; empty when there is none.

    ``after`` says for each measure which ones it follows.
    """
    left = {pk: set(before) & after.keys() for pk, before in after.items()}
    while free := [pk for pk, before in left.items() if not before & left.keys()]:
        for pk in free:
            del left[pk]
    path: list[Id] = []
    at = next(iter(left), None)
    while at is not None and at not in path:
        path.append(at)
        at = next(iter(left[at] & left.keys()))
    return path[path.index(at) :] if at is not None else []


def _belongs(part: Part, group: Sequence[Part]) -> bool:
    together = [*group, part]
    shares_a_day = max(p.starts_on for p in together) <= min(p.last for p in together)
    ids = {other.id for other in group}
    follows = part.after & ids or any(part.id in other.after for other in group)
    return shares_a_day and not follows


def _link(groups: Sequence[Sequence[Part]], place: int) -> Link:
    if place == 0:
        return Link.ONLY if len(groups) == 1 else Link.FIRST
    begins = min(part.starts_on for part in groups[place])
    still_running = any(part.last >= begins for group in groups[:place] for part in group)
    follows = any(part.after for part in groups[place])
    return Link.MEANWHILE if still_running and not follows else Link.THEN
