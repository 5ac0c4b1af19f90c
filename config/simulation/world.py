"""Those who live through the simulated year: units, people, cases; and the one clock of all."""

import random
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from accounts.models import Person
from accounts.scope import entered
from cases.models import Case, Involvement, TrustedAdult
from config.simulation.ledger import Ledger
from config.simulation.reckoning import OpenDays
from config.simulation.scratch import Scratch
from measures.models import Measure, Plan, SharedMeasure
from organisations.models import Organisation
from pupils.models import Guardian, Pupil

OSLO = ZoneInfo("Europe/Oslo")
STEP = timedelta(seconds=11)


@dataclass(eq=False)
class Carried:
    """A measure as the simulation knows it. ``after`` are those that it follows."""

    measure: Measure
    life: "Life"
    after: list["Carried"] = field(default_factory=list)
    waits_for_answers: bool = False
    stands: str = "planned"
    starts_on: date = date.max
    ends_on: date | None = None
    questioned: bool = False
    carrier: Person | None = None
    effects: list[str] = field(default_factory=list)

    @property
    def is_unfinished(self) -> bool:
        return self.stands in ("planned", "running")


@dataclass(eq=False)
class Common:
    """A measure that the unit shares."""

    measure: SharedMeasure
    carrier: Person
    starts_on: date
    stands: str = "planned"

    @property
    def is_unfinished(self) -> bool:
        return self.stands in ("planned", "running")


class Said(NamedTuple):
    """How safe it was said to be on one day; no value: "does not want to answer". ``is_own``: the
    pupil said so, and it was not something that adults saw."""

    value: int | None
    is_own: bool = True


@dataclass(eq=False)
class Life:
    """One case and what has been done about it."""

    school: "School"
    case: Case
    about: Involvement
    pupil: Pupil
    opened_on: date
    is_open: bool = True
    needs_plan: bool = True
    plan: Plan | None = None
    is_complete: bool = False
    # Stands from the day on which somebody is chosen; before that no talk is awaited.
    trusted: TrustedAdult = field(init=False)
    carried: dict[uuid.UUID, Carried] = field(default_factory=dict)
    answers: dict[date, "Said"] = field(default_factory=dict)
    safety: int = 2
    plan_due_on: date = date.max
    # The owner answers for it since a leader of the unit may not see it.
    is_at_owner: bool = False
    # Closing is offered since everybody exposed has said for long that it is safe.
    is_offered: bool = False
    # Who is excluded from it.
    shut_out: set[uuid.UUID] = field(default_factory=set)
    # The guardians who have been told of it; None: somebody who is not registered.
    told: set[uuid.UUID | None] = field(default_factory=set)
    # Reviews and steps over the summer that were made due: their kind, code and school year.
    rounds: set[tuple[str, str, int]] = field(default_factory=set)
    # What waits again when the case is reopened.
    put_by: list[Any] = field(default_factory=list)

    @property
    def own_values(self) -> list[tuple[date, int]]:
        """What the pupil has answered, oldest first."""
        given = sorted(self.answers.items())
        return [(day, said.value) for day, said in given if said.is_own and said.value]

    def value_before(self, day: date) -> int | None:
        earlier = [value for on, value in self.own_values if on < day]
        return earlier[-1] if earlier else None

    @property
    def is_unsafe(self) -> bool:
        """One or two was the last that anybody said, or the last that the pupil said."""
        given = [said for _on, said in sorted(self.answers.items()) if said.value]
        own = [said for said in given if said.is_own]
        return any(said.value in (1, 2) for said in (*given[-1:], *own[-1:]))

    @property
    def leader(self) -> Person:
        """Who answers for it: the one who leads the unit, or somebody at its owner."""
        return self.school.owner.acting if self.is_at_owner else self.school.leader

    def takes_part(self, person: Person | None) -> bool:
        return (
            person is not None and self.school.works_here(person) and person.pk not in self.shut_out
        )

    def in_place_of(self, person: Person | None) -> Person | None:
        """Who does it today. Nobody stands in at the unit while the owner answers for the case."""
        if not self.takes_part(person):
            return None
        does = person if self.is_at_owner else self.school.in_place_of(person)
        return does if does and does.pk not in self.shut_out else None


