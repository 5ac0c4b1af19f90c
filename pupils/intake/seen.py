"""What a line would change, for every kind of file, and the lines seen so far in one file."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from accounts.models import Person
from organisations.models import Organisation
from pupils.intake.cells import Row, Wrong
from pupils.models import PupilImport


@dataclass
class Seen:
    """A line beside what is there already. ``details`` is shown; ``found`` and ``values`` are for
    writing."""

    row: Row
    outcome: str
    details: dict[str, Any] = field(default_factory=dict)
    found: Any = None
    # What has to be set on ``found``; for somebody new, all of it.
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def wrong(cls, row: Row, wrong: Wrong | None = None) -> "Seen":
        code, named = wrong.fault if wrong else row.fault or ("", {})
        return cls(row, "error", {"code": code, "named": named})


class Lines(ABC):
    """The lines of one file, looked at some at a time and in order.

    ``look`` changes nothing. ``enter`` writes what ``look`` gave, inside the action's transaction.
    """

    def __init__(self, pupil_import: PupilImport, today: date):
        self.job = pupil_import
        self.unit: Organisation = pupil_import.unit
        self.year = pupil_import.school_year
        self.today = today
        self.lines: dict[Any, int] = {}

    def look(self, rows: list[Row]) -> list[Seen]:
        """One answer for each row, in the same order."""
        right = [row for row in rows if row.fault is None]
        self.load(right)
        return [self._one(row) for row in rows]

    def _one(self, row: Row) -> Seen:
        if row.fault is not None:
            return Seen.wrong(row)
        try:
            return self.compare(row)
        except Wrong as wrong:
            return Seen.wrong(row, wrong)

    def once(self, row: Row, *keys: Any) -> None:
        """Raise ``Wrong`` when an earlier line is about the same."""
        for key in keys:
            if self.lines.setdefault(key, row.number) != row.number:
                raise Wrong("same_line", line=self.lines[key])

    @abstractmethod
    def load(self, rows: list[Row]) -> None:
        """Fetch what these rows are compared with, in a fixed number of queries."""

    @abstractmethod
    def compare(self, row: Row) -> Seen:
        """The row beside what was fetched. Raises ``Wrong``."""

    @abstractmethod
    def enter(self, seen: list[Seen], by: Person, now: datetime) -> None:
        """Write what was seen."""


def protected_among(
    unit: Organisation, asked: list[tuple[str, str, date | None]]
) -> dict[int, bool]:
    """Which of the asked (id, sort key, date of birth) are pupils whose identity is protected, by
    their places; and whether that is certain. Also those that the one who asks may not see."""
    if not asked:
        return {}
    ids, keys, born = (list(part) for part in zip(*asked, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place - 1, certain FROM protected_among(%s, %s, %s, %s::date[])",
            [unit.pk, ids, keys, born],
        )
        return dict(cursor.fetchall())
