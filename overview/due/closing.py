"""The look after closing, and the days on which it is talked about whether a case goes on: its last
one, and the one from which everybody exposed has been safe long enough."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.rules import OPEN_STATES
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for

PROPOSED_FOR = timedelta(days=14)
"""To close is an offer: it stands here so long, and then on the page of the case alone."""


@only_for(Permission.WRITE_CASES)
def due(viewer: Viewer) -> list[Duty]:
    """A look waits at every closed case; an open one whose last day has come is talked about, and
    one in which everybody exposed has said 4 or 5 for so long that it may be closed."""
    looks = Q(state=Case.State.CLOSED, look_on__isnull=False)
    today = viewer.today
    over = Q(followed_until__lte=today) | Q(review_on__range=(today - PROPOSED_FOR, today))
    over &= Q(state__in=OPEN_STATES)
    cases = (
        Case.objects.visible_to(viewer)
        .filter(looks | over, held_by__in=viewer.places_where(Permission.WRITE_CASES))
        .order_by("look_on", "followed_until", "id")[:MOST]
    )
    return [duty for case in cases for duty in of_case(case, viewer.today)]


def of_case(case: Case, today: date) -> list[Duty]:
    """The look of a closed case; the talk about an open one whose last day has come, or in which it
    has been safe long enough."""
    if case.look_on is not None:
        return [_look(case, case.look_on)]
    if case.is_open and case.followed_until <= today:
        return [_talk(case)]
    if case.is_open and case.review_on and case.review_on <= today <= case.review_on + PROPOSED_FOR:
        return [_propose(case, case.review_on)]
    return []


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


def _propose(case: Case, day: date) -> Duty:
    return Duty(
        due_on=day + PROPOSED_FOR,
        what=_("Safe for eight weeks: talk about whether to close"),
        reference=case.reference,
        button=_("Go on or close"),
        url=reverse("cases:extend", args=[case.pk]),
    )
