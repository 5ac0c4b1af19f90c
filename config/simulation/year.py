"""The days go by: the sweep in the morning, when it runs; what people do; and what is watched."""

import logging
import random
from collections.abc import Callable
from datetime import date
from functools import partial
from time import monotonic

from django.core.exceptions import PermissionDenied

from common.errors import ActionError
from config.simulation import watching
from config.simulation.facts import count_again, read_all
from config.simulation.ledger import Awaited
from config.simulation.people import ANSWERS, HABITS
from config.simulation.people.rounds import make_due
from config.simulation.reckoning import DAY, is_working_day
from config.simulation.scratch import Scratch
from config.simulation.setting import put_up
from config.simulation.world import School, World
from evaluations.sweep import sweep
from notifications.delivery import deliver

OUTAGE, LONGEST_OUTAGE = 0.03, 5
# What people do before it is due too, and how likely on one day.
EARLY = {
    "plan", "heard", "trusted", "family", "ppt", "question", "review", "handover", "change",
    "propose",
}  # fmt: skip
# What does not wait until the unit is open to children.
ANY_DAY = {"concern", "plan", "ppt", "unsafe", "exclusion", "notice", "needs"}
SHARE_EARLY = 0.15
ON_TIME, LATER, SLOWLY = 0.6, 0.4, 0.06
LEADERS_IN_BREAKS = 0.5

Say = Callable[[str], None]


class Year:
    def __init__(
        self,
        scratch: Scratch,
        *,
        schools: int,
        first: date,
        last: date,
        seed: int,
        say: Say,
        pace: float = 1,
    ) -> None:
        # Repeatable chance, not secrets.
        self.world = World(scratch, random.Random(seed), first, last, pace)  # noqa: S311
        self.schools, self.say = schools, say
        self.began = monotonic()
        self.away_until = date.min

    def go(self) -> World:
        world = self.world
        world.begin(world.first - DAY, 12)
        put_up(world, self.schools)
        kindergartens = sum(one.is_kindergarten for one in world.schools)
        self.say(
            f"{self.schools} schools stand after {monotonic() - self.began:.0f} s;"
            f" kindergartens: {kindergartens}."
        )
        for number in range((world.last - world.first).days + 1):
            self._day(world.first + DAY * number)
        world.begin(world.last, 21)
        self._sweep()
        return world

    def _day(self, day: date) -> None:
        world = self.world
        world.begin(day, 6)
        if day > self.away_until and world.chance(OUTAGE):
            self.away_until = day + DAY * world.rng.randrange(0, LONGEST_OUTAGE)
        has_swept = day > self.away_until
        if has_swept:
            self._sweep()
        watching.look(world, has_swept=has_swept)
        world.begin(day, 8)
        if is_working_day(day):
            self._people(day)
        if (day + DAY).month != day.month or day == world.last:
            self._report(day)

    def _sweep(self) -> None:
        """As the worker does it: the round, and the letters."""
        world = self.world
        with world.scratch.role("worker"):
            try:
                sweep(world.now)
            except Exception as failure:  # its other steps are done all the same
                world.refused[f"A step of the sweep failed: {failure}"] += 1
            while deliver(now=world.now).is_full:
                pass
        count_again(world)
        make_due(world)
        read_all(world)
        watching.look_at_levels(world)
        watching.look_at_starts(world)

    def _people(self, day: date) -> None:
        world = self.world
        for school in world.schools:
            if school.days.is_open(day) or world.chance(LEADERS_IN_BREAKS):
                for habit in HABITS:
                    self._try(partial(habit, world, school))
        watching.look(world)
        self._answer(list(world.ledger.open.values()))
        watching.look(world)
        # What somebody has brought up today may be done today.
        self._answer([one for one in world.ledger.due(day) if one.due_on == one.made_on == day])

    def _answer(self, waiting: list[Awaited]) -> None:
        ledger = self.world.ledger
        for awaited in waiting:
            still = ledger.of(awaited.kind, awaited.thing) is awaited
            if still and awaited.kind in ANSWERS and self._gets_to(awaited):
                self._try(partial(ANSWERS[awaited.kind], self.world, awaited))

    def _gets_to(self, awaited: Awaited) -> bool:
        """Does somebody get to it today?"""
        world, school = self.world, awaited.school
        if awaited.due_on > world.day:
            return awaited.kind in EARLY and world.chance(SHARE_EARLY)
        if not school.days.is_open(world.day):
            return awaited.kind in ANY_DAY and world.chance(LATER)
        if self._is_slow(school, awaited):
            return world.chance(SLOWLY)
        return world.chance(ON_TIME if awaited.due_on == world.day else LATER)

    def _is_slow(self, school: School, awaited: Awaited) -> bool:
        carries_out = awaited.kind in ("evaluation", "shared")
        return carries_out and awaited.what.carrier.pk in school.slow

    def _try(self, do: Callable[[], None]) -> None:
        """What an action refuses is told at the end: people are to do what is allowed."""
        try:
            do()
        except (ActionError, PermissionDenied) as refusal:
            logging.getLogger(__name__).info("Refused", exc_info=True)
            self.world.refused[str(refusal) or "Not permitted"] += 1

    def _report(self, day: date) -> None:
        world, gone = self.world, monotonic() - self.began
        open_ = sum(life.is_open for life in world.lives)
        missed = len(world.ledger.missed)
        self.say(
            f"{day:%Y-%m}  {open_:4} open cases, {world.done:6} acts, {missed} missed"
            f"  ({gone // 60:.0f} min {gone % 60:02.0f} s)"
        )
