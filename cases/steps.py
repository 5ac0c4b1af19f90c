"""The steps of a case as pages show them: their words, and which of them a viewer is offered."""

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
WHAT_HAPPENS: dict[str, Any] = {
    "investigate": _("The log will say that you have begun to look into it."),
    "follow_up": _("The case is followed up again, with the plan it has."),
    "monitor": _("The child has it safe now, and you go on looking."),
    "close": _("Close when the child has it safe and good, not because the plan is done."),
    "reopen": _("The case goes on under the same reference."),
    "void": _("Only for what was registered by mistake. The case stays, with the reason."),
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
