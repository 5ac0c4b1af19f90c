"""How names and titles are looked for, on any keyboard. Said twice, in Python for what was typed
and in SQL for what is stored, from the same two tables; a test holds the two alike.
"""

import unicodedata
from itertools import zip_longest

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Lower, Replace

# A letter and the mark on it stand apart here, as NFD has it. What Swedes and Germans write for æ
# and ø is the same letter, and å is aa.
WHOLE = (
    ("a\u030a", "aa"),
    ("a\u0308", "ae"),
    ("o\u0308", "oe"),
    ("æ", "ae"),
    ("Æ", "ae"),
    ("ø", "oe"),
    ("Ø", "oe"),
    ("ß", "ss"),
)
# One for one: letters as they are typed without a key for them, and a space for what stands between
# words. The rest is dropped: marks and apostrophes. Capitals too, for a database whose own small
# letters end at z.
LETTERS = "đĐðÐŋŊŧŦþÞłŁʒƷǥǤœŒı-‐–./,()'’‘ʼ`´" + "".join(map(chr, range(0x300, 0x370)))
TYPED = "ddddnnttttllzzggooi" + " " * 8
_ONE_FOR_ONE = {ord(letter): typed for letter, typed in zip_longest(LETTERS, TYPED, fillvalue="")}


def search_key(text: str) -> str:
    """Small letters without their marks, å as aa, æ and ä alike, ø and ö alike, and a space for
    what stands between words. The key of a key is the key."""
    found = unicodedata.normalize("NFD", text).lower()
    for whole, typed in WHOLE:
        found = found.replace(whole, typed)
    return found.translate(_ONE_FOR_ONE)


def searched(column: str) -> models.Expression:
    """The same of a column, made by the database."""
    apart = Func(F(column), function="NORMALIZE", template="%(function)s(%(expressions)s, NFD)")
    found: models.Expression = Lower(apart)
    for whole, typed in WHOLE:
        found = Replace(found, Value(whole), Value(typed))
    return Func(
        found, Value(LETTERS), Value(TYPED), function="TRANSLATE", output_field=models.TextField()
    )


def begins(column: str, words: str) -> models.Q:
    """Each of the words begins a word in the column of keys. Signs alone ask for nothing, nor do
    characters that no database stores.

    Such comparisons could tell of rows that one may not see, were they asked first: so begin with
    what the viewer sees, and filter by this afterwards.
    """
    asked = models.Q()
    storable = words.replace("\0", " ").encode(errors="ignore").decode()
    for word in search_key(storable).split():
        asked &= models.Q(**{f"{column}__startswith": word}) | models.Q(
            **{f"{column}__contains": f" {word}"}
        )
    return asked
