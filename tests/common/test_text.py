import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text import TextRefused, clean_text, has_letter_or_digit

CLEANABLE = st.text(
    st.characters(
        blacklist_categories=("Cc", "Cs"),
        blacklist_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    )
    | st.sampled_from("\n\r\t \u00a0e\u0301å")
)


@given(CLEANABLE)
def test_cleaning_what_is_clean_changes_nothing(text):
    try:
        once = clean_text(text)
    except TextRefused:
        return
    assert clean_text(once) == once


@given(CLEANABLE)
def test_a_clean_text_is_nfc_with_plain_line_breaks_and_no_space_around_it(text):
    try:
        clean = clean_text(text)
    except TextRefused:
        return
    assert unicodedata.is_normalized("NFC", clean)
    assert "\r" not in clean
    assert clean == clean.strip()


@given(CLEANABLE)
def test_one_line_stays_one_line(text):
    try:
        clean = clean_text(text, lines=False)
    except TextRefused:
        return
    assert len(clean.splitlines()) <= 1


@given(
    CLEANABLE,
    st.sampled_from("\x00\x01\x08\x1b\x7f\x80\x9f\u202a\u202d\u202e\u2066\u2069"),
    CLEANABLE,
)
def test_controls_and_direction_overrides_are_refused_wherever_they_stand(before, forbidden, after):
    with pytest.raises(TextRefused):
        clean_text(before + forbidden + after)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("A\u030asa", "Åsa"),
        ("Máhtte Đ. Ŋ\u200b", "Máhtte Đ. Ŋ"),
        ("\ufeffHei\u00ad", "Hei"),
        ("en\r\nto\x0btre\u2028fire", "en\nto\ntre\nfire"),
        ("a  \n\n\n\n\n  b", "a\n\n\n  b"),
        ("👩‍👧 sa det", "👩‍👧 sa det"),
        ("سلام", "سلام"),
    ],
)
def test_what_is_pasted_along_is_dropped_and_what_is_meant_is_kept(typed, clean):
    assert clean_text(typed) == clean


def test_towers_of_marks_are_refused_before_they_are_put_in_order():
    with pytest.raises(TextRefused):
        clean_text("e" + "\u0301\u0316" * 50_000)


@pytest.mark.parametrize(
    ("text", "readable"), [("a", True), ("7B", True), ("Ŋ", True), ("...", False), ("🙂", False)]
)
def test_signs_alone_are_nothing_to_read(text, readable):
    assert has_letter_or_digit(text) is readable
