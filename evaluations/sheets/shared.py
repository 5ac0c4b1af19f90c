"""Shared measures: evaluated once, on a page of their own, for all plans that they stand in.

In the meeting about a case they are known by the place that they have in its plans
(``PlanReference``), so that nothing leads from one case to another."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cases.models import Case
from evaluations import rules
from evaluations.models import SharedEvaluation
from measures.models import PlanReference, SharedMeasure
from measures.rules import next_evaluation
from organisations.calendar import Day
from organisations.calendars import calendar_for
from organisations.viewers import Viewer


@dataclass(frozen=True)
class SharedSheet:
    """One shared measure to evaluate, once for all plans that it stands in."""

    shared: SharedMeasure
    today: date
    last: SharedEvaluation | None
    proposed: Day
    # The two newest answers are "no": time to talk about something else.
    twice_without_effect: bool


def shared_to_evaluate(viewer: Viewer, pk: uuid.UUID) -> SharedMeasure:
    """Raises Http404 for one that the viewer does not see, and PermissionDenied for one that the
    viewer neither carries out nor follows up."""
    found = SharedMeasure.objects.visible_to(viewer).select_related("unit__parent", "group")
    shared = get_object_or_404(found, pk=pk)
    needed = shared.needed_to_evaluate(viewer.person.pk, viewer.stands)
    if not viewer.may(needed, at=shared.unit_id):
        raise PermissionDenied(needed)
    return shared


def shared_sheet_for(shared: SharedMeasure, today: date) -> SharedSheet:
    """Everything the form needs, in three queries."""
    newest = list(shared.evaluations.newest_first().select_related("recorded_by")[:2])
    done = shared.evaluations_done + 1
    return SharedSheet(
        shared=shared,
        today=today,
        last=newest[0] if newest else None,
        proposed=next_evaluation(calendar_for(shared.unit), today, done, shared.interval_weeks),
        twice_without_effect=rules.twice_without_effect([one.effect for one in newest]),
    )


@dataclass(frozen=True)
class SharedInMeeting:
    """One that runs: when it is evaluated, when it was, and whether this viewer may do it."""

    reference: PlanReference
    answered_on: date | None
    is_due: bool
    may_answer: bool


def shared_in_meeting(viewer: Viewer, case: Case) -> list[SharedInMeeting]:
    """Those that run in plans of an open case, the one due first on top. One query."""
    if not case.is_open:
        return []
    running = _of_case(viewer, case).filter(shared__state=SharedMeasure.State.RUNNING)
    rows = running.order_by("shared__evaluate_on", "shared", "added_at", "id")
    return [
        SharedInMeeting(
            reference=row,
            answered_on=answered_on(row.last_at, viewer.today),
            is_due=row.shared.evaluate_on <= viewer.today,
            may_answer=_may_answer(viewer, row.shared),
        )
        for row in _once_each(rows)
    ]


def shared_newly_evaluated(viewer: Viewer, case: Case) -> dict[str, PlanReference]:
    """Those that were evaluated lately, newest first, each with ``last_at``."""
    since = viewer.today - rules.OFFERED_FOR
    rows = _of_case(viewer, case).filter(last_at__date__gte=since)
    found = _once_each(rows.order_by("-last_at", "shared", "added_at", "id"))
    return {str(row.pk): row for row in found}


def reference_in_meeting(viewer: Viewer, shared: SharedMeasure, case: str) -> PlanReference | None:
    """Where it stands in the case from whose meeting its page was opened; None of another case, and
    of what is no case at all."""
    try:
        pk = uuid.UUID(case)
    except ValueError:
        return None
    rows = PlanReference.objects.visible_to(viewer).current().filter(case=pk, shared=shared)
    return rows.order_by("added_at", "id").first()


def answered_on(last_at: datetime | None, today: date) -> date | None:
    """The day of the last answer, where it is still offered for the minutes."""
    day = timezone.localdate(last_at) if last_at else None
    return day if day and day >= today - rules.OFFERED_FOR else None


def _of_case(viewer: Viewer, case: Case) -> QuerySet[Any]:
    """Each with ``last_at``, when it was evaluated last."""
    rows = PlanReference.objects.visible_to(viewer).current().filter(case=case)
    return rows.select_related("shared__unit", "shared__group").annotate(
        last_at=Max("shared__evaluations__recorded_at")
    )


def _once_each(rows: Iterable[Any]) -> list[Any]:
    """Of one that stands in several plans of the case the first place."""
    found: dict[uuid.UUID, Any] = {}
    for row in rows:
        found.setdefault(row.shared_id, row)
    return list(found.values())


def _may_answer(viewer: Viewer, shared: SharedMeasure) -> bool:
    needed = shared.needed_to_evaluate(viewer.person.pk, viewer.stands)
    return viewer.may(needed, at=shared.unit_id)
