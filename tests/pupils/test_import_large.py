"""Many pupils in one file, through the same pages as any other: 300, in `make bench` 30 000.

Prints how long each step takes, and how far the memory of the process rises. Asserts only that all
of them are there.
"""

import os
import time
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pupils.models import Placement, Pupil, PupilImport
from tests.pupils.files import as_csv, as_workbook

PUPILS = 30_000 if os.environ.get("BENCH") else 300
CLASS_OF = 25
GIVEN = ["Áilu", "Bjørn", "Đorđe", "Eli", "Kåre", "Ŋeaŋŋu", "Øyvind", "Šáŋká", "Ŧuomas", "Åse"]
FAMILY = ["Andersen", "Bakken", "Ćurić", "Dahl", "Ødegård", "Somby", "Turi", "Vik", "Østby", "Ås"]


def rows():
    yield ["Elev-id", "Fornavn", "Etternavn", "Klasse", "Fødselsdato", "Målform"]
    for number in range(PUPILS):
        group = number // CLASS_OF
        yield [
            f"e{number:06d}",
            GIVEN[number % 10],
            f"{FAMILY[number // 10 % 10]} {number}",
            f"{group % 10 + 1}{group // 10:03d}",
            (date(2012, 1, 1) + timedelta(days=number % 2900)).isoformat(),
            ("nb", "nn", "")[number % 3],
        ]


class Steps:
    """Times one step after the other, and sees how far the memory rises in each."""

    def __init__(self, what):
        self.what = what

    def __call__(self, name, do):
        with suppress(OSError):  # not every container lets it
            Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here on
        before, start = memory("VmRSS"), time.perf_counter()
        done = do()
        took, most = time.perf_counter() - start, memory("VmHWM")
        print(
            f"measured: {self.what}: {name} {took:.1f} s, "
            f"memory from {before:.0f} to at most {most:.0f} MB"
        )
        return done


def memory(what):
    """Of this process, in MB, as the system counts it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def sent(client, unit, data):
    file = SimpleUploadedFile("liste", data)
    fields = {"kind": "pupils", "school_year": "2026", "file": file}
    return client.post(reverse("pupils:upload", args=[unit.pk]), fields).url


def chosen(client, address):
    form = client.get(address).context["form"]
    return client.post(address, {name: form[name].value() for name in form.fields}).url


def to_the_end(client, address, pieces):
    at = client.post(address).url
    job = PupilImport.objects.get()
    while job.state == "confirmed":
        start = time.perf_counter()
        client.post(reverse("pupils:go_on", args=[job.pk]))
        pieces.append(time.perf_counter() - start)
        job.refresh_from_db()
    return at


@pytest.mark.parametrize("form", [as_csv, as_workbook])
def test_many_pupils_in_one_file_and_the_same_again(form, fjellet, signed_in):
    client, pieces = signed_in(fjellet.school_administrator), []
    data = form(list(rows()))
    steps = Steps(f"{form.__name__}, {len(data) / 1024 / 1024:.1f} MB")
    columns = steps("read the file", lambda: sent(client, fjellet.school, data))
    look_over = steps("compare all lines", lambda: chosen(client, columns))
    page = steps("show what it would do", lambda: client.get(look_over))
    assert f"<strong>{PUPILS}</strong> New" in page.content.decode()
    steps("write all lines", lambda: to_the_end(client, look_over, pieces))
    print(f"measured: the longest of {len(pieces)} pieces of 1000 {max(pieces, default=0):.2f} s")
    again = steps("read the file again", lambda: sent(client, fjellet.school, data))
    look_over = steps("compare all lines again", lambda: chosen(client, again))
    assert f"<strong>{PUPILS}</strong> Unchanged" in client.get(look_over).content.decode()
    assert (Pupil.objects.count(), Placement.objects.count()) == (PUPILS, PUPILS)
