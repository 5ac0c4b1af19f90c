"""What a pupil needs at once."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for


@only_for(Permission.WRITE_CASES)
def due(viewer: Viewer) -> list[Duty]:
    """What was needed on the day a case was opened, until somebody says that it is done. What it is
    stands in the case: others may see this screen."""
    cases = (
        Case.objects.followed_up_by(viewer)
        .filter(needs_done_at=None)
        .exclude(needs_today="")
        .order_by("created_at", "id")[:MOST]
    )
    return [duty for case in cases for duty in of_case(case)]


def of_case(case: Case) -> list[Duty]:
    if not case.needs_something:
        return []
    return [
        Duty(
            due_on=timezone.localdate(case.created_at),
            what=_("See that the pupil gets what is needed today"),
            reference=case.reference,
            button=_("Go to the case"),
            url=reverse("overview:case", args=[case.pk]),
        )
    ]
