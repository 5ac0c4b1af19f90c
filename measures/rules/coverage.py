"""Toward whom the measures of a plan go: each group, by individual and by system measures.

The guidance names five groups and says that most cases need measures toward several; digital cases
have the parents as a sixth. Codes in, codes out.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

GROUPS = ("exposed", "violating", "bystanders", "class", "unit")
PARENTS = "parents"
INDIVIDUAL, SYSTEM = "individual", "system"


@dataclass(frozen=True)
class Aim:
    """A measure, as far as its direction goes. ``counts`` is false for one that was stopped or
    replaced: it is shown, but its group needs another."""

    id: Hashable
    title: str
    groups: frozenset[str]
    level: str
    digital: bool = False
    prevents: bool = False
    counts: bool = True


@dataclass(frozen=True)
class Row:
    """One group, with the measures toward it."""

    group: str
    individual: tuple[Aim, ...]
    system: tuple[Aim, ...]

    @property
    def is_empty(self) -> bool:
        """No measure that counts goes toward the group."""
        return not any(aim.counts for aim in (*self.individual, *self.system))


class Digital(NamedTuple):
    """What handles what has happened online, and what prevents that it happens again."""

    handles: tuple[Aim, ...]
    prevents: tuple[Aim, ...]


def coverage(aims: Iterable[Aim], *, digital: bool) -> list[Row]:
    """A row for each of the five groups. For the parents too in a digital case, and wherever a
    measure goes toward them."""
    aims = list(aims)
    with_parents = digital or any(PARENTS in aim.groups for aim in aims)
    groups = (*GROUPS, PARENTS) if with_parents else GROUPS
    return [
        Row(group, _toward(group, INDIVIDUAL, aims), _toward(group, SYSTEM, aims))
        for group in groups
    ]


def empty_groups(rows: Iterable[Row], set_aside: Collection[str] = ()) -> list[str]:
    """The groups that have neither a measure nor a reason for having none."""
    return [row.group for row in rows if row.is_empty and row.group not in set_aside]


def of_digital(aims: Iterable[Aim]) -> Digital:
    """The digital measures that count. The guidance asks that prevention is seen together with
    handling."""
    counting = [aim for aim in aims if aim.counts and aim.digital]
    return Digital(
        tuple(aim for aim in counting if not aim.prevents),
        tuple(aim for aim in counting if aim.prevents),
    )


def _toward(group: str, level: str, aims: Sequence[Aim]) -> tuple[Aim, ...]:
    return tuple(aim for aim in aims if group in aim.groups and aim.level == level)
