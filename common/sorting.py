"""Norwegian and Sámi order of names, stored beside the name: the database has no such collation."""

import unicodedata

# The tilde sorts after every letter, so that æ comes after zz and đ after dz.
_AFTER_Z = {"æ": "z~1", "ä": "z~1", "ø": "z~2", "ö": "z~2", "å": "z~3"}
_AFTER_ITS_LIKE = {"đ": "d~", "ŋ": "n~", "ŧ": "t~", "ð": "d~", "þ": "t~"}


def sort_key(name: str) -> str:
    """The key that puts æ, ø, å last, "aa" as å, and Sámi letters after what they resemble."""
    text = unicodedata.normalize("NFC", name).casefold().replace("aa", "å")
    return "".join(map(_key, text))[:200]


def _key(letter: str) -> str:
    special = _AFTER_Z.get(letter) or _AFTER_ITS_LIKE.get(letter)
    if special:
        return special
    base = unicodedata.normalize("NFD", letter)
    return base[0] + "~" * (len(base) > 1)
