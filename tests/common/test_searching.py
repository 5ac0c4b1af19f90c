"""How names are found: typed in whatever way a keyboard allows, and stored by the database."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.searching import begins, search_key

LETTERS = "aAåÅæÆäøØöšŠđĐŧŦŋŊžŽáÁčéïüǥʒǯłŁ\u0301\u030a\u030cczZßǽǿǻœ0 -.'’~1"
NAMES = st.text(st.sampled_from(LETTERS), max_size=30) | st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x17F, blacklist_categories=("Cc", "Cs")),
    max_size=30,
)


def has_no_loose_mark(name):
    """A mark that hangs on a letter must go on hanging on it when the letter is written as two."""
    return not any(unicodedata.category(letter)[0] == "M" for letter in name)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Åse Aasen", "aase åsen"),
        ("Máret-Ánne Bævttar", "maret anne baevttar"),
        ("Đorđe Šaldi", "dorde saldi"),
        ("Njeaŋŋu Ŧuoŧa", "njeannu tuota"),
        ("Žarko Čáhppes", "zarko cahppes"),
        ("Ærling Øverbygd", "ärling överbygd"),
        ("Ole-Johan van der Berg", "ole johan van-der berg"),
        ("O’Brien", "o'brien"),
        ("Müller Strauß", "MULLER STRAUSS"),
        ("Nööjen", "nøøjen"),
        ("Łukasz Wałęsa", "lukasz walesa"),
    ],
)
def test_a_name_is_found_as_it_can_be_typed(name, typed):
    assert search_key(name) == search_key(typed)


@pytest.mark.parametrize(
    ("one", "other"), [("Åse", "Ase"), ("Øyvind", "Oyvind"), ("Bjørn", "Bjorn"), ("Æ", "A")]
)
def test_letters_of_the_norwegian_alphabet_are_letters_of_their_own(one, other):
    assert search_key(one) != search_key(other)


@given(NAMES)
def test_the_key_of_a_key_is_the_key(name):
    assert search_key(search_key(name)) == search_key(name)


@given(NAMES)
def test_both_ways_of_writing_a_letter_have_the_same_key(name):
    composed, apart = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert search_key(composed) == search_key(apart)


@given(NAMES.map(lambda name: unicodedata.normalize("NFKC", name)).filter(has_no_loose_mark))
def test_the_double_a_and_the_ring_have_the_same_key(name):
    assert search_key(name.replace("å", "aa").replace("Å", "Aa")) == search_key(name)


@given(NAMES)
def test_capitals_make_no_difference(name):
    assert search_key(name.lower()) == search_key(name)


@given(NAMES)
def test_a_key_has_no_marks_and_no_signs_between_words(name):
    key = search_key(name)
    assert not set(key) & set("-.'’´")
    assert not any(unicodedata.combining(letter) for letter in key)


@pytest.mark.parametrize("words", ["", " ", "-", "'’"])
def test_words_without_anything_to_look_for_ask_for_nothing(words):
    assert not begins("search_key", words)


def test_what_no_database_stores_is_not_asked_for():
    assert begins("key", "ka\0ri \ud800") == begins("key", "ka ri")
