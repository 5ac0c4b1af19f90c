"""Phones that are to go back."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case, PhoneLog
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import Duty, only_for


@only_for(Permission.WRITE_CASES)
def due(viewer: Viewer) -> list[Duty]:
    """Every phone that has not been given back, for those who follow up the case: the same day, or
    the day that was agreed with the guardians."""
    phones = (
        PhoneLog.objects.visible_to(viewer)
        .filter(returned_at=None)
        .filter(case__held_by__in=viewer.places_where(Permission.WRITE_CASES))
        .select_related("case")
    )
    return [give_back(phone.case, phone.return_on) for phone in phones]


def give_back(case: Case, day: date) -> Duty:
    return Duty(
        due_on=day,
        what=_("Give the phone back"),
        reference=case.reference,
        button=_("Go to the phone"),
        url=reverse("cases:digital", args=[case.pk]),
    )
