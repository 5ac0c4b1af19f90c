"""Which measures can be shared by several plans: those for many, which name no child. And what
becomes of the order of a plan when one of its measures is shared.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import replace

from measures.rules.steps import Part

FOR_MANY = ("bystanders", "class", "unit", "parents")
"""The groups that a shared measure can be for (``Target``). Nobody is one of them by name."""


def may_be_shared(level: str, groups: Collection[str]) -> bool:
    """A system measure that is only for groups of many."""
    return level == "system" and bool(groups) and set(groups) <= set(FOR_MANY)


def without(parts: Iterable[Part], shared: Hashable) -> list[Part]:
    """The order where one leaves it and every date stays: it comes after nothing any more. What
    came right after it comes after what it came after itself, where that is over by then; so what
    was serial stays serial."""
    known = {part.id: part for part in parts}
    left = known[shared]
    known[shared] = replace(left, after=frozenset())
    for part in [one for one in known.values() if shared in one.after]:
        inherited = {pk for pk in left.after & known.keys() if known[pk].last < part.starts_on}
        known[part.id] = replace(part, after=part.after - {shared} | inherited)
    return list(known.values())
