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
        ("Nordmann og Berg er etternavn.", ["Ola Nordmann", "Liv Ášlaug Berg"]),
        ("Olas søster, og Livs.", ["Ola Nordmann", "Liv Ášlaug Berg"]),
        ("ola nordmanns mor", ["Ola Nordmann"]),
        ("sa «ola nordmann»: nei", ["Ola Nordmann"]),
        ("Ol\u200da, L\u200civ og A\u030ase", OTHERS),
        ("L\ufe0fiv og \uff2fla", ["Ola Nordmann", "Liv Ášlaug Berg"]),
        ("", []),
    ],
)
def test_others_are_found_by_the_whole_name_or_a_given_one(text, found):
    assert names_in(text, OTHERS) == found


def test_a_name_that_the_pupil_bears_too_is_the_pupils():
    assert names_in("Liv er trygg. Livs lærer.", OTHERS, "Liv Hansen") == []
    assert names_in("Ola er trygg. Berg er trygg.", OTHERS, "Ola Berg") == []
    assert names_in("Jonas er trygg.", ["Jona Vik"], "Jonas Berg") == []
    assert names_in("Liv Ášlaug Berg", OTHERS, "Liv Hansen") == ["Liv Ášlaug Berg"]


def test_an_initial_and_what_stands_between_names_are_no_names():
    assert names_in("De går i 4 N. Der er det trygt.", ["Ola N. de Vries"]) == []
    assert names_in("Vries slo.", ["Ola N. de Vries"]) == ["Ola N. de Vries"]


def test_where_adults_are_named_only_the_whole_name_counts():
    assert names_in("Ring Ola Hansen.", OTHERS, whole_only=True) == []
    assert names_in("Ring Ola Nordmann.", OTHERS, whole_only=True) == ["Ola Nordmann"]
