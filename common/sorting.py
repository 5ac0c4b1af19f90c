"""Norwegian and Sámi order of names, stored beside the name: the database has no such collation."""

import unicodedata

_AFTER_Z = {"æ": "z1", "ä": "z1", "ø": "z2", "ö": "z2", "å": "z3"}
_LIKE = {"đ": "d1", "ŋ": "n1", "ŧ": "t1", "ð": "d1", "þ": "t1"}


def sort_key(name: str) -> str:
    """The key that puts æ, ø, å last, "aa" as å, and Sámi letters after the letter they resemble."""
    text = unicodedata.normalize("NFC", name).casefold().replace("aa", "å")
    key = []
    for letter in text:
        if letter in _AFTER_Z:
            key.append(_AFTER_Z[letter])
        elif letter in _LIKE:
            key.append(_LIKE[letter])
        else:
            base = unicodedata.normalize("NFD", letter)
            key.append(base[0] + "1" * (len(base) > 1))
    return "".join(key)[:200]
