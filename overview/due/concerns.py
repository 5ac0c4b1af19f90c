"""Concerns that wait for an answer."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from concerns.models import Concern
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import Duty

MOST = 200


def due(viewer: Viewer) -> list[Duty]:
    """Each concern that the viewer answers, due the same working day. Nothing of it is read here:
    neither whom it concerns nor who told."""
    if not viewer.may(Permission.ANSWER_CONCERNS):
        return []
    waiting = Concern.objects.waiting_for(viewer).values_list("pk", "answer_by")
    return [
        Duty(
            due_on=answer_by,
            what=_("Answer a concern"),
            reference="",
            button=_("Read and answer"),
            url=reverse("concerns:detail", args=[pk]),
        )
        for pk, answer_by in waiting[:MOST]
    ]
