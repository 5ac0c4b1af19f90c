"""Names of others that stand in a text which is to leave the case."""

import re
import unicodedata
from collections.abc import Iterable

from common.searching import search_key

WORD = re.compile(r"[^\W\d_]+")


def names_in(
    text: str,
    others: Iterable[str],
    own: str = "",
    *,
    whole_only: bool = False,
    any_case: bool = False,
) -> list[str]:
    """Which of the others are named in the text: by the whole name, however it is written, or by a
    part of it with a capital, as in "Liv", "Livs" or "Berg". Names that ``own`` bears too say
    nothing of the others. ``whole_only`` is for a text that names adults, who may have the same
    given name or surname. With ``any_case`` "liv" is pointed out too, which may be no name."""
    text = _seen(text)
    said = f" {' '.join(_keys(text))} "
    bears = set(_keys(own))
    capitals = {search_key(word) for word in WORD.findall(text) if any_case or word[0].isupper()}
    words = capitals - bears
    words |= {word.removesuffix("s") for word in words}
    found = []
    for name in others:
        whole = " ".join(_keys(name))
        by_part = not whole_only and not (_parts(name) - bears).isdisjoint(words)
        if by_part or f" {whole} " in said or f" {whole}s " in said:
            found.append(name)
    return found


def _seen(text: str) -> str:
    """The text as it is seen: nothing that no one sees stands between the letters of a name."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in composed if unicodedata.category(sign) not in ("Cf", "Mn"))


def _keys(text: str) -> list[str]:
    return re.findall(r"\w+", search_key(text))


def _parts(name: str) -> set[str]:
    """The names of which it is made; not an initial, nor what stands between them as "de" does."""
    parts = {search_key(word) for word in WORD.findall(name) if word[0].isupper()}
    return {part for part in parts if len(part) > 1} or set(_keys(name))
