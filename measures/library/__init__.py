"""The library: measures that a plan can start from, and whole plans for common situations. Help,
never a closed list; all of it is adapted before it is used.
"""

from measures.library.fitting import Vacancy
from measures.library.loading import (
    KINDERGARTEN,
    SCHOOL,
    Ages,
    Entry,
    LibraryIsWrong,
    Package,
    Situation,
    Wording,
    common,
    packages,
)
from measures.library.offered import (
    entry_of,
    find,
    kinds_of_place,
    offered_at,
    offered_by,
    word_for_word,
)
from measures.library.packing import Placed, laid_out
from measures.library.searching import Wanted

__all__ = [
    "KINDERGARTEN",
    "SCHOOL",
    "Ages",
    "Entry",
    "LibraryIsWrong",
    "Package",
    "Placed",
    "Situation",
    "Vacancy",
    "Wanted",
    "Wording",
    "common",
    "entry_of",
    "find",
    "laid_out",
    "offered_at",
    "offered_by",
    "packages",
    "kinds_of_place",
    "word_for_word",
]
