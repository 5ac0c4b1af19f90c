"""A file as it was sent: each usual way of writing is read, everything else refused in words."""

import io
import random
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from pupils.intake.reading import MOST_BYTES, decode, read
from pupils.intake.tables import Unreadable, is_national_id
from tests.pupils.files import PUPILS, as_csv, as_workbook

WITHOUT_SAMI = [PUPILS[0], PUPILS[1], PUPILS[3]]
FULL = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
EIGHT_BITS = ["latin-1", "cp1252", "mac_roman", "cp865"]

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", FULL)
def test_every_way_of_writing_all_letters(encoding, end, delimiter):
    table = read(as_csv(PUPILS, encoding=encoding, delimiter=delimiter, end=end))
    assert table.headings == PUPILS[0]
    assert [cells for _number, cells in table.lines] == [
        PUPILS[1], PUPILS[2], PUPILS[3][:4],
    ]  # fmt: skip
    assert [number for number, _cells in table.lines] == [2, 3, 4]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", EIGHT_BITS)
def test_every_way_of_writing_the_norwegian_letters(encoding, delimiter):
    table = read(as_csv(WITHOUT_SAMI, encoding=encoding, delimiter=delimiter))
    assert [cells[1] for _number, cells in table.lines] == ["Ærlend Øvrebø", "Åse Å. Ødegård"]
    assert table.headings == PUPILS[0]


def test_eight_bits_with_sami_letters():
    assert decode("Čáhppe Šáŋká Ŧuollá Đorđe".encode("iso8859_10")) == "Čáhppe Šáŋká Ŧuollá Đorđe"


def test_a_workbook_with_real_dates_and_numbers():
    rows = [
        PUPILS[0],
        [17, "Ærlend", "7A", date(2014, 3, 5), None],
        [18.0, "Šáŋká", "7B", datetime(2014, 11, 17), "nn"],
    ]
    table = read(as_workbook(rows))
    assert table.headings == PUPILS[0]
    assert table.lines == [
        (2, ["17", "Ærlend", "7A", "2014-03-05"]),
        (3, ["18", "Šáŋká", "7B", "2014-11-17", "nn"]),
    ]


def test_letters_in_parts_become_one():
    table = read(as_csv([["Navn"], ["A\u030ase Bjo\u0308rk"]]))
    assert table.lines == [(2, ["Åse Björk"])]


def test_lines_within_quotes_keep_the_numbers_of_the_file():
    data = b'Navn;Klasse\r\n"Kari\r\nNordmann";7A\r\n\r\nOla;7B\r\n'
    assert read(data).lines == [(2, ["Kari\r\nNordmann", "7A"]), (5, ["Ola", "7B"])]


def test_the_line_that_excel_begins_with_is_passed_over():
    assert read(b"sep=,\r\nNavn,Klasse\r\nOla;a,7B\r\n").lines == [(3, ["Ola;a", "7B"])]


def test_headings_are_made_to_differ():
    assert read(b"Navn;Navn;;X\nA;B;C;D\n").headings == ["Navn", "Navn (2)", "Column 3", "X"]


def test_a_formula_is_text_and_is_not_worked_out():
    table = read(as_csv([["Navn"], ['=HYPERLINK("http://x.example";"Kari")'], ["+47 Ola"], ["@A"]]))
    assert [cells[0] for _number, cells in table.lines] == [
        '=HYPERLINK("http://x.example";"Kari")', "+47 Ola", "@A",
    ]  # fmt: skip


def test_a_formula_of_a_workbook_counts_as_its_stored_value():
    book = Workbook()
    book.active.append(["Navn", "Klasse"])
    book.active.append(['=CONCATENATE("Ka","ri")', "7A"])
    written = io.BytesIO()
    book.save(written)
    assert read(written.getvalue()).lines == [(2, ["", "7A"])]


