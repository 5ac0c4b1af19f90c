"""Typed text, made safe to store, to show and to compare. Pure."""

import re
import unicodedata
from itertools import groupby

# C0 and C1 controls but tab and those that break lines, and characters that turn the reading
# direction round and so make a text read differently from what it says.
_REFUSED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Zero-width space, word joiner, byte-order mark, soft hyphen: pasted along, never meant. Invisible
# signs and tags: a record holds nothing that nobody sees.
_DROPPED = re.compile(
    "[\u200b\u2060\ufeff\u00ad\u180e\u2061-\u2064\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TOO_MANY_EMPTY_LINES = re.compile(r"\n{4,}")
# Counted as letters, and shown as nothing: the fillers of Korean writing.
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
# Putting marks in order takes the square of a run's length, and no writing needs this many.
LONGEST_RUN_OF_MARKS = 30


class TextRefused(ValueError):
    """The text holds characters that must not be stored."""


def clean_text(text: str, *, lines: bool = True) -> str:
    """The text in NFC, with plain line breaks and without what cannot be seen.

    Raises ``TextRefused`` for controls and direction overrides. With ``lines=False`` it becomes
    one line. Cleaning what is clean changes nothing.
    """
    text = _DROPPED.sub("", _LINE_BREAKS.sub("\n", text))
    if _REFUSED.search(text) or _longest_run_of_marks(text) > LONGEST_RUN_OF_MARKS:
        raise TextRefused
    text = unicodedata.normalize("NFC", text)
    if not lines:
        return " ".join(text.split())
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _TOO_MANY_EMPTY_LINES.sub("\n\n\n", text).strip()


def has_letter_or_digit(text: str) -> bool:
    """Is there anything to read? Signs, spaces and emoji alone say nothing in a record."""
    return any(
        unicodedata.category(character)[0] in "LN" and character not in _BLANK_LETTERS
        for character in text
    )


def _longest_run_of_marks(text: str) -> int:
    if text.isascii():
        return 0
    runs = groupby(text, key=lambda character: unicodedata.combining(character) != 0)
    return max((sum(1 for _ in run) for marks, run in runs if marks), default=0)
