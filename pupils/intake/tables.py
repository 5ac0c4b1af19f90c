"""What a file of people is once it is read: headings, and lines of cells. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.dates import parse_date

MOST_LINES = 50_000
MOST_COLUMNS = 60
LONGEST_CELL = 500
# In place of what no text may hold, so that it is found again when the line is looked over.
UNREADABLE = "\ufffd"
_NOT_STORED = re.compile("[\x00\ud800-\udfff]")
# Eleven digits, written together or with a sign between date and number.
_ELEVEN_DIGITS = re.compile(r"(?<![\w-])\d{6}[ .\u00a0-]?\d{5}(?![\w-])")
_WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
_NATIONAL_ID = re.compile(
    r"f(?:ø|o)dsels-?n(?:umme)?r|\bperson-?n(?:umme)?r|\bf\.?nr\b|\bd-?nummer|\bnational ?id",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S+\.\S")

Line = tuple[int, list[str]]


class Unreadable(Exception):
    """The file cannot be taken in. The text is a sentence that says what to do."""


@dataclass(frozen=True)
class Table:
    """Headings that differ from each other, and lines that are numbered as in the file."""

    headings: list[str]
    lines: list[Line]


def cell(value: str) -> str:
    """One cell as it can be stored: no NUL, nothing unpaired, and no end."""
    text = _NOT_STORED.sub(UNREADABLE, value[: 2 * LONGEST_CELL]).strip()
    if len(text) > LONGEST_CELL:
        text = text[:LONGEST_CELL] + UNREADABLE
    return unicodedata.normalize("NFC", text)


def table_of(rows) -> Table:
    """The table in numbered rows of texts. Empty rows are passed over.

    Raises ``Unreadable`` when there is nothing below the headings, when there is too much, when the
    first line holds data, and when a column holds national id numbers.
    """
    filled = ((number, cells) for number, row in rows if any(cells := [cell(text) for text in row]))
    first = next(filled, None)
    if first is None:
        raise Unreadable(_("The file is empty. Choose a file with headings and at least one line."))
    headings = _headings(first[1])
    lines: list[Line] = []
    for number, cells in filled:
        if len(lines) == MOST_LINES:
            raise Unreadable(
                _("The file has more than %(most)s lines. Divide it in several files.")
                % {"most": MOST_LINES}
            )
        _refuse_national_id(headings, number, cells)
        lines.append((number, _trimmed(cells)))
    if not lines:
        raise Unreadable(_("The file has headings, but no lines below them."))
    return Table(headings, lines)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _headings(cells: list[str]) -> list[str]:
    cells = _trimmed(cells)
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(
            _("The file has more than %(most)s columns. Leave out those that you do not need.")
            % {"most": MOST_COLUMNS}
        )
    _refuse_national_id([_("first line")] * len(cells), 1, cells)
    for text in cells:
        if _NATIONAL_ID.search(text):
            raise _national_id(text)
        if _ADDRESS.search(text) or parse_date(text) is not None:
            raise Unreadable(
                _("The first line must hold the headings of the columns, and this one holds data.")
            )
    found: list[str] = []
    for place, text in enumerate(cells, 1):
        name = " ".join(text.split())[:60] or _("Column %(number)s") % {"number": place}
        while name in found:
            name = f"{name} ({place})"
        found.append(name)
    return found


def _refuse_national_id(headings: list[str], number: int, cells: list[str]) -> None:
    for place, text in enumerate(cells):
        if is_national_id(text):
            raise _national_id(headings[place] if place < len(headings) else "", number)


def _national_id(column: str, number: int = 1) -> Unreadable:
    return Unreadable(
        _(
            "The column “%(column)s” seems to hold national id numbers (line %(line)s). Tryggspor "
            "does not take them in. Remove the column from the file and choose the file again."
        )
        % {"column": column, "line": number}
    )


def is_national_id(text: str) -> bool:
    """Eleven digits together; or ten that a spreadsheet has robbed of their first zero."""
    if _ELEVEN_DIGITS.search(text):
        return True
    return len(text) == 10 and text.isascii() and text.isdigit() and _has_check_digits("0" + text)


def _has_check_digits(digits: str) -> bool:
    return all(
        sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 == 0
        for weights in _WEIGHTS
    )
