"""Whatever stands in a file: what it did is not done again, and reading it gives a table or a
sentence."""

import json
import unicodedata
from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from organisations.models import Membership
from pupils.actions import confirm_import
from pupils.intake.reading import read
from pupils.intake.summary import safe_cell
from pupils.intake.tables import Unreadable
from tests.clock import NOW, TODAY
from tests.factories.pupils import PlacementFactory, PupilFactory
from tests.pupils.files import PUPILS, as_csv, finished, looked_over
from tests.pupils.test_import_pupils import lists
from tests.scope import acting

few = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Few names, days and ids, so that lines meet each other and those we know.
NAMES = st.sampled_from(
    ["Åse Li", "Aase Li", "A\u030ase Li", "Ola Đorđe", "ola đorđe", "Kim", "=1"]
)
DAYS = st.sampled_from(["01.02.2014", "2014-02-01", "02.02.2014", "", "i fjor"])
IDS = st.sampled_from(["", "", "1", "2", "3"])
LINES = st.tuples(IDS, NAMES, st.sampled_from(["7A", "7a", "7B", ""]), DAYS)
KNOWN = st.tuples(
    st.sampled_from(["Åse Li", "Ola Đorđe", "Kim"]),
    st.sampled_from([None, date(2014, 2, 1), date(2014, 2, 2)]),
    st.booleans(),
    st.booleans(),
)


@few
@given(
    file=st.lists(LINES, min_size=1, max_size=12),
    known=st.lists(KNOWN, max_size=4),
    complete=st.booleans(),
)
def test_what_a_file_did_is_not_done_again(fjellet, file, known, complete):
    """A line that was not clear the first time may be so the second; no other changes anything, and
    a file without such lines changes nothing at all."""
    rows = [PUPILS[0][:4], *map(list, file)]
    with transaction.atomic():
        _know(fjellet.school, known)
        memberships = list(Membership.objects.order_by("pk").values())
        with acting(fjellet.principal, TODAY) as viewer:
            first = _done(fjellet.school, rows, viewer.person, complete)
            after = lists()
            second = _done(fjellet.school, rows, viewer.person, complete)
            assert "error" in first.values() or lists() == after
        clear = {number for number, outcome in first.items() if outcome != "error"}
        assert {second[number] for number in clear} <= {"unchanged", "error"}
        assert list(Membership.objects.order_by("pk").values()) == memberships
        transaction.set_rollback(True)


def _know(unit, known):
    for number, (name, born_on, has_left, placed) in enumerate(known):
        facts = {"name": name, "born_on": born_on, "left_on": TODAY if has_left else None}
        pupil = PupilFactory(unit=unit, source_id=str(number or ""), **facts)
        if placed and not has_left:
            PlacementFactory(pupil=pupil, group__unit=unit)


def _done(unit, rows, by, complete):
    """Line → outcome. A file without a line that can be used is left alone."""
    job = looked_over(unit, rows, by)
    said = {number: outcome for number, outcome, _more in job.chunks.first().outcomes}
    found = {number: said.get(number, "unchanged") for number in range(2, len(rows) + 1)}
    if set(found.values()) != {"error"}:
        finished(confirm_import(pupil_import=job, list_is_complete=complete, by=by, now=NOW), by)
    return found


@settings(max_examples=300)
@given(data=st.binary(max_size=400))
@example(b"PK\x03\x04" + bytes(30))
@example(b'"')
@example("Navn\n\udcff".encode("utf-8", "surrogatepass"))
def test_any_bytes_are_a_table_or_refused_in_words(data):
    try:
        table = read(data)
    except Unreadable:
        return
    assert table.lines
    json.dumps(table.lines).encode()
    assert "\0" not in "".join(text for _number, cells in table.lines for text in cells)


@settings(max_examples=200)
@given(
    cells=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=12),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_is_read_again(cells):
    kept = ["x", *(cell.strip() for cell in cells)]
    try:
        table = read(as_csv([[f"H{n}" for n in range(len(kept))], kept], encoding="utf-8-sig"))
    except Unreadable:
        return
    (line,) = table.lines
    wanted = [unicodedata.normalize("NFC", cell) for cell in kept]
    assert line[1] == wanted[: len(line[1])]


@given(text=st.text(max_size=20))
def test_no_cell_of_a_download_begins_a_formula(text):
    shown = safe_cell(text)
    assert shown.endswith(text)
    assert not shown.lstrip().startswith(("=", "+", "-", "@"))
