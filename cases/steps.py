"""Which steps a viewer is offered on a case, each with the address of its page."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.models import Case
from organisations.viewers import Viewer

BUTTONS: dict[str, Any] = {
    "investigate": _("Start the investigation"),
    "follow_up": _("Follow up again"),
    "monitor": _("Start monitoring"),
    "close": _("Close the case"),
    "reopen": _("Reopen the case"),
    "void": _("Mark as wrongly registered"),
}


class Step(NamedTuple):
    verb: str
    label: Any
    url: str


def offered(case: Case, viewer: Viewer) -> list[Step]:
    """The steps that lead somewhere from the case's state and that a role lets the viewer take."""
    return [
        Step(verb, BUTTONS[verb], reverse("cases:step", args=[case.pk, verb]))
        for verb in rules.verbs_by_hand(case.state)
        if viewer.may(rules.permission_of(verb), case.held_by_id)
    ]
