"""A file as it was sent, read by what it holds and not by its name. Pure."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from pupils.intake.tables import Table, Unreadable, table_of
from pupils.intake.workbook import rows_of_workbook

MOST_BYTES = 10 * 1024 * 1024
DELIMITERS = ";,\t|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What letters beyond ASCII are written in where it is not UTF-8, the usual one first: Windows, Mac,
# DOS, and the two that have the Sámi letters.
_EIGHT_BITS = ("cp1252", "mac_roman", "cp865", "iso8859_10", "iso8859_4")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_OTHERS = re.compile(rb"%PDF|\x89PNG|\xff\xd8\xff|GIF8|\{\\rtf|\x1f\x8b|Rar!|7z\xbc|II\*|MM\x00\*")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|table|\?xml|svg|script)", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


def read(data: bytes) -> Table:
    """The table in a file: CSV in any usual writing, or an Excel workbook.

    Raises ``Unreadable`` with a sentence for everything else.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(
            _("The file is larger than %(most)s MB. Divide it in several files.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )
    if data.startswith(_ZIP):
        return table_of(rows_of_workbook(data))
    if data.startswith(_OLD_EXCEL):
        raise Unreadable(
            _(
                "This is an Excel file of the old kind (.xls), or one with a password. "
                "Save it as .xlsx without a password, or as CSV."
            )
        )
    if _OTHERS.match(data):
        raise _wrong_kind()
    text = decode(data)
    if _MARKUP.match(text):
        raise _wrong_kind()
    return table_of(_rows_of_text(text))


def _wrong_kind() -> Unreadable:
    return Unreadable(_("This is neither CSV nor Excel. Save the list as .xlsx or .csv first."))


def decode(data: bytes) -> str:
    """The text of a CSV file: UTF-8 or UTF-16 when it is that, else what reads as letters."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if data[:200].count(0) > len(data[:200]) // 4:
        little = data[1:200:2].count(0) > data[0:200:2].count(0)
        return _decoded(data, "utf-16-le" if little else "utf-16-be")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = max((data.decode(name, "replace") for name in _EIGHT_BITS), key=_letters)
    if sum(map(text.count, map(chr, (0, 1, 2, 3, 4, 5, 6, 7, 8)))) > 2:
        raise _wrong_kind()
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise Unreadable(
            _("The letters of the file cannot be read. Save it as CSV UTF-8, or as Excel.")
        ) from fault


def _letters(text: str) -> int:
    """How much the text beyond ASCII looks like names: letters for it, signs against it."""
    score = 0
    for character in set(text) - _ASCII:
        kind = unicodedata.category(character)
        worth = 3 if character in _NORDIC else 1 if kind in ("Ll", "Lu") else -4
        score += worth * text.count(character)
    return score


_ASCII = set(map(chr, range(128))) | set("\u00a0–’“”")
_NORDIC = set("æøåÆØÅáÁčČđĐŋŊšŠŧŦžŽäöÄÖéèêóòôüÉ")


def _rows_of_text(text: str) -> Iterator[tuple[int, list[str]]]:
    said = _SEPARATOR_LINE.match(text)
    skipped = 1 if said else 0
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    try:
        for row in reader:
            yield before + 1 + skipped, row
            before = reader.line_num
    except csv.Error as fault:
        raise Unreadable(
            _("The file cannot be read from line %(line)s on. Is a quotation mark left open there?")
            % {"line": before + 1 + skipped}
        ) from fault


def _delimiter(text: str) -> str:
    """The sign that divides the headings; what stands in quotation marks does not count."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=bare.count)
