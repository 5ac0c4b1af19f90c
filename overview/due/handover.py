"""Steps of handing a case on over the summer."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import CaseAccess, Handover
from cases.people import shut_out
from cases.rules import OPEN_STATES
from organisations.calendar import school_year_of
from organisations.models import Membership
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for

WHAT: dict[str, Any] = {
    Handover.Kind.MAY: _("Write a note for the division of classes"),
    Handover.Kind.JUNE: _("Hand over for the summer, and say who is there"),
    Handover.Kind.AUGUST: _("Talk with the pupil and the parents after the summer"),
    Handover.Kind.PLAN: _("Hand on the measures in the new school year"),
}


@only_for(Permission.WRITE_CASES)
def due(viewer: Viewer) -> list[Duty]:
    """For those who follow up the case, from when the step was made."""
    here = (
        Handover.objects.visible_to(viewer)
        .filter(case__state__in=OPEN_STATES)
        .filter(case__held_by__in=viewer.places_where(Permission.WRITE_CASES))
        .filter(_waits(viewer) | _of_this_summer(viewer))
    )
    # Fetched first: most of the year there is none, and what is asked of each is dear.
    ids = list(here.values_list("pk", flat=True))
    if not ids:
        return []
    steps = asked_for(Handover.objects.filter(pk__in=ids), viewer).select_related("case")
    steps = steps.order_by("due_on", "id")[:MOST]
    return [of_step(row, row.case.reference, viewer.today) for row in steps]


def asked_for(rows: Any, viewer: Viewer) -> Any:
    """Of these: steps of this school year that wait; and those of June whose contact for a summer
    that is not over cannot see the case any more (``is_done``)."""
    able = Exists(_role(viewer)) | Exists(_opened()) & Exists(_works(viewer))
    lost = Q(contact__is_active=False) | ~able | shut_out("contact", viewer.today)
    return rows.filter(_waits(viewer) | lost & _of_this_summer(viewer))


def _waits(viewer: Viewer) -> Q:
    return Q(done_at=None, school_year=school_year_of(viewer.today))


def _of_this_summer(viewer: Viewer) -> Q:
    return Q(kind="june", contact_until__gte=viewer.today)


def of_step(step: Any, reference: str, today: date) -> Duty:
    if step.done_at:
        return Duty(
            due_on=today,
            what=_("Find somebody else who is there in the summer"),
            reference=reference,
            button=_("Change who is there"),
            url=reverse("cases:summer_contact", args=[step.pk]),
        )
    return Duty(
        due_on=step.due_on,
        what=WHAT[step.kind],
        reference=reference,
        button=_("Do this step"),
        url=reverse("cases:handover", args=[step.pk]),
    )


def _role(viewer: Viewer):
    able = Membership.objects.current(viewer.today).granting(Permission.READ_CASES)
    return able.filter(person=OuterRef("contact"), organisation=OuterRef("case__held_by"))


def _works(viewer: Viewer):
    """At the place that holds the case, or at its owner."""
    here = Q(organisation=OuterRef("case__held_by"))
    here |= Q(organisation=OuterRef("case__held_by__parent"))
    return Membership.objects.current(viewer.today).filter(here, person=OuterRef("contact"))


def _opened():
    current = CaseAccess.objects.current().filter(kind=CaseAccess.Kind.GRANTED)
    return current.filter(case=OuterRef("case"), person=OuterRef("contact"))
