"""The files of law are read as they stand, and what cannot be right is refused."""

from datetime import date

import pytest

from organisations.law import LawIsWrong, Words, law_for, loading


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """Other files than ours, for one test."""

    def put(name, text):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")

    def forget():
        for cached in (loading.entries, loading.names, loading._made):
            cached.cache_clear()

    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    forget()
    yield put
    forget()


ACT = """
[[in_force]]
from = {day}
act = {{ nb = "{act}", nn = "{act}", en = "{act}" }}
county_route = true
guardian_triggers = false
voice_by_observation = false
references = {{}}
{deadlines}
"""
ADVICE = """
[[in_force]]
from = 2020-01-01
[in_force.deadlines.plan]
length = 5
clock = "working_days"
source = "ours"
"""


def act(day, name="loven", deadlines="deadlines = {}"):
    return ACT.format(day=day, act=name, deadlines=deadlines)


def test_an_entry_that_is_added_holds_from_its_day(shelf):
    shelf("advice", ADVICE)
    shelf("school", act("2021-01-01", "gammel") + act("2027-08-01", "ny"))
    assert law_for("school", date(2027, 7, 31)).act == Words("gammel", "gammel", "gammel")
    assert law_for("school", date(2027, 8, 1)).act == Words("ny", "ny", "ny")


@pytest.mark.parametrize(
    "text",
    [
        act("2021-01-01") + act("2021-01-01"),
        act("2022-01-01") + act("2021-01-01"),
        'regime = "other"' + act("2021-01-01"),
        act(
            "2021-01-01",
            deadlines='deadlines.plan = {length = 7, clock = "calendar_days", '
            'source = "x", verified = true}',
        ),
        act(
            "2021-01-01",
            deadlines='deadlines.staff = {length = 1, clock = "at_once", '
            'source = "x", verified = true}',
        ),
        act(
            "2021-01-01",
            deadlines='deadlines.staff = {clock = "working_days", source = "x", verified = true}',
        ),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(shelf, text):
    shelf("advice", ADVICE)
    shelf("school", text)
    with pytest.raises(LawIsWrong):
        law_for("school", date(2026, 1, 1))
