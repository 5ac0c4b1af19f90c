"""What a principal tells when a case is opened."""

import uuid
from datetime import UTC, datetime

from cases.actions import open_case
from tests.clock import NOW, TODAY
from tests.factories.pupils import GroupFactory, pupils_in
from tests.scope import acting

TEXT = "Noen stenger eleven ute i friminuttene."


def told(**more):
    """Everything that must be told, and what a test changes."""
    return {
        "source": "pupil",
        "known_at": datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        "what_happened": TEXT,
        "kinds": ["exclusion"],
        "serious": False,
        "described": ["en elev vi ikke vet navnet på"],
    } | more


def opened(unit, by, **more):
    """A case that this person opens, as the web does it."""
    given = {"unit": unit, "by": by, "now": NOW, "token": uuid.uuid4()} | told(**more)
    with acting(by, TODAY):
        return open_case(**given)


def class_of(unit, count, stage=6):
    return pupils_in(GroupFactory(unit=unit, stage=stage), count)
