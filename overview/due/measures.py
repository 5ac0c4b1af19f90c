"""Measures whose responsible one is not there, and the one later look at those that have ended."""

from typing import Any

from django.db.models import DateField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import CaseAccess
from cases.people import shut_out, without_cover
from cases.querysets import carries_out
from cases.rules import OPEN_STATES
from measures.models import Measure
from organisations.models import Membership, PptService
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for


def looks(viewer: Viewer) -> list[Duty]:
    """One's own measures that have ended: did it last? And those of the cases one follows up, once
    the day has come."""
    own = carries_out(viewer, "responsible", "deputy")
    led = Q(case__held_by__in=viewer.places_where(Permission.WRITE_CASES))
    found = (
        Measure.objects.visible_to(viewer)
        .to_look_at()
        .filter(own | led & Q(look_on__lte=viewer.today), case__state__in=OPEN_STATES)
        .select_related("case")
        .order_by("look_on", "id")[:MOST]
    )
    return [look_at(measure, measure.case.reference) for measure in found]


def look_at(measure: Any, reference: str) -> Duty:
    return Duty(
        due_on=measure.look_on,
        what=_("Look whether it has lasted"),
        title=measure.title,
        reference=reference,
        button=_("Write down the look"),
        url=reverse("measures:look", args=[measure.pk]),
    )


@only_for(Permission.WRITE_CASES)
def to_replace(viewer: Viewer) -> list[Duty]:
    """Measures whose responsible one has left or is excluded from the case, and so is not reminded;
    and those that are due while the responsible one is away and no deputy is there."""
    here = (
        Measure.objects.visible_to(viewer)
        .unfinished()
        .filter(case__state__in=OPEN_STATES)
        .filter(case__held_by__in=viewer.places_where(Permission.WRITE_CASES))
    )
    # Fetched first: what is asked of each is dear, and the database would ask it of all there are.
    ids = list(here.values_list("pk", flat=True))
    if not ids:
        return []
    rows = (
        who_is_there(Measure.objects.filter(pk__in=ids), viewer)
        .filter(Q(gone=True) | Q(away=True, deputy_there=False))
        .select_related("case")
        .order_by("day", "id")[:MOST]
    )
    return [replace(measure, measure.case.reference, viewer) for measure in rows]


def who_is_there(rows, viewer: Viewer):
    """Each with ``gone``, ``away`` and ``deputy_there`` on the ``day`` on which it is due."""
    day = Coalesce("evaluate_on", "starts_on", output_field=DateField())
    return (
        rows.annotate(day=Greatest(day, Value(viewer.today), output_field=DateField()))
        .annotate(office=Subquery(_office()))
        .annotate(
            gone=~_is_there(viewer, "responsible"),
            away=Exists(without_cover("responsible", "day")),
            deputy_there=_is_there(viewer, "deputy") & ~Exists(without_cover("deputy", "day")),
        )
    )


def replace(measure, reference: str, viewer: Viewer) -> Duty:
    what = _("Choose somebody else for the measure")
    if not measure.gone:
        what = _("The one who carries it out is away: choose who stands in")
    return Duty(
        due_on=viewer.today if measure.gone else measure.day,
        what=what,
        title=measure.title,
        reference=reference,
        button=_("Change the measure"),
        url=reverse("measures:change", args=[measure.pk]),
    )


def _office():
    """At PPT, for those there who were asked to carry out a measure."""
    return PptService.objects.serving(OuterRef("case__unit")).values("office")[:1]


def _is_there(viewer: Viewer, who: str):
    """A role lets the one named in the field ``who`` carry it out today: where the case is held, at
    the unit with a part of it, or at PPT with a part that has its ground. Nobody shut out."""
    part = CaseAccess.objects.current().filter(
        case=OuterRef("case"), person=OuterRef(who), kind="takes_part"
    )
    held = Exists(_role(viewer, who, Permission.TAKE_PART, "case__held_by"))
    kept = Exists(_role(viewer, who, Permission.TAKE_PART, "case__unit")) & Exists(part)
    helps = Exists(_role(viewer, who, Permission.HELP_IN_CASES, "office"))
    may = held | kept | helps & Exists(part.exclude(ground=""))
    return may & ~shut_out(who, viewer.today)


def _role(viewer: Viewer, who: str, permission: Permission, place: str):
    current = Membership.objects.current(viewer.today).granting(permission)
    return current.filter(
        organisation=OuterRef(place), person=OuterRef(who), person__is_active=True
    )