def zipped(parts, *, method=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def noise(size):
    """What is squeezed to a fourth, as texts are."""
    return random.Random(1).randbytes(size).translate(b"abcd" * 64)


def with_entities():
    """A workbook whose one cell is a hundred million laughs."""
    book = zipfile.ZipFile(io.BytesIO(as_workbook([["Navn"], ["Ola"]])))
    parts = {name: book.read(name).decode() for name in book.namelist()}
    sheet = next(name for name in parts if "sheet1" in name)
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">'
    for before, here in zip("abcdefgh", "bcdefghi", strict=True):
        laughs += f'<!ENTITY {here} "{f"&{before};" * 10}">'
    start, _end, rest = parts[sheet].partition("?>")
    parts[sheet] = f"{laughs}]>{(rest or start).replace('Ola', '&i;')}"
    return zipped(parts)


MANY = [[f"Kolonne {n}" for n in range(100)], ["x"] * 100]
BAD = {
    "empty": (b"", "The file is empty."),
    "only spaces": (b" \r\n ; ;\r\n", "The file is empty."),
    "only a mark": ("\ufeff".encode(), "The file is empty."),
    "headings only": (b"Navn;Klasse\r\n", "has headings, but no lines"),
    "an empty workbook": (as_workbook([]), "The file is empty."),
    "a workbook with headings only": (as_workbook([["Navn"]]), "has headings, but no lines"),
    "too many columns": (as_csv(MANY), "more than 60 columns"),
    "too many columns in a workbook": (as_workbook(MANY), "more than 60 columns"),
    "too many lines": (b"Navn\n" + b"Ola\n" * 50_001, "more than 50000 lines"),
    "too large": (b"N" * (MOST_BYTES + 1), "larger than 10 MB"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "of the old kind (.xls)"),
    "PDF": (b"%PDF-1.7\n1 0 obj", "neither CSV nor Excel"),
    "PNG": (b"\x89PNG\r\n\x1a\n\0\0", "neither CSV nor Excel"),
    "a page": (b"<html><table><tr><td>Navn", "neither CSV nor Excel"),
    "another archive": (zipped({"a.txt": "Navn"}), "not an Excel file"),
    "half a workbook": (as_workbook(PUPILS)[:900], "damaged"),
    "a workbook of nothing": (zipped({"xl/workbook.xml": "<a"}), "damaged"),
    "a bomb": (zipped({"xl/workbook.xml": bytes(80_000_000)}), "unpacks to far more"),
    "a small bomb": (zipped({"xl/workbook.xml": bytes(2_000_000)}), "unpacks to far more"),
    "many texts": (zipped({"xl/sharedStrings.xml": noise(8_400_000)}), "unpacks to far more"),
    "a large sheet": (zipped({"xl/worksheets/a.xml": noise(25_200_000)}), "unpacks to far more"),
    "many parts": (zipped({f"{n}": "" for n in range(600)}), "unpacks to far more"),
    "laughs": (with_entities(), "damaged"),
    "an open quote": (b'Navn;Klasse\n"Kari;7A\n' + b"x" * 140_000, "quotation mark"),
    "data first": (b"Kari Nordmann;05.03.2014\nOla;06.03.2014\n", "must hold the headings"),
    "addresses first": (b"Kari;kari@skole.example\nOla;o@skole.example\n", "must hold the headi"),
    "broken letters": (b"\xff\xfeN\0a\0v", "letters of the file cannot be read"),
    "controls": (b"Navn\x01\x02\x03\x04;b\nOla;c", "neither CSV nor Excel"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_taken_in_is_refused_in_words(what):
    data, sentence = BAD[what]
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["Navn", "Fødselsnummer"], ["Ola", "x"]], "“Fødselsnummer”"),
        ([["Navn", "Fnr"], ["Ola", ""]], "“Fnr”"),
        ([["Navn", "Annet"], ["Ola", "ok"], ["Kari", "01010112345"]], "“Annet” seems to hold"),
        ([["Navn", "Annet"], ["Kari", "010101 12345"]], "(line 2)"),
        ([["Navn"], ["Kari (01010112345)"]], "“Navn”"),
    ],
)
def test_national_id_numbers_are_refused(rows, said):
    for data in (as_csv(rows), as_workbook(rows)):
        with pytest.raises(Unreadable) as refused:
            read(data)
        assert said in str(refused.value)
        assert "0101" not in str(refused.value)


def test_a_number_without_its_first_zero_is_known_by_its_check_digits():
    assert is_national_id("1811500018")  # of nobody: the month is more than 80
    assert not is_national_id("4712345678")
    assert not is_national_id("a-12345678901234")
    assert not is_national_id("9c858901-8a57-4791-81fe-4c455b099bc9")
    assert not is_national_id("12345678")
