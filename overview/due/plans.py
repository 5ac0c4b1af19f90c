"""What waits in plans for whoever leads the case."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.rules import OPEN_STATES
from evaluations.models import Evaluation
from measures.models import Measure
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for

REPLACED_FOR = timedelta(days=60)
"""So long a measure that was to be replaced is asked for again."""


@only_for(Permission.WRITE_CASES)
def questions(viewer: Viewer) -> list[Duty]:
    """Measures that come after one that was adjusted or replaced: shall they start all the same?
    Due on the day on which they were to start, since they do not start before that is answered."""
    asked = (
        Measure.objects.visible_to(viewer)
        .planned()
        .filter(questioned_on__isnull=False, case__state__in=OPEN_STATES)
        .filter(case__held_by__in=viewer.places_where(Permission.WRITE_CASES))
        .select_related("case")
        .order_by("starts_on", "id")[:MOST]
    )
    return [decide(measure, measure.case.reference) for measure in asked]


@only_for(Permission.WRITE_CASES)
def in_place_of(viewer: Viewer) -> list[Duty]:
    """Measures that an evaluation has ended to be replaced, until another stands in their place."""
    replaced = Evaluation.objects.filter(measure=OuterRef("pk"), next=Evaluation.Next.REPLACE)
    said_on = replaced.order_by("-recorded_at").values("recorded_at__date")[:1]
    ended = (
        Measure.objects.visible_to(viewer)
        .filter(state=Measure.State.REPLACED, replaced_by=None, case__state__in=OPEN_STATES)
        .filter(case__held_by__in=viewer.places_where(Permission.WRITE_CASES))
        # Its last day in the plan may have passed long before it was evaluated.
        .annotate(said_on=Coalesce(Subquery(said_on), "ends_on"))
        .filter(said_on__gte=viewer.today - REPLACED_FOR)
        .select_related("case")
        .order_by("said_on", "id")[:MOST]
    )
    return [choose_new(measure, measure.case.reference, measure.said_on) for measure in ended]


def of_replaced(
    measures: Collection[Measure],
    evaluations: Iterable[Evaluation],
    reference: str,
    today: date,
) -> Iterator[Duty]:
    """The same of all measures and evaluations of one case."""
    taken = {measure.replaces_id for measure in measures}
    said = {
        one.measure_id: timezone.localdate(one.recorded_at)
        for one in evaluations
        if one.next == Evaluation.Next.REPLACE
    }
    for measure in measures:
        ended = measure.state == Measure.State.REPLACED and measure.pk not in taken
        day = said.get(measure.pk, measure.ends_on)
        if ended and day and day >= today - REPLACED_FOR:
            yield choose_new(measure, reference, day)


def choose_new(measure: Any, reference: str, said_on: date) -> Duty:
    return Duty(
        due_on=said_on,
        what=_("Choose a new measure in place of this one"),
        title=measure.title,
        reference=reference,
        button=_("Choose a new measure"),
        url=reverse("measures:replace", args=[measure.pk]),
    )


@only_for(Permission.CLOSE_CASES)
def decisions(viewer: Viewer) -> list[Duty]:
    """Measures that have had no effect twice in a row: for whoever may close the case."""
    waiting = (
        Measure.objects.visible_to(viewer)
        .running()
        .filter(decide_on__isnull=False, case__state__in=OPEN_STATES)
        .filter(case__held_by__in=viewer.places_where(Permission.CLOSE_CASES))
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
