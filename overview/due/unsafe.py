"""Pupils who have said that it is not safe, until somebody says what is done."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from evaluations.models import Evaluation
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for


@only_for(Permission.WRITE_CASES)
def due(viewer: Viewer) -> list[Duty]:
    """For those who follow up the case, from the day on which it was said."""
    cases = (
        Case.objects.followed_up_by(viewer)
        .filter(unsafe_since__isnull=False)
        .annotate(**disagreement())
        .order_by("unsafe_since", "id")[:MOST]
    )
    return [duty for case in cases for duty in of_case(case)]


def disagreement() -> dict[str, Subquery]:
    """What a case is asked for ``of_case``: does an adult see it otherwise than the pupil?"""
    own = Evaluation.objects.filter(case=OuterRef("pk")).with_disagreement()
    since = own.filter(disagrees=True, recorded_at__date__gte=OuterRef("unsafe_since"))
    # Not Exists: PostgreSQL would read every evaluation there is, once, instead of a case's own.
    return {"disagreed": Subquery(since.values("pk")[:1])}


def of_case(case: Any) -> list[Duty]:
    """The duty of one case that was asked about ``disagreement``."""
    if not case.is_open or case.unsafe_since is None:
        return []
    what = _("A pupil does not feel safe: say what you do")
    if case.disagreed:
        what = _("A pupil does not feel safe, but an adult says that it helps: say what you do")
    return [
        Duty(
            due_on=case.unsafe_since,
            what=what,
            reference=case.reference,
            button=_("Say what you do"),
            url=reverse("cases:say_what_is_done", args=[case.pk]),
        )
    ]
