"""What somebody looks for in the library. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.searching import search_key
from measures.library.loading import Ages, Entry


@dataclass(frozen=True)
class Wanted:
    """Empty is anything. ``digital`` is "yes", or "prevents" for those that prevent."""

    words: str = ""
    target: str = ""
    level: str = ""
    digital: str = ""
    ages: Ages | None = None

    def matching(self, entries: Iterable[Entry], language: str, place: str) -> list[Entry]:
        """Those that fit, in the order given. A measure that says no ages fits any."""
        return [entry for entry in entries if self._fits(entry, language, place)]

    def _fits(self, entry: Entry, language: str, place: str) -> bool:
        return (
            (not self.target or self.target in entry.targets)
            and (not self.level or self.level == entry.level)
            and (not self.digital or entry.digital)
            and (self.digital != "prevents" or entry.prevents)
            and _meet(self.ages, entry.ages)
            and self._said_by(entry, language, place)
        )

    def _said_by(self, entry: Entry, language: str, place: str) -> bool:
        """Every word that was typed begins a word of the measure as it is shown, or of its name in
        another language."""
        titles = (wording.title for wording in entry.texts.values())
        said = search_key(" ".join([*entry.wording(language, place), *titles]))
        begun = f" {said}"
        return all(f" {word}" in begun for word in search_key(self.words).split())


def _meet(asked: Ages | None, meant: Ages | None) -> bool:
    if asked is None or meant is None:
        return True
    return asked.first <= meant.last and meant.first <= asked.last
