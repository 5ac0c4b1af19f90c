"""What PPT has answered, until somebody who follows up the case says that it was received."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case, PptAnswer
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for


@only_for(Permission.WRITE_CASES)
def answers(viewer: Viewer) -> list[Duty]:
    """For those who follow up the case, from the day on which it was answered."""
    unread = PptAnswer.objects.unread().filter(alert__case__in=Case.objects.followed_up_by(viewer))
    found = unread.select_related("alert__case").only(
        "given_at", "alert__id", "alert__case__id", "alert__case__reference"
    )
    return [read(one.alert.case, one.given_at) for one in found.order_by("given_at", "id")[:MOST]]


def asked_for() -> QuerySet[PptAnswer]:
    """What a case is asked for: the answers that wait."""
    return PptAnswer.objects.unread().filter(alert=OuterRef("alert"))


def read(case: Any, given_at: datetime) -> Duty:
    return Duty(
        due_on=timezone.localdate(given_at),
        what=_("Read what PPT has answered"),
        reference=case.reference,
        button=_("Read the answer"),
        url=reverse("opened:case", args=[case.pk]) + "#answers",
    )
