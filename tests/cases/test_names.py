"""Names of other children in a text that is to leave the case."""

import pytest

from cases.rules import names_in

OTHERS = ["Ola Nordmann", "Liv Ášlaug Berg", "Åse"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ola slo.", ["Ola Nordmann"]),
        ("Det var OLA  NORDMANN.", ["Ola Nordmann"]),
        ("ola nordmann", ["Ola Nordmann"]),
        ("Sammen med Aslaug og Aase", ["Liv Ášlaug Berg", "Åse"]),
        ("Det er liv i klassen, og en solamann.", []),
        ("Nordmann og Berg er etternavn.", []),
        ("", []),
    ],
)
def test_others_are_found_by_the_whole_name_or_a_given_one(text, found):
    assert names_in(text, OTHERS) == found


def test_a_name_that_the_pupil_bears_too_is_the_pupils():
    assert names_in("Liv er trygg på Berg.", OTHERS, "Liv Hansen") == []
    assert names_in("Liv Ášlaug Berg", OTHERS, "Liv Hansen") == ["Liv Ášlaug Berg"]


def test_where_adults_are_named_only_the_whole_name_counts():
    assert names_in("Ring Ola Hansen.", OTHERS, whole_only=True) == []
    assert names_in("Ring Ola Nordmann.", OTHERS, whole_only=True) == ["Ola Nordmann"]
