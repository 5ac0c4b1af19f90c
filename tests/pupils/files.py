"""Files of people as a school's system would write them."""

import csv
import hashlib
import io

from openpyxl import Workbook

from pupils.actions import choose_columns, confirm_import, go_on_with_import, stage_import
from pupils.intake import columns
from pupils.intake.reading import read
from pupils.models import PupilImport
from tests.clock import NOW

PUPILS = [
    ["Elev-id", "Navn", "Klasse", "Fødselsdato", "Målform"],
    ["e1", "Ærlend Øvrebø", "7A", "05.03.2014", "nb"],
    ["e2", "Šáŋká Ŧuollá-Đorđević", "7A", "17.11.2014", "nn"],
    ["e3", "Åse Å. Ødegård", "7B", "2014-01-31", ""],
]


def as_csv(rows, *, encoding="utf-8", delimiter=";", end="\r\n"):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows(rows)
    return written.getvalue().encode(encoding)


def as_workbook(rows):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def staged(unit, rows, by, *, kind="pupils", school_year=2026, now=NOW):
    """The rows, read and taken in."""
    data = as_csv(rows)
    return stage_import(
        unit=unit,
        kind=kind,
        school_year=school_year,
        table=read(data),
        sha256=hashlib.sha256(data).hexdigest(),
        by=by,
        now=now,
    )


def looked_over(unit, rows, by, **more):
    """The same with the columns that are guessed."""
    job = staged(unit, rows, by, **more)
    mapping = columns.guess(job.kind, job.headings)
    return choose_columns(pupil_import=job, mapping=mapping, by=by, now=more.get("now", NOW))


def imported(unit, rows, by, *, complete=False, now=NOW, **more):
    """The same, confirmed and done to the end."""
    job = looked_over(unit, rows, by, now=now, **more)
    job = confirm_import(pupil_import=job, list_is_complete=complete, by=by, now=now)
    return finished(job, by, now)


def finished(job, by, now=NOW):
    while job.state == PupilImport.State.CONFIRMED:
        job = go_on_with_import(pupil_import=job, by=by, now=now)
    return job
