"""Names of others that stand in a text which is to leave the case."""

import re
from collections.abc import Iterable

from common.searching import search_key


def names_in(
    text: str, others: Iterable[str], own: str = "", *, whole_only: bool = False
) -> list[str]:
    """Which of the others are named in the text: by the whole name, however it is written, or by a
    given name with a capital, as in "Liv". Names that ``own`` bears too say nothing of the others.
    ``whole_only`` is for a text that names adults, who may have the same given name."""
    said = f" {' '.join(search_key(text).split())} "
    words = {search_key(word) for word in re.findall(r"[^\W\d_]+", text) if word[0].isupper()}
    bears = set(search_key(own).split())
    found = []
    for name in others:
        parts = search_key(name).split()
        given = set(parts[:-1] or parts) - bears
        by_given = not whole_only and not given.isdisjoint(words)
        if by_given or f" {' '.join(parts)} " in said:
            found.append(name)
    return found
