"""What is asked of one person: the rows behind Min dag. One query for each kind, whatever
there is to do."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from cases.models import Case, Involvement
from cases.querysets import carries_out
from cases.rules import OPEN_STATES
from measures.models import Measure, Plan
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview import duties
from overview.due import AREAS
from overview.duties import MOST

NEWS_DAYS = 7


@dataclass(frozen=True)
class Workday:
    """What is to be done, most urgent first, and what PPT has answered this week."""

    heaps: list[duties.Heap]
    # How many lie behind the most urgent ones that are shown.
    more: int
    answered: list[Case]

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
    found = [
        duty
        for measure in _measures(viewer, whole=whole)
        if (duty := duties.of_measure(measure, measure.case.reference, today))
    ]
    cases = _cases(viewer)
    found += _of_cases(cases, today)
    found += [duty for area in AREAS for duty in area(viewer)]
    recent = [case for case in cases if _answered_since(case, today - timedelta(days=NEWS_DAYS))]
    ordered = duties.in_order(found, today)
    return Workday(duties.heaps(ordered[:MOST], today), max(0, len(ordered) - MOST), recent)


def _of_cases(cases, today):
    return [
        duty
        for case in cases
        for duty in duties.of_case(case, planned=case.planned, has_plan=case.has_plan, today=today)
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
    """Open cases where a plan is missing, with an alert that waits too long or was answered."""
    no_answer = Q(alert__state="new", alert__answer_by__lt=viewer.today)
    news = Q(alert__received_at__date__gte=viewer.today - timedelta(days=NEWS_DAYS))
    return list(
        Case.objects.visible_to(viewer)
        .open()
        .filter(held_by__in=viewer.places_where(Permission.WRITE_CASES))
        .annotate(**planned())
        .filter(Q(planned=False) | Q(state=Case.State.INVESTIGATING) | no_answer | news)
        .select_related("alert")
        .order_by("plan_due_on", "id")[:MOST]
    )


def planned() -> dict[str, Any]:
    """As ``duties.is_planned``: a complete plan for the group, or for each who is exposed now; and
    whether there is any complete plan."""
    complete = Plan.objects.filter(case=OuterRef("pk"), state=Plan.State.COMPLETE)
    own = Plan.objects.filter(about=OuterRef("pk"), state=Plan.State.COMPLETE)
    without = Involvement.objects.filter(
        ~Exists(own), case=OuterRef("pk"), role=Involvement.Role.EXPOSED, ends_on=None
    )
    each = Q(Exists(complete)) & ~Q(Exists(without))
    planned = Q(Exists(complete.filter(about=None))) | each
    return {
        "planned": ExpressionWrapper(planned, output_field=BooleanField()),
        "has_plan": Exists(complete),
    }


def _answered_since(case: Case, day: date) -> bool:
    received = case.alert.received_at
    return received is not None and timezone.localdate(received) >= day
