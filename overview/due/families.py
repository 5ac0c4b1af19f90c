"""Guardians of those exposed: told before the plan is made."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case, GuardianContact, Involvement
from cases.rules import of_age_when_born_by
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for
from pupils.models import Guardian


@only_for(Permission.WRITE_CASES)
def due(viewer: Viewer) -> list[Duty]:
    """Tell the guardians, by the day on which the plan is due: one who is kept informed and has not
    been told, or somebody at home where nobody is registered. Not of a pupil of 18, nor of one with
    protected identity, of whom not everybody at home may know."""
    cases = (
        Case.objects.followed_up_by(viewer)
        .annotate(**missing(viewer.today))
        .filter(untold=True)
        .order_by("plan_due_on", "id")[:MOST]
    )
    return [duty for case in cases for duty in of_case(case)]


def missing(today: date) -> dict[str, Exists]:
    """What a case is asked for ``of_case``: has a family not been told?"""
    told = GuardianContact.objects.filter(case=OuterRef(OuterRef("case")), guardian=OuterRef("pk"))
    kept = Guardian.objects.filter(pupil=OuterRef("pupil"))
    waiting = kept.filter(~Exists(told), information=Guardian.Information.KEPT_INFORMED)
    anybody = GuardianContact.objects.filter(
        case=OuterRef("case"), involvement__pupil=OuterRef("pupil")
    )
    grown_up = Q(pupil__born_on__lte=of_age_when_born_by(today))
    exposed = Involvement.objects.filter(
        Exists(waiting) | ~Exists(kept) & ~Exists(anybody),
        case=OuterRef("pk"),
        ends_on=None,
        pupil__protected=False,
        role=Involvement.Role.EXPOSED,
    )
    return {"untold": Exists(exposed.exclude(grown_up))}


def of_case(case: Any) -> list[Duty]:
    """The duty of one open case that was asked what is ``missing``."""
    if not case.untold:
        return []
    return [
        Duty(
            due_on=case.plan_due_on,
            what=_("Tell the guardians"),
            reference=case.reference,
            button=_("Go to the people"),
            url=reverse("cases:people", args=[case.pk]),
        )
    ]
