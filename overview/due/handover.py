"""Steps of handing a case on over the summer."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Handover
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty

WHAT: dict[str, Any] = {
    Handover.Kind.MAY: _("Write a note for the division of classes"),
    Handover.Kind.JUNE: _("Hand over for the summer, and say who is there"),
    Handover.Kind.AUGUST: _("Talk with the pupil and the parents after the summer"),
    Handover.Kind.PLAN: _("Hand on the measures in the new school year"),
}


def due(viewer: Viewer) -> list[Duty]:
    """For those who follow up the case, from when the step was made."""
    places = viewer.places_where(Permission.WRITE_CASES)
    if not places:
        return []
    steps = (
        Handover.objects.visible_to(viewer)
        .waiting(viewer.today)
        .filter(case__held_by__in=places)
        .select_related("case")
        .order_by("due_on", "id")[:MOST]
    )
    return [of_step(step.pk, step.kind, step.due_on, step.case.reference) for step in steps]


def of_step(pk: UUID, kind: str, due_on: date, reference: str) -> Duty:
    return Duty(
        due_on=due_on,
        what=WHAT[kind],
        reference=reference,
        button=_("Do this step"),
        url=reverse("cases:handover", args=[pk]),
    )
