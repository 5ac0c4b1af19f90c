"""What could take the place of a measure that did not do what it should. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from common.searching import search_key
from measures.library.loading import Ages, Entry

MOST = 5


@dataclass(frozen=True)
class Vacancy:
    """The place to be filled: the groups and the level of the old measure, what its plan has tried
    by key and by name, which groups would have no measure without it, and how old the pupil is,
    where that is known."""

    groups: frozenset[str]
    level: str
    digital: bool = False
    tried: Collection[str] = frozenset()
    named: Collection[str] = frozenset()
    empty: Collection[str] = frozenset()
    age: int | None = None

    def proposed(self, entries: Iterable[Entry]) -> list[Entry]:
        """At most five for one of the same groups that the plan has not tried, the one that fits
        best first: toward most of the groups that lack a measure, toward most of the old one's
        groups and fewest others, on the same level, about the same; then in the order given."""
        fitting = [entry for entry in entries if self._could_be(entry)]
        return sorted(fitting, key=self._distance)[:MOST]

    def _could_be(self, entry: Entry) -> bool:
        return (
            bool(self.groups & set(entry.targets))
            and entry.key not in self.tried
            and not self._is_named(entry)
            and (self.digital or not entry.digital)
            and self._is_of_age(entry.ages)
        )

    def _is_named(self, entry: Entry) -> bool:
        titles = {search_key(wording.title) for wording in entry.texts.values()}
        return not titles.isdisjoint(search_key(name) for name in self.named)

    def _is_of_age(self, meant: Ages | None) -> bool:
        return meant is None or self.age is None or meant.first <= self.age <= meant.last

    def _distance(self, entry: Entry) -> tuple[int, int, int, int, int]:
        toward = set(entry.targets)
        return (
            -len(toward & set(self.empty)),
            -len(toward & self.groups),
            entry.level != self.level,
            entry.digital != self.digital,
            len(toward - self.groups),
        )
