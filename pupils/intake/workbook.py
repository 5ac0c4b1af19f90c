"""The first sheet of an Excel workbook, read without letting it grow. Pure."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from pupils.intake.tables import MOST_COLUMNS, Unreadable

MOST_UNPACKED = 24 * 1024 * 1024
# All but the sheets is read whole into the memory, where each text takes many times its size.
MOST_HELD = 8 * 1024 * 1024
SHEETS = "xl/worksheets/"
MOST_RATIO = 100
MOST_PARTS = 500
# Small parts may be squeezed hard without harm.
SMALL = 64 * 1024
# So many empty rows in a row, and the rest of the sheet is only paint.
ONLY_PAINT = 10_000
# What a spreadsheet shows where a formula failed.
FAILED = {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"}


def rows_of_workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The numbered rows of the first sheet that has any, each cell as text.

    A formula counts as the value that was stored with it; it is never worked out. Raises
    ``Unreadable`` for what is no workbook, and for one that would unpack to too much.
    """
    _refuse_what_grows(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that nobody here asks for
        try:
            yield from _rows(data)
        except Exception as fault:  # whatever a file that was made to harm brings about
            raise Unreadable(
                _("The Excel file is damaged, or made in a way that we cannot read. Save it again.")
            ) from fault


def _refuse_what_grows(data: bytes) -> None:
    """Look at the directory of the archive before anything is unpacked: no part unpacks to more
    than it says there. zipfile answers a way of packing that it does not know with
    NotImplementedError."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise Unreadable(_("The Excel file is damaged. Save it again.")) from fault
    unpacked = sum(part.file_size for part in parts)
    squeezed = any(
        part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    held = sum(part.file_size for part in parts if not part.filename.startswith(SHEETS))
    is_large = unpacked > MOST_UNPACKED or held > MOST_HELD
    if len(parts) > MOST_PARTS or is_large or squeezed:
        raise Unreadable(
            _("The file unpacks to far more than its size, so we do not open it. Save it as CSV.")
        )
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable(_("This is not an Excel file. Save the list as .xlsx or .csv first."))


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what the sheet says of its size is not to be trusted
            some, blank = False, 0
            for number, row in enumerate(
                sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1
            ):
                cells = [_text(value) for value in row]
                blank = 0 if any(cells) else blank + 1
                if blank > ONLY_PAINT:
                    break
                some = some or not blank
                yield number, cells
            if some:
                return
    finally:
        book.close()


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return "" if text in FAILED else text
