"""What waits in plans for whoever leads the case."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.rules import OPEN_STATES
from measures.models import Measure
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty


def questions(viewer: Viewer) -> list[Duty]:
    """Measures that come after one that was adjusted or replaced: shall they start all the same?
    Due on the day on which they were to start, since they do not start before that is answered."""
    places = viewer.places_where(Permission.WRITE_CASES)
    if not places:
        return []
    asked = (
        Measure.objects.visible_to(viewer)
        .planned()
        .filter(questioned_on__isnull=False, case__held_by__in=places, case__state__in=OPEN_STATES)
        .select_related("case")
        .order_by("starts_on", "id")[:MOST]
    )
    return [decide(measure, measure.case.reference) for measure in asked]


def decisions(viewer: Viewer) -> list[Duty]:
    """Measures that have had no effect twice in a row: for whoever may close the case."""
    places = viewer.places_where(Permission.CLOSE_CASES)
    if not places:
        return []
    waiting = (
        Measure.objects.visible_to(viewer)
        .running()
        .filter(decide_on__isnull=False, case__held_by__in=places, case__state__in=OPEN_STATES)
        .select_related("case")
        .order_by("decide_on", "id")[:MOST]
    )
    return [what_is_next(measure, measure.case.reference) for measure in waiting]


def what_is_next(measure: Any, reference: str) -> Duty:
    return Duty(
        due_on=measure.decide_on,
        what=_("Decide what is next: twice without effect"),
        title=measure.title,
        reference=reference,
        button=_("Decide"),
        url=reverse("measures:decide", args=[measure.pk]),
    )


def decide(measure: Measure, reference: str) -> Duty:
    return Duty(
        due_on=measure.starts_on,
        what=_("Decide whether this still starts"),
        title=measure.title,
        reference=reference,
        button=_("Go to the plan"),
        url=reverse("measures:plan_of", args=[measure.case_id, measure.plan_id]),
    )
