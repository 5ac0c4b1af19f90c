"""The steps of a case as pages show them: their words, and which of them a viewer is offered."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases import rules
from cases.models import Case, SafetyAnswer
from cases.safety import somebody_is_unsafe, voices
from organisations.roles import Permission
from organisations.viewers import Viewer

BUTTONS: dict[str, Any] = {
    "investigate": _("Start the investigation"),
    "follow_up": _("Follow up again"),
    "monitor": _("Start monitoring"),
    "close": _("Close the case"),
    "reopen": _("Reopen the case"),
    "void": _("Mark as wrongly registered"),
    "look": _("Write down the look after closing"),
    "extend": _("Follow up longer"),
    "hold": _("Put on legal hold"),
    "end_hold": _("End the legal hold"),
}
WHAT_HAPPENS: dict[str, Any] = {
    "investigate": _("The log will say that you have begun to look into it."),
    "follow_up": _("The case is followed up again, and the plan is due anew."),
    "monitor": _("The child has it safe now, and you go on looking."),
    "reopen": _("The case goes on under the same reference, and the plan is due anew."),
    "void": _("Only for what was registered by mistake. The case stays, with the reason."),
}
WITHOUT_PLAN = _(
    "Only when the investigation has shown that no measure is needed now, and the child says that "
    "it is safe. The case goes on, and the adults go on looking."
)
# Not while somebody needs the case whole.
ENDING = ("close", "void")
# So long before the last day there is something to talk about.
TALK_FROM = timedelta(days=30)


class Step(NamedTuple):
    verb: str
    label: Any
    url: str


class Said(NamedTuple):
    """The newest answer of one person, and its word."""

    answer: rules.Answer
    word: Any


class Obstacle(NamedTuple):
    """Why a step is not possible now, and where that is mended."""

    why: Any
    label: Any
    url: str


def offered(case: Case, viewer: Viewer) -> list[Step]:
    """The steps that lead somewhere from the case's state and that a role lets the viewer take. On
    legal hold the case is not ended."""
    steps = [
        Step(verb, BUTTONS[verb], reverse("cases:step", args=[case.pk, verb]))
        for verb in rules.verbs_by_hand(case.state)
        if not (case.is_on_hold and verb in ENDING)
        if viewer.may(rules.permission_of(verb), case.held_by_id)
    ]
    return [*steps, *_beside(case, viewer)]


def obstacles(case: Case, *, unfinished: int) -> Iterator[Obstacle]:
    """What stands in the way of ending the case. Needs the case's labels, and how many measures are
    planned or run."""
    plan = reverse("measures:plan", args=[case.pk])
    if case.is_on_hold:
        held = _("On legal hold the case is neither closed nor marked as wrongly registered.")
        end = reverse("cases:end_hold", args=[case.pk, case.hold_id])
        yield Obstacle(held, BUTTONS["end_hold"], end)
    if unfinished:
        said = ngettext_lazy(
            "%(number)s measure is planned or runs. Finish or stop it first.",
            "%(number)s measures are planned or run. Finish or stop them first.",
            unfinished,
        )
        yield Obstacle(said % {"number": unfinished}, _("Go to the plan"), plan)


def not_possible(
    case: Case, viewer: Viewer, *, planned: bool, unfinished: int
) -> Iterator[Obstacle]:
    """The steps that somebody may look for in vain, each with what is missing."""
    if not case.is_open or not viewer.may(Permission.WRITE_CASES, case.held_by_id):
        return
    plan = reverse("measures:plan", args=[case.pk])
    if case.waits_for_plan and not planned:
        said = _("Follow-up begins when a plan is complete. No plan is complete yet.")
        yield Obstacle(said, _("Go to the plan"), plan)
    if not viewer.may(Permission.CLOSE_CASES, case.held_by_id):
        return
    if case.waits_for_plan:
        said = _("The case can be closed once it is followed up or monitored.")
        yield Obstacle(said, "", "")
        unfinished = 0
    yield from obstacles(case, unfinished=unfinished)


def what_happens(case: Case, verb: str) -> Any:
    return WITHOUT_PLAN if needs_no_plan(case, verb) else WHAT_HAPPENS[verb]


def needs_no_plan(case: Case, verb: str) -> bool:
    """Straight from the investigation to monitoring."""
    return verb == "monitor" and case.state == Case.State.INVESTIGATING


def lasts_unsafe(case: Case, verb: str) -> bool:
    """Going over to monitoring from follow-up while a pupil does not feel safe."""
    return verb == "monitor" and not needs_no_plan(case, verb) and somebody_is_unsafe(case)


def last_answers(case: Case, verb: str) -> list[Said]:
    """What each one exposed answered last, and each who has said that it is not safe, before the
    adults only go on looking."""
    if verb != "monitor":
        return []
    asked = [one for one in voices(case) if one.is_exposed or rules.is_unsafe(one.answers)]
    return [found for one in asked if (found := _said(one.answers))]


def _said(answers: list[rules.Answer]) -> Said | None:
    """The newest own answer; where there is none, or an adult is worried since, what adults saw."""
    given = [(one.value, one) for one in rules.in_order(answers) if one.value is not None]
    own = [(value, one) for value, one in given if one.is_own]
    worried = given and given[-1][0] <= rules.UNSAFE_UNTIL
    for value, one in given[-1:] if worried else (own or given)[-1:]:
        return Said(one, SafetyAnswer.Value(value).label)
    return None


def _beside(case: Case, viewer: Viewer) -> Iterator[Step]:
    """What changes no state: the look, going on longer, the hold. Needs the case's labels."""
    if viewer.may(Permission.WRITE_CASES, case.held_by_id):
        if case.look_on is not None:
            yield Step("look", BUTTONS["look"], reverse("cases:look", args=[case.pk]))
        if case.is_open and viewer.today >= case.followed_until - TALK_FROM:
            yield Step("extend", BUTTONS["extend"], reverse("cases:extend", args=[case.pk]))
    if viewer.may(Permission.CLOSE_CASES, case.held_by_id) and case.state != Case.State.VOID:
        verb, hold = ("end_hold", [case.hold_id]) if case.is_on_hold else ("hold", [])
        yield Step(verb, BUTTONS[verb], reverse(f"cases:{verb}", args=[case.pk, *hold]))
