"""What waits in plans for whoever leads the case."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.rules import OPEN_STATES
from measures.models import Measure
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import Duty

MOST = 100


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


def decide(measure: Measure, reference: str) -> Duty:
    return Duty(
        due_on=measure.starts_on,
        what=_("Decide whether this still starts"),
        title=measure.title,
        reference=reference,
        button=_("Go to the plan"),
        url=reverse("measures:plan_of", args=[measure.case_id, measure.plan_id]),
    )
