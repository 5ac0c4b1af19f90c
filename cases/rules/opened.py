"""What of a case is opened to PPT: its parts, for how long, and whose names stand in the texts."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cases.rules.names import names_in

MONTHS = 6
"""The longest time for which something is opened (design, 4.7). After that it is decided anew."""


@dataclass(frozen=True)
class Standing:
    """A name that stands in a part. ``surely``: as a name is written, with a capital or whole;
    otherwise the word may be no name, as in "hele sitt liv". ``is_described``: it is no name, but
    how somebody is described who is not named in the case. ``is_place``: which school it is."""

    part: str
    name: str
    surely: bool
    is_described: bool = False
    is_place: bool = False


@dataclass(frozen=True)
class Known:
    """Who is known in a case: by name, or by a description as "gutt i 6B". ``place``: what its
    school is called, where the alert does not tell PPT which one it is."""

    names: Collection[str] = ()
    descriptions: Collection[str] = ()
    place: str = ""

    def standing_in(
        self, texts: Mapping[str, str], opened: str = "", *, with_place: bool = False
    ) -> list[Standing]:
        """Everybody who stands in the texts and is not among those ``opened``; and the place, where
        that is not opened too (``with_place``)."""
        places = [] if with_place or not self.place else [self.place]
        return [
            *names_standing(texts, self.names, opened),
            *(
                Standing(part, one, surely=False, is_described=True)
                for part, text in texts.items()
                for one in _described_in(text, self.descriptions, opened)
            ),
            *(
                Standing(part, one, surely=False, is_place=True)
                for part, text in texts.items()
                for one in names_in(text, places, whole_only=True)
            ),
        ]


def _described_in(text: str, descriptions: Iterable[str], opened: str) -> list[str]:
    """Those that stand there word for word: parts of one ("gutt") say nothing of anybody."""
    seen = sorted(set(descriptions) - set(names_in(opened, descriptions, whole_only=True)))
    return names_in(text, seen, whole_only=True)


def names_standing(
    texts: Mapping[str, str], known: Iterable[str], opened: str = ""
) -> list[Standing]:
    """Names of people known in the case that stand in the texts and are not among those ``opened``.

    By whole names, given names and surnames, with a genitive -s too, in capitals or not.
    """
    known = sorted(set(known))
    allowed = _opened(opened, known)
    others = [name for name in known if name not in allowed]
    own = " ".join(allowed)
    found = []
    for part, text in texts.items():
        surely = names_in(text, others, own)
        found += [
            Standing(part, name, name in surely)
            for name in names_in(text, others, own, any_case=True)
        ]
    return found


def _opened(opened: str, known: list[str]) -> list[str]:
    """Those who are named there whole, or by a given name that is none of theirs. A surname alone
    opens nobody: brothers and sisters have the same."""
    whole = names_in(opened, known, whole_only=True)
    theirs = " ".join(whole)
    given = {name: name.split()[:1] for name in known if name not in whole}
    return whole + [
        name for name, one in given.items() if names_in(opened, one) and not names_in(theirs, one)
    ]


def last_day_open(today: date) -> date:
    """Six months from today: the same day of the month, or the last of a shorter one."""
    years, months = divmod(today.month - 1 + MONTHS, 12)
    year, month = today.year + years, months + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))
