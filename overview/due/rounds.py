"""Reviews of the whole case, each term and before the summer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.models import CaseReview
from organisations.calendar import school_year_of
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for


@dataclass(frozen=True)
class Reviewed:
    """One review on the page of its case: answered with what becomes of the plan, or waiting."""

    pk: UUID
    round: Any
    school_year: int
    due_on: date
    provisional: bool
    done_on: date | None
    becomes: Any

    @property
    def year(self) -> str:
        return f"{self.school_year}/{(self.school_year + 1) % 100:02}"

    def waits(self, today: date) -> bool:
        return self.done_on is None and self.school_year == school_year_of(today)


@only_for(Permission.CLOSE_CASES)
def due(viewer: Viewer) -> list[Duty]:
    """For whoever answers for the case, from when the review was made."""
    reviews = (
        CaseReview.objects.visible_to(viewer)
        .waiting(viewer.today)
        .filter(case__held_by__in=viewer.places_where(Permission.CLOSE_CASES))
        .select_related("case")
        .order_by("due_on", "id")[:MOST]
    )
    return [of_review(one, one.get_round_display(), one.case.reference) for one in reviews]


def of_review(one: CaseReview | Reviewed, term: Any, reference: str) -> Duty:
    return Duty(
        due_on=one.due_on,
        what=_("Review the whole case"),
        title=str(term),
        reference=reference,
        button=_("Write the review"),
        url=reverse("evaluations:review", args=[one.pk]),
    )


def of_case(case: Any, today: date) -> Iterator[Duty]:
    """Those of a case that was asked for its ``reviews_made``."""
    if case.is_open:
        for one in of_page(case):
            if one.waits(today):
                yield of_review(one, one.round, case.reference)


def of_page(case: Any) -> list[Reviewed]:
    """Every review of a case that was asked for its ``reviews_made``, newest first."""
    return [
        Reviewed(
            pk=UUID(row["pk"]),
            round=CaseReview.Round(row["round"]).label,
            school_year=row["school_year"],
            due_on=date.fromisoformat(row["due_on"]),
            provisional=row["provisional"],
            done_on=row["done_at"] and timezone.localdate(datetime.fromisoformat(row["done_at"])),
            becomes=row["plan"] and CaseReview.Plan(row["plan"]).label,
        )
        for row in reversed(case.reviews_made)
    ]
