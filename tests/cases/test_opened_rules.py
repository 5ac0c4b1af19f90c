"""Whose names stand in what is opened, and for how long it is open."""

from datetime import date

import pytest

from cases.rules import Known, Standing, last_day_open, names_standing

KNOWN = ["Liv Ášlaug Berg", "Jonas Berg", "Åse Ødegård", "Bjørn Fjellet"]


def standing(text, opened=""):
    found = names_standing({"problem": text}, KNOWN, opened)
    return [(one.name, one.surely) for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Eleven står alene.", []),
        ("Jonas slo.", [("Jonas Berg", True)]),
        ("Det var JONAS.", [("Jonas Berg", True)]),
        ("Det er jonas sin tur.", [("Jonas Berg", False)]),
        ("åses venner", [("Åse Ødegård", False)]),
        ("Ødegårds mor ringte.", [("Åse Ødegård", True)]),
        ("hele sitt liv", [("Liv Ášlaug Berg", False)]),
        ("Livs lærer er bjørn fjellet.", [("Bjørn Fjellet", True), ("Liv Ášlaug Berg", True)]),
        ("Familien Berg", [("Jonas Berg", True), ("Liv Ášlaug Berg", True)]),
        ("Jo\u0301nas og Jon\u200bas", [("Jonas Berg", True)]),
    ],
)
def test_a_name_that_stands_in_a_text_is_found(text, found):
    assert standing(text) == found


def test_a_name_that_is_opened_may_stand_and_the_others_not():
    text = "Liv er alene. Jonas slo."
    assert standing(text, opened="Liv Ášlaug Berg") == [("Jonas Berg", True)]
    # The surname is the opened one's too.
    assert standing("Liv Berg er alene.", opened="Liv") == []
    assert standing(text, opened="Liv og Jonas") == []
    # A surname alone opens nobody, and two with one given name are told apart by the whole name.
    assert standing("Berg", opened="Berg") == [("Jonas Berg", True), ("Liv Ášlaug Berg", True)]
    assert standing("Jonas Berg er alene.", opened="Liv Berg") == [("Jonas Berg", True)]
    both = ["Liv Berg", "Liv Moe"]
    assert names_standing({"problem": "Liv er alene."}, both, "Liv Berg") == []
    found = names_standing({"problem": "Liv og Moe."}, both, "Liv Berg")
    assert found == [Standing("problem", "Liv Moe", True)]


def test_each_text_is_told_apart():
    found = names_standing({"problem": "Alt bra.", "tried": "Samtale med Jonas"}, KNOWN)
    assert found == [Standing("tried", "Jonas Berg", True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("En gutt i 6B slo.", ["gutt i 6B"]),
        ("GUTT I 6b", ["gutt i 6B"]),
        ("Gutten i 6B, og en gutt i 6A", []),
        ("Assistentens", []),
        ("Assistents", ["assistent"]),
        ("", []),
    ],
)
def test_a_description_is_found_word_for_word_and_is_never_surely_a_name(text, found):
    known = Known(KNOWN, ["gutt i 6B", "assistent"])
    expected = [Standing("tried", one, surely=False, is_described=True) for one in found]
    assert known.standing_in({"tried": text}) == expected
    assert known.standing_in({"tried": text}, opened=text) == []


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 23), date(2027, 5, 23)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 6, 1), date(2026, 12, 1)),
    ],
)
def test_six_months_is_the_longest(today, last):
    assert last_day_open(today) == last
