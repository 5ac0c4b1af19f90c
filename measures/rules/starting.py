"""What a measure waits for before it can begin, and toward whom a case knows nobody."""

from collections.abc import Collection
from typing import NamedTuple

from django.utils.translation import gettext as _


class Wait(NamedTuple):
    """What is missing, in which field, in words."""

    field: str
    sentence: str


def waits_for(
    title: str,
    *,
    restorative: bool,
    exposed_agreed: bool,
    violating_agreed: bool,
    formal_decision: bool,
    decided: bool,
) -> list[Wait]:
    """A restorative talk waits until each of the two has said yes. A change of school or an
    expulsion is a decision of its own (Public Administration Act): it waits until that is made.
    A plan may be complete all the same."""
    told = {"measure": title}
    found = []
    if restorative and not exposed_agreed:
        sentence = _("“%(measure)s” starts only when the one exposed has said yes.") % told
        found.append(Wait("exposed_agreed_on", sentence))
    if restorative and not violating_agreed:
        sentence = _("“%(measure)s” starts only when the one who violates has said yes.") % told
        found.append(Wait("violating_agreed_on", sentence))
    if formal_decision and not decided:
        sentence = _("“%(measure)s” starts only when its decision has been made.") % told
        found.append(Wait("decided_on", sentence))
    return found


ROLES = {"violating": "violating", "bystanders": "bystander"}


def groups_without_anybody(target_groups: Collection[str], roles: Collection[str]) -> list[str]:
    """Of those it is for: the groups to which nobody in the case is known to belong, or may."""
    if "unclear" in roles:
        return []
    return [group for group, role in ROLES.items() if group in target_groups and role not in roles]
