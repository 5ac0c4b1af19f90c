"""What a file would change, or has changed, as it is shown; and its faulty lines as a file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pupils.intake.sentences import OUTCOMES, sentence
from pupils.models import PupilImport

SHOWN = 50
# What a spreadsheet takes for the beginning of a formula, also after spaces and in wide writing.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass
class Group:
    """All lines with the same outcome: how many, and the first of them."""

    outcome: str
    label: Any
    count: int
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def more(self) -> int:
        return max(0, self.count - len(self.rows))


def summary_of(pupil_import: PupilImport) -> list[Group]:
    """What was seen when the file was looked over, in the order of ``OUTCOMES``. One query."""
    counts = pupil_import.counts.get("seen", {})
    groups = {name: Group(name, label, counts.get(name, 0)) for name, label in OUTCOMES.items()}
    for chunk in pupil_import.chunks.order_by("number").defer("lines"):
        for number, outcome, details in chunk.outcomes:
            _show(groups[outcome], number, details)
    return [group for group in groups.values() if group.count]


def _show(group: Group, number: int | None, details: dict[str, Any]) -> None:
    if len(group.rows) < SHOWN:
        said = sentence(details["code"], details["named"]) if "code" in details else ""
        group.rows.append({"number": number, "sentence": said, "from": "", "to": ""} | details)


def result_of(pupil_import: PupilImport) -> list[Group]:
    """What the file did, as far as it has come."""
    counts = pupil_import.counts.get("done", {})
    groups = [Group(name, label, counts.get(name, 0)) for name, label in OUTCOMES.items()]
    return [group for group in groups if group.count]


def left_out(pupil_import: PupilImport) -> list[tuple[int, str]]:
    """The lines that were not used, by number and reason. The reason names nobody."""
    rows = pupil_import.counts.get("left_out", [])
    return [(number, sentence(code, named)) for number, code, named in rows]


def safe_cell(text: str) -> str:
    """The text as a spreadsheet shows it and does not work it out."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_BEGINS_FORMULA) else text


def faulty_lines(pupil_import: PupilImport) -> str:
    """The lines with errors as CSV: number, what is wrong, and the cells as they stand."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Line"), _("What is wrong"), *map(safe_cell, pupil_import.headings)])
    for number, said, cells in _faulty(pupil_import):
        writer.writerow([number, said, *map(safe_cell, cells)])
    return written.getvalue()


def _faulty(pupil_import: PupilImport) -> Iterator[tuple[int, str, list[str]]]:
    for chunk in pupil_import.chunks.filter(leaving=False).order_by("number"):
        cells = dict(chunk.lines)
        for number, outcome, details in chunk.outcomes:
            if outcome == "error":
                yield number, sentence(details["code"], details["named"]), cells.get(number, [])
