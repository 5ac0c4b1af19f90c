"""What is awaited of somebody, from which day, and what became of it. It knows nothing of what the
product has stored: it is told what people have done, and counts by itself (``reckoning``)."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from config.simulation.reckoning import LEADER_AFTER, OWNER_AFTER

NAMES = {
    "concern": "Answer a concern",
    "ppt": "PPT answers an alert",
    "plan": "Make the plan",
    "heard": "Hear the pupil",
    "needs": "Give what is needed today",
    "family": "Tell the guardians",
    "trusted": "Name a trusted adult",
    "evaluation": "Evaluate a measure",
    "shared": "Evaluate a shared measure",
    "talk": "Talk with the pupil",
    "unsafe": "Say what is done: not safe",
    "decide": "Decide: twice without effect",
    "question": "Does it still start?",
    "replace": "Choose another measure",
    "measure_look": "Look whether it has lasted",
    "case_look": "Look after closing",
    "goes_on": "Does the case go on?",
    "propose": "Is it safe enough to close?",
    "review": "Review the whole case",
    "handover": "Hand on over the summer",
    "carrier": "Choose somebody else",
    "change": "Answer a change of school",
    "unanswered": "Call: not answered",
    "exclusion": "Confirm or lift an exclusion",
    "notice": "The owner receives a notice",
}
"""Every kind of duty that is reckoned with, as the table at the end names it."""


@dataclass(eq=False)
class Awaited:
    """One duty. ``marks`` are ids, one of which stands in the address that Min dag leads to;
    ``told`` are the kinds of message that tell of it; ``asked`` says who may be shown it."""

    kind: str
    thing: uuid.UUID
    due_on: date
    school: Any
    marks: tuple[str, ...]
    told: tuple[str, ...] = ()
    asked: Callable[[], list[Any]] = list
    # In English, where its words tell it from another duty of the same page.
    says: str = ""
    life: Any = None
    what: Any = None
    # Of evaluations: from where the date was counted, when nobody has chosen another.
    counted_from: date | None = None
    done: int = 0
    interval: int | None = None
    provisional: bool = False
    # What the bookkeeping has seen of it.
    has_come: bool = False
    made_on: date = date.max
    level: int = 0
    # It fell due when no sweep had been: the next one is to tell of it.
    is_untold: bool = False
    # Taken up again with its case, after a time in which nobody waited for it.
    is_resumed: bool = False


@dataclass
class Counts:
    due: int = 0
    in_time: int = 0
    late: int = 0
    to_leader: int = 0
    to_owner: int = 0
    fell_away: int = 0
    missed: int = 0


@dataclass
class Ledger:
    """All that is open, and the numbers of what is not."""

    open: dict[tuple[str, uuid.UUID], Awaited] = field(default_factory=dict)
    today: date = date.min
    counts: dict[str, Counts] = field(default_factory=lambda: {kind: Counts() for kind in NAMES})
    missed: list[str] = field(default_factory=list)

    def expect(self, awaited: Awaited) -> Awaited:
        """From now on. What is expected already keeps its first day."""
        awaited.made_on = min(awaited.made_on, self.today)
        return self.open.setdefault((awaited.kind, awaited.thing), awaited)

    def of(self, kind: str, thing: uuid.UUID) -> Awaited | None:
        return self.open.get((kind, thing))

    def answered(self, kind: str, thing: uuid.UUID, today: date) -> Awaited | None:
        awaited = self.open.pop((kind, thing), None)
        if awaited is not None:
            counts = self.counts[kind]
            self._comes(awaited)
            if today > awaited.due_on:
                counts.late += 1
            else:
                counts.in_time += 1
        return awaited

    def drop(self, kind: str, thing: uuid.UUID) -> Awaited | None:
        """Nobody waits for it any more."""
        awaited = self.open.pop((kind, thing), None)
        if awaited is not None and awaited.has_come:
            self.counts[kind].fell_away += 1
        return awaited

    def of_life(self, life: Any) -> list[Awaited]:
        return [awaited for awaited in self.open.values() if awaited.life is life]

    def due(self, today: date) -> Iterator[Awaited]:
        """What is to be done, the longest waiting first. Not by ids, which differ each time."""
        found = [awaited for awaited in self.open.values() if awaited.due_on <= today]
        return iter(sorted(found, key=lambda awaited: awaited.due_on))

    def coming(self, today: date) -> list[Awaited]:
        """What has fallen due and was not looked at yet. Each is given once for each date."""
        found = [awaited for awaited in self.due(today) if not awaited.has_come]
        for awaited in found:
            self._comes(awaited)
        return found

    def escalate(self, today: date) -> tuple[list[Awaited], list[Awaited]]:
        """Evaluations, reviews and steps over the summer of which the leader must be told today,
        and those of which the owner."""
        kinds, leader, owner = {"evaluation", "shared", "review", "handover"}, [], []
        for awaited in self.due(today):
            if awaited.kind not in kinds or awaited.level == 2:
                continue
            passed = awaited.school.days.passed(awaited.due_on, today)
            if passed >= LEADER_AFTER and awaited.level == 0:
                awaited.level = 1
                self.counts[awaited.kind].to_leader += 1
                leader.append(awaited)
            if passed >= OWNER_AFTER and awaited.level == 1:
                awaited.level = 2
                self.counts[awaited.kind].to_owner += 1
                owner.append(awaited)
        return leader, owner

    def miss(self, kind: str, words: str) -> None:
        self.counts[kind].missed += 1
        self.missed.append(words)

    def _comes(self, awaited: Awaited) -> None:
        if not awaited.has_come:
            awaited.has_come = True
            self.counts[awaited.kind].due += 1

    @property
    def waiting(self) -> dict[str, int]:
        """What has come and was neither done nor fell away."""
        found = dict.fromkeys(NAMES, 0)
        for awaited in self.open.values():
            found[awaited.kind] += awaited.has_come
        return found
