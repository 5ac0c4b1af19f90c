"""How it stands where one answers for cases: each case with its plan, what the pupil has said last,
what comes next and PPT; toward whom the plans go; and how many cases were opened and closed.

Nothing here compares people or classes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.models import Event
from cases.models import Case, TrustedAdult
from cases.rules import OPEN_STATES, is_not_better
from cases.safety import Small, small, voices_of_cases
from measures.models import Measure, Plan, PlanReference
from measures.models.words import State, Target
from measures.rules import GROUPS
from organisations.calendar import school_year_of, school_year_span
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.desks.day import PLANS, is_planned
from overview.due import closing, incase

MOST = 300
"""Rows on the page, the newest cases."""

COLUMN, BAR, TALLEST = 60, 22, 80
"""The picture of the months, in pixels: how wide a month and a bar are, and the tallest bar."""


@dataclass(frozen=True)
class Row:
    """One case, without names."""

    case: Any
    today: date
    small: Sequence[Small] = ()
    is_not_better: bool = False
    due: Sequence[date] = ()

    @property
    def is_open(self) -> bool:
        return self.case.is_open

    @property
    def is_unplanned(self) -> bool:
        """As My day asks for it: not each who is exposed has a complete plan."""
        case, state = self.case, self.case.State
        if not case.is_open:
            return False
        needs = case.complete_plans or case.state != state.MONITORING
        return case.state == state.INVESTIGATING or bool(needs) and not is_planned(case)

    @property
    def next_on(self) -> date | None:
        """The first of what is due: an evaluation, a talk, the plan and what else My day asks for
        in the case; the look at a closed case."""
        if not self.is_open:
            return self.case.look_on
        case = self.case
        plan = case.plan_due_on if self.is_unplanned else None
        days = [case.evaluate_next, case.start_next, case.decide_next, case.talk_next, plan]
        days += self.due
        return min((day for day in days if day), default=None)

    @property
    def is_overdue(self) -> bool:
        return self.next_on is not None and self.next_on < self.today


class Tile(NamedTuple):
    """A number that filters the list."""

    key: str
    label: Any
    number: int
    kind: str
    chosen: bool


class Covered(NamedTuple):
    """How many of the plans have a measure toward a group."""

    label: Any
    number: int
    plans: int


class Month(NamedTuple):
    """What was opened and closed in one month, and the two bars of it."""

    first: date
    opened: int
    closed: int
    x: int
    opened_height: int
    closed_height: int

    @property
    def closed_x(self) -> int:
        return self.x + BAR + 2

    @property
    def opened_y(self) -> int:
        return TALLEST + 16 - self.opened_height

    @property
    def closed_y(self) -> int:
        return TALLEST + 16 - self.closed_height


FILTERS = {
    "": (_("Open"), "info", lambda row: row.is_open),
    "overdue": (_("Overdue"), "danger", lambda row: row.is_overdue),
    "unplanned": (_("Without a finished plan"), "warning", lambda row: row.is_unplanned),
    "not-better": (_("Not better"), "warning", lambda row: row.is_open and row.is_not_better),
    "closed": (_("Closed this school year"), "neutral", lambda row: not row.is_open),
}


class School:
    """One school year of the cases that are held where the viewer reads cases. Nine queries,
    whatever there is."""

    def __init__(self, viewer: Viewer, chosen: str = ""):
        self.viewer, self.today, self.chosen = viewer, viewer.today, chosen
        self.starts = school_year_of(viewer.today)
        begin = datetime.combine(school_year_span(self.starts)[0], time())
        self.since = timezone.make_aware(begin)
        places = viewer.places_where(Permission.READ_CASES)
        own = Case.objects.visible_to(viewer).filter(held_by__in=places)
        self._cases = own.exclude(state=Case.State.VOID)

    @property
    def name(self) -> str:
        return f"{self.starts}/{self.starts + 1}"

    @cached_property
    def rows(self) -> list[Row]:
        """Open cases, and those that were closed in this school year, newest first."""
        ended = {case for case, _at in self._closings}
        found = self._cases.filter(Q(state__in=OPEN_STATES) | Q(pk__in=ended))
        cases = list(
            found.for_list(self.today)
            .annotate(**_asked(self.viewer))
            .prefetch_related(*PLANS)[:MOST]
        )
        voices = voices_of_cases(cases)
        return [self._row(case, voices.get(case.pk, [])) for case in cases]

    @property
    def shown(self) -> list[Row]:
        _label, _kind, fits = FILTERS[self.chosen]
        return [row for row in self.rows if fits(row)]

    @property
    def tiles(self) -> list[Tile]:
        return [
            Tile(key, label, sum(map(fits, self.rows)), kind, key == self.chosen)
            for key, (label, kind, fits) in FILTERS.items()
        ]

    @cached_property
    def coverage(self) -> list[Covered]:
        """Toward whom the plans of open cases go. Without plans there is nothing to say."""
        cases = [row.case.pk for row in self.rows if row.is_open]
        plans = set(Plan.objects.filter(case__in=cases).values_list("pk", flat=True))
        toward = Counter(group for _plan, group in set(_aims(cases)))
        groups = [*GROUPS, *(["parents"] if toward["parents"] else [])]
        return [
            Covered(Target(group).label, toward[group], len(plans)) for group in groups if plans
        ]

    @cached_property
    def months(self) -> list[Month]:
        """From August until now."""
        opened = Counter(_month(at) for at in self._openings)
        closed = Counter(_month(at) for _case, at in self._closings)
        tallest = max([*opened.values(), *closed.values(), 1])
        return [
            Month(
                first, opened[first], closed[first], place * COLUMN,
                _height(opened[first], tallest), _height(closed[first], tallest),
            )
            for place, first in enumerate(_months(self.starts, self.today))
        ]  # fmt: skip

    @property
    def width(self) -> int:
        return COLUMN * len(self.months)

    @property
    def height(self) -> int:
        return TALLEST + 36

    def _row(self, case: Case, voices: Iterable[Any]) -> Row:
        voices = list(voices)
        worse = any(is_not_better(one.answers) for one in voices if one.is_exposed)
        found = [*incase.of_case(case, self.viewer), *closing.of_case(case, self.today)]
        return Row(case, self.today, small(voices), worse, [duty.due_on for duty in found])

    @cached_property
    def _openings(self) -> list[datetime]:
        found = self._cases.filter(created_at__gte=self.since)
        return list(found.values_list("created_at", flat=True))

    @cached_property
    def _closings(self) -> list[tuple[UUID, datetime]]:
        """Also of cases that were reopened since."""
        found = Event.objects.filter(
            name="case.closed", at__gte=self.since, case_id__in=self._cases.values("pk")
        )
        return [(case, at) for case, at in found.values_list("case_id", "at") if case]


def _asked(viewer: Viewer) -> dict[str, Any]:
    """What a row needs to know of its case."""
    here = {"case": OuterRef("pk")}
    running = Measure.objects.running().filter(**here)
    late = Measure.objects.filter(
        state=State.PLANNED, starts_on__lt=viewer.today, questioned_on=None, **here
    ).exclude(follows=Measure.Follows.WHEN_EVALUATED)
    talks = TrustedAdult.objects.current().filter(**here)
    return incase.read_along(viewer) | {
        "is_begun": Exists(Plan.objects.filter(**here)),
        "evaluate_next": _first(running, "evaluate_on"),
        "decide_next": _first(running.filter(decide_on__isnull=False), "decide_on"),
        "start_next": _first(late, "starts_on"),
        "talk_next": _first(talks, "talk_on"),
    }


def _first(rows: QuerySet, name: str) -> Subquery:
    return Subquery(rows.order_by(name).values(name)[:1])


def _aims(cases: list[UUID]) -> list[tuple[UUID, str]]:
    """Each plan with each group that a measure of it goes toward; also a shared one. Measures that
    were stopped or replaced do not count."""
    gone = [State.STOPPED, State.REPLACED]
    own = Measure.objects.filter(case__in=cases).exclude(state__in=gone)
    shared = PlanReference.objects.current().filter(case__in=cases)
    shared = shared.exclude(shared__state__in=gone)
    found = [*own.values_list("plan", "target_groups")]
    found += shared.values_list("plan", "shared__target_groups")
    return [(plan, group) for plan, groups in found for group in groups]


def _month(at: datetime) -> date:
    return timezone.localdate(at).replace(day=1)


def _months(starts: int, today: date) -> list[date]:
    every = [date(starts + (place > 12), (place - 1) % 12 + 1, 1) for place in range(8, 20)]
    return [first for first in every if first <= today]


def _height(number: int, tallest: int) -> int:
    return TALLEST * number // tallest
