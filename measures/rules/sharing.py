"""Which measures can be shared by several plans: those for many, which name no child."""

from collections.abc import Collection

FOR_MANY = ("bystanders", "class", "unit", "parents")
"""The groups that a shared measure can be for (``Target``). Nobody is one of them by name."""


def may_be_shared(level: str, groups: Collection[str]) -> bool:
    """A system measure that is only for groups of many."""
    return level == "system" and bool(groups) and set(groups) <= set(FOR_MANY)
