"""Shared measures: of no case, and so asked apart from the measures of plans."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from measures.models import SharedMeasure
from measures.querysets import carries_out_shared
from organisations.models import Absence, Membership
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for

SHARED = _("Shared measure")


@only_for(Permission.TAKE_PART)
def due(viewer: Viewer) -> list[Duty]:
    """Evaluate one's own. Where one follows up cases also those of others that are due, those whose
    day to start has passed, those that nobody there carries out any more, and those that are due
    while whoever carries it out is away and nobody is there instead."""
    # Fetched first: many have none, and what is asked of each is dear.
    unfinished = SharedMeasure.objects.visible_to(viewer).unfinished()
    ids = list(unfinished.values_list("pk", flat=True))
    if not ids:
        return []
    places = viewer.places_where(Permission.WRITE_CASES)
    own = carries_out_shared(viewer)
    runs, planned = Q(state=SharedMeasure.State.RUNNING), Q(state=SharedMeasure.State.PLANNED)
    waits = runs & Q(evaluate_on__lte=viewer.today) | planned & Q(starts_on__lt=viewer.today)
    rows = (
        SharedMeasure.objects.filter(pk__in=ids)
        .annotate(
            day=Greatest(Coalesce("evaluate_on", "starts_on"), Value(viewer.today)),
            there=Exists(_membership(viewer, "responsible")),
            deputy_there=Exists(_membership(viewer, "deputy")) & ~Exists(_absent("deputy")),
        )
        .annotate(away=Exists(_absent("responsible")) & Q(deputy_there=False))
        .filter(runs & own | Q(unit__in=places) & (waits | Q(there=False) | Q(away=True)))
        .order_by("evaluate_on", "starts_on", "id")[:MOST]
    )
    return [_of(row, viewer, places) for row in rows]


def _membership(viewer: Viewer, who: str):
    """Of the one named in the field ``who``, at its unit."""
    current = Membership.objects.current(viewer.today).granting(Permission.TAKE_PART)
    return current.filter(
        person=OuterRef(who), organisation=OuterRef("unit"), person__is_active=True
    )


def _absent(who: str):
    """An absence from the unit on the day on which it is due, with nobody to stand in."""
    here = Absence.objects.current(OuterRef("day")).filter(organisation=OuterRef("unit"))
    return here.filter(person=OuterRef(who), substitute=None)


def _of(row: Any, viewer: Viewer, places: set[Any]) -> Duty:
    told = {"title": row.title, "reference": SHARED}
    if not row.there and row.unit_id in places:
        return Duty(
            due_on=min(row.evaluate_on or row.starts_on, viewer.today),
            what=_("Choose who carries it out"),
            button=_("Choose somebody"),
            url=reverse("shared:change", args=[row.pk]),
            **told,
        )
    if row.away and row.unit_id in places and row.day > viewer.today:
        return Duty(
            due_on=row.day,
            what=_("The one who carries it out is away: choose who stands in"),
            button=_("Choose somebody"),
            url=reverse("shared:change", args=[row.pk]),
            **told,
        )
    if row.evaluate_on:
        return Duty(
            due_on=row.evaluate_on,
            what=_("Evaluate"),
            button=_("Evaluate"),
            url=reverse("evaluations:record_shared", args=[row.pk]),
            **told,
        )
    return Duty(
        due_on=row.starts_on,
        what=_("Start the measure"),
        button=_("Go to the measure"),
        url=reverse("shared:show", args=[row.pk]),
        **told,
    )
