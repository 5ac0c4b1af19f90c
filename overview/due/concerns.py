"""Concerns that wait for an answer."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from concerns.models import Concern
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty


def due(viewer: Viewer) -> list[Duty]:
    """Each concern that the viewer answers, due the same working day, by who told it and where.
    Whom it concerns and what was told is not read here."""
    if not viewer.may(Permission.ANSWER_CONCERNS):
        return []
    told = ("pk", "answer_by", "reporter__name", "from_unit__name", "unit__name")
    waiting = Concern.objects.waiting_for(viewer).values_list(*told)
    return [
        Duty(
            due_on=answer_by,
            what=_("Answer a concern"),
            title=f"{reporter}, {elsewhere or unit}",
            reference="",
            button=_("Read and answer"),
            url=reverse("concerns:detail", args=[pk]),
        )
        for pk, answer_by, reporter, elsewhere, unit in waiting[:MOST]
    ]
