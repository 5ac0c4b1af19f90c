"""The look after closing, and the day on which it is talked about whether a case goes on."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.rules import OPEN_STATES
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty


def due(viewer: Viewer) -> list[Duty]:
    """A look waits at every closed case; an open one whose last day has come is talked about."""
    looks = Q(state=Case.State.CLOSED, look_on__isnull=False)
    over = Q(state__in=OPEN_STATES, followed_until__lte=viewer.today)
    cases = (
        Case.objects.visible_to(viewer)
        .filter(looks | over, held_by__in=viewer.places_where(Permission.WRITE_CASES))
        .order_by("look_on", "followed_until", "id")[:MOST]
    )
    return [duty for case in cases for duty in of_case(case, viewer.today)]


def of_case(case: Case, today: date) -> list[Duty]:
    """The look of a closed case; the talk about an open one whose last day has come."""
    if case.look_on is not None:
        return [_look(case, case.look_on)]
    return [_talk(case)] if case.is_open and case.followed_until <= today else []


def _look(case: Case, day: date) -> Duty:
    return Duty(
        due_on=day,
        what=_("Look how the child has it after closing"),
        reference=case.reference,
        button=_("Write down the look"),
        url=reverse("cases:look", args=[case.pk]),
    )


def _talk(case: Case) -> Duty:
    return Duty(
        due_on=case.followed_until,
        what=_("Talk about whether the case goes on"),
        reference=case.reference,
        button=_("Go on or close"),
        url=reverse("cases:extend", args=[case.pk]),
    )
