"""The one who reads: a person with the roles that hold today. ``visible_to`` takes it."""

import uuid
from dataclasses import dataclass
from datetime import date

from accounts.models import Person
from organisations.roles import GRANTS, Permission, Role

# Those for whom somebody stands in, each with the place.
StandsIn = frozenset[tuple[uuid.UUID, uuid.UUID]]
FOR_NOBODY: StandsIn = frozenset()


@dataclass(frozen=True)
class Viewer:
    """A person's roles, and the cases opened to or closed for that person, on one day."""

    person: Person
    today: date
    roles: frozenset[tuple[str, uuid.UUID]]
    cases: frozenset[uuid.UUID] = frozenset()
    # Cases held elsewhere in which the person still carries out measures or talks.
    parts: frozenset[uuid.UUID] = frozenset()
    # Cases in which the viewer, at the PPT office that serves the unit, carries out measures.
    helps: frozenset[uuid.UUID] = frozenset()
    blocked: frozenset[uuid.UUID] = frozenset()
    # Those who are away today and for whom the viewer stands in, each with the place.
    stands: StandsIn = FOR_NOBODY

    @classmethod
    def from_scope(cls, person: Person, today: date, scope: dict) -> "Viewer":
        """Built from what ``enter`` returned: both layers rest on the same fresh reading."""
        return cls(
            person=person,
            today=today,
            roles=frozenset(
                (row["role"], uuid.UUID(row["organisation"])) for row in scope["memberships"]
            ),
            cases=frozenset(map(uuid.UUID, scope["cases"])),
            parts=frozenset(map(uuid.UUID, scope["parts"])),
            helps=frozenset(map(uuid.UUID, scope["helps"])),
            blocked=frozenset(map(uuid.UUID, scope["blocked"])),
            stands=frozenset((uuid.UUID(who), uuid.UUID(at)) for who, at in scope["stands"]),
        )

    def places_where(self, permission: Permission) -> set[uuid.UUID]:
        """The ids of the places where a role grants the permission."""
        return {place for role, place in self.roles if permission in GRANTS[role]}

    def may(self, permission: Permission, at: uuid.UUID | None = None) -> bool:
        """May the viewer do this there, or (no place given) anywhere? For showing buttons only."""
        places = self.places_where(permission)
        return at in places if at is not None else bool(places)

    def has_role(self, *roles: Role) -> bool:
        return any(role in roles for role, _place in self.roles)
