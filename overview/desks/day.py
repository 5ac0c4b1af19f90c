"""What is asked of one person: the rows behind Min dag. One query for each kind, whatever
there is to do."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from cases.models import Case, Involvement
from cases.querysets import carries_out
from cases.rules import OPEN_STATES
from measures.models import Measure, Plan
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview import duties
from overview.desks.news import NEWS_DAYS, News, from_owner
from overview.due import AREAS
from overview.duties import MOST

PLANS = (
    Prefetch("plans", Plan.objects.filter(state=Plan.State.COMPLETE), "complete_plans"),
    Prefetch(
        "involvements",
        Involvement.objects.filter(role=Involvement.Role.EXPOSED, ends_on=None),
        "exposed_now",
    ),
)
"""What ``is_planned`` asks of a case."""


def is_planned(case: Any) -> bool:
    """Of a case that comes with ``PLANS``."""
    return duties.is_planned(case.complete_plans, case.exposed_now)


@dataclass(frozen=True)
class Workday:
    """What is to be done, most urgent first, and what PPT and the owner have answered this week."""

    heaps: list[duties.Heap]
    # How many lie behind the most urgent ones that are shown.
    more: int
    answered: list[Case]
    from_owner: list[News]

    @property
    def calm(self) -> bool:
        """Nothing is overdue or due today."""
        return not any(heap.key in ("overdue", "today") for heap in self.heaps)

    @property
    def next_on(self) -> date | None:
        return self.heaps[0].duties[0].due_on if self.heaps else None


def workday_of(viewer: Viewer, *, whole: bool = False) -> Workday:
    """One's own measures, or the whole unit's; and the cases that one answers for."""
    today = viewer.today
    cases = _cases(viewer)
    found = duties.in_one_line(_asked_of(viewer, cases, whole=whole))
    ordered = duties.in_order(found, today)
    recent = [case for case in cases if _answered_since(case, today - timedelta(days=NEWS_DAYS))]
    heaps = duties.heaps(ordered[:MOST], today)
    return Workday(heaps, max(0, len(ordered) - MOST), recent, from_owner(viewer))


def duties_of(viewer: Viewer) -> list[duties.Duty]:
    """All that is asked of the viewer, of measures one's own: what stands in a private calendar."""
    return _asked_of(viewer, _cases(viewer), whole=False)


def _asked_of(viewer: Viewer, cases: list[Case], *, whole: bool) -> list[duties.Duty]:
    found = [
        duty
        for measure in _measures(viewer, whole=whole)
        if (duty := duties.of_measure(measure, measure.case.reference, viewer.today))
    ]
    found += _of_cases(cases, viewer.today)
    return found + [duty for area in AREAS for duty in area(viewer)]


def _of_cases(cases, today):
    return [
        duty
        for case in cases
        for duty in duties.of_case(
            case, planned=is_planned(case), has_plan=bool(case.complete_plans), today=today
        )
    ]


def _measures(viewer: Viewer, *, whole: bool):
    """To evaluate: one's own or all. To start: those that should run and do not, of one's cases."""
    answers_for = Q(case__held_by__in=viewer.places_where(Permission.WRITE_CASES))
    own = carries_out(viewer, "responsible", "deputy")
    runs = Q(state=Measure.State.RUNNING) & (answers_for | own if whole else own)
    late = Q(state=Measure.State.PLANNED, starts_on__lt=viewer.today) & answers_for
    return (
        Measure.objects.visible_to(viewer)
        .filter(runs | late, case__state__in=OPEN_STATES)
        .select_related("case")
        .order_by("evaluate_on", "starts_on", "id")[:MOST]
    )


def _cases(viewer: Viewer) -> list[Case]:
    """Open cases of one's places, with what says whether a plan is missing."""
    cases = Case.objects.followed_up_by(viewer)
    # Not joined and not asked in one query: PostgreSQL would read every alert and plan there is.
    return list(cases.prefetch_related("alert", *PLANS).order_by("plan_due_on", "id")[:MOST])


def _answered_since(case: Case, day: date) -> bool:
    received = case.alert.received_at
    return received is not None and timezone.localdate(received) >= day
