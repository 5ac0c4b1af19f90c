"""Concerns that wait for an answer, here and, of a pupil who changes school, at another place."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import CaseConcern
from common.dates import at_in_figures
from concerns.models import Concern
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for


@only_for(Permission.ANSWER_CONCERNS)
def due(viewer: Viewer) -> list[Duty]:
    """Each concern that the viewer answers, by where and when it was told. Due the same
    working day; of a pupil who changes school five open days after it was sent.
    Who told it, whom it concerns and what was told is not read here: others may see the screen.
    Where the child needs something at once, that alone is said, and it comes first."""
    told = ("pk", "answer_by", "told_at", "from_unit__name", "unit__name", "ground", "needs")
    needs = ExpressionWrapper(~Q(needs_today=""), BooleanField())
    waiting = Concern.objects.waiting_for(viewer).annotate(needs=needs).values_list(*told)
    return [
        Duty(
            due_on=answer_by,
            what=_what(ground, needs),
            title=f"{elsewhere or unit}, {at_in_figures(at)}",
            reference="",
            button=_("Read and answer"),
            url=reverse("concerns:detail", args=[pk]),
            is_first=needs,
        )
        for pk, answer_by, at, elsewhere, unit, ground, needs in waiting[:MOST]
    ]


def _what(ground: str, needs: bool) -> Any:
    if ground:
        return _("Answer: a pupil changes school to you")
    if needs:
        return _("Answer a concern where the child needs something at once")
    return _("Answer a concern")


@only_for(Permission.CLOSE_CASES)
def unanswered(viewer: Viewer) -> list[Duty]:
    """What was sent of a pupil who changes school, and not answered in time: for the leaders who
    sent it, from the day on which it was to be answered."""
    late = CaseConcern.objects.visible_to(viewer).changes_unanswered(viewer.today)
    led = late.filter(case__held_by__in=viewer.places_where(Permission.CLOSE_CASES))
    rows = led.order_by("concern__answer_by", "id")
    told = ("case", "case__reference", "to_unit__name", "concern__answer_by")
    return [
        Duty(
            due_on=answer_by,
            what=_("A change of school is not answered: call them, or take it back"),
            title=place,
            reference=reference,
            button=_("Go to what was sent"),
            url=reverse("cases:concerns", args=[case]),
        )
        for case, reference, place, answer_by in rows.values_list(*told)[:MOST]
    ]
