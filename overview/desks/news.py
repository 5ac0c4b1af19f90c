"""What others have answered this week, for those who follow up the cases: nothing to be done."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CaseAccess, OwnerNotice
from organisations.roles import Permission
from organisations.viewers import Viewer

NEWS_DAYS = 7
MOST = 20
WORDS = {
    CaseAccess.Answer.CONFIRMED.value: _("The owner confirmed an exclusion"),
    CaseAccess.Answer.LIFTED.value: _("The owner lifted an exclusion"),
    "received": _("The owner has received what was told"),
}


@dataclass(frozen=True)
class News:
    """One answer from the owner, by the reference of its case."""

    case: uuid.UUID
    reference: str
    words: Any
    day: date


def from_owner(viewer: Viewer) -> list[News]:
    """The newest first. One query."""
    places = viewer.places_where(Permission.WRITE_CASES)
    if not places:
        return []
    answers = _since(CaseAccess.objects.visible_to(viewer), "answered_at", F("answer"), viewer)
    notices = _since(
        OwnerNotice.objects.visible_to(viewer), "received_at", Value("received"), viewer
    )
    rows = answers.filter(case__held_by__in=places).union(
        notices.filter(case__held_by__in=places), all=True
    )
    return [
        News(case, reference, WORDS[said], timezone.localdate(at))
        for case, reference, said, at in rows.order_by("-at")[:MOST]
    ]


def _since(rows: QuerySet, name: str, said: Any, viewer: Viewer) -> QuerySet:
    since = viewer.today - timedelta(days=NEWS_DAYS)
    told = rows.filter(**{f"{name}__date__gte": since}).order_by()
    return told.annotate(said=said, at=F(name)).values_list(
        "case_id", "case__reference", "said", "at"
    )