@dataclass(eq=False)
class Owner:
    """An owner with those who work there. What one adviser has told, the colleague receives; while
    one is away, the other does what there is to do."""

    place: Organisation
    administrator: Person
    adviser: Person
    colleague: Person
    # Who is away until when; never both.
    away: dict[uuid.UUID, date] = field(default_factory=dict)

    @property
    def there(self) -> list[Person]:
        return [one for one in (self.adviser, self.colleague) if one.pk not in self.away]

    @property
    def acting(self) -> Person:
        return self.there[0]


@dataclass(eq=False)
class Family:
    """A guardian of a pupil, and what was decided about informing him or her."""

    guardian: Guardian
    information: str


@dataclass(eq=False)
class School:
    """A school or a kindergarten with those who work there. ``slow``: whoever lets things lie."""

    unit: Organisation
    owner: Owner
    days: OpenDays
    leader: Person
    deputy: Person
    staff: list[Person] = field(default_factory=list)
    pupils: list[Pupil] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    shared: list[Common] = field(default_factory=list)
    # Who is away until when, and who stands in.
    away: dict[uuid.UUID, tuple[date, Person | None]] = field(default_factory=dict)
    slow: set[uuid.UUID] = field(default_factory=set)
    leaders_leave_on: date | None = None
    # The guardians of those pupils whose guardians are registered.
    families: dict[uuid.UUID, list[Family]] = field(default_factory=dict)
    # Of whom another place has been told, and has not answered.
    changing: set[uuid.UUID] = field(default_factory=set)

    @property
    def is_kindergarten(self) -> bool:
        return self.unit.kind == "kindergarten"

    def works_here(self, person: Person) -> bool:
        return person in (self.leader, self.deputy, *self.staff)

    def is_away(self, person: Person) -> bool:
        return person.pk in self.away

    def in_place_of(self, person: Person | None) -> Person | None:
        """Who does it today: the person, or whoever stands in. None: nobody."""
        if person is None or not self.works_here(person):
            return None
        if person.pk not in self.away:
            return person
        substitute = self.away[person.pk][1]
        return substitute if substitute and self.works_here(substitute) else None


@dataclass(eq=False)
class World:
    """Everything of one simulated year, and the time that passes in it."""

    scratch: Scratch
    rng: random.Random
    first: date
    last: date
    # How much comes up, against an ordinary year.
    pace: float = 1
    ledger: Ledger = field(default_factory=Ledger)
    schools: list[School] = field(default_factory=list)
    # What an action refused or the sweep could not do, in words, and how often.
    refused: Counter[str] = field(default_factory=Counter)
    done: int = 0
    names: int = 0
    day: date = date.min
    now: datetime = datetime.min.replace(tzinfo=OSLO)
    # Stand from when the places are put up.
    owners: list[Owner] = field(default_factory=list)
    office: Organisation = field(init=False)
    ppt: list[Person] = field(default_factory=list)

    def begin(self, day: date, hour: int) -> None:
        self.day = self.ledger.today = day
        self.now = datetime.combine(day, time(hour), OSLO)

    @contextmanager
    def by(self, person: Person) -> Iterator[dict[str, Any]]:
        """The person does something, as the web has it done: role app, the person's own scope."""
        self.now += STEP
        self.done += 1
        with self.scratch.role("app"), entered(person, self.day):
            yield {"by": person, "now": self.now}

    @contextmanager
    def sees_all(self) -> Iterator[None]:
        """For looking at facts that somebody has just made."""
        with self.scratch.role("owner"):
            yield

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    @property
    def lives(self) -> Iterator[Life]:
        return (life for school in self.schools for life in school.lives)
