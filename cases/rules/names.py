"""Names of others that stand in a text which is to leave the case."""

import re
import unicodedata
from collections.abc import Iterable

from common.searching import search_key

WORD = re.compile(r"[^\W\d_]+")
# A name of so few letters stands inside other words: "Bo Li" in "bolig".
SHORT = 7


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
    given name or surname. With ``any_case`` "liv" is pointed out too, which may be no name, and a
    whole name in one word, as somebody is called in an app."""
    text = _seen(text)
    said = f" {' '.join(_keys(text))} "
    in_one = said.replace(" ", "").replace("_", "") if any_case else ""
    bears = set(_keys(own))
    looked_at = (word for word in WORD.findall(text) if any_case or word[0].isupper())
    words = set(map(search_key, looked_at)) - bears
    words |= {word.removesuffix("s") for word in words}
    found = []
    for name in others:
        whole = " ".join(_keys(name))
        by_part = not whole_only and not (_parts(name) - bears).isdisjoint(words)
        run_on = len(whole) > SHORT and whole.replace(" ", "") in in_one
        if by_part or run_on or f" {whole} " in said or f" {whole}s " in said:
            found.append(name)
    return found


def _seen(text: str) -> str:
    """The text as it is seen: nothing that no one sees stands between the letters of a name."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in composed if unicodedata.category(sign) not in ("Cf", "Mn"))


def _keys(text: str) -> list[str]:
    return re.findall(r"\w+", search_key(text))


def _parts(name: str) -> set[str]:
    """The names of which it is made, a double one in one word too; not an initial, nor what stands
    between them as "de" does."""
    name = _seen(name)
    words = [word for word in WORD.findall(name) if word[0].isupper() and len(word) > 1]
    parts = set(map(search_key, words))
    parts |= {search_key(one).replace(" ", "") for one in name.split() if "-" in one}
    return parts or set(_keys(name))
