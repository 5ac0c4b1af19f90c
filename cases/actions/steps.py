"""From one state to the next. The table of steps stands in ``cases.rules``; what is asked before a
case may end stands in ``closing``."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import rules
from cases.actions.owner import tell_owner
from cases.actions.stepping import Step
from cases.actions.work import Actor
from cases.models import Case, CaseConcern, OwnerNotice
from cases.safety import all_say_safe, somebody_is_unsafe
from common.errors import ActionError
from concerns.rules import may_answer

State = Case.State


@transaction.atomic
def investigate_case(*, case: Case, by: Actor, now: datetime) -> Case:
    """The school looks into what has happened (Education Act 12-4: as soon as possible)."""
    step = Step.of("investigate", case, by=by, now=now)
    step.guard(State.INVESTIGATING)
    step.take(State.INVESTIGATING)
    step.record("case.investigated")
    return step.case


@transaction.atomic
def follow_up_case(*, case: Case, by: Actor, now: datetime) -> Case:
    """A plan is being carried out; or monitoring has shown that more is needed: then the plan is
    due anew, 5 working days from now (recommended)."""
    step = Step.of("follow_up", case, by=by, now=now)
    step.guard(State.FOLLOW_UP)
    if step.before == State.MONITORING:
        step.case.plan_due_on = rules.plan_due_on(step.today, step.law)
    step.case.review_on = None
    step.take(State.FOLLOW_UP)
    step.record("case.followed_up")
    return step.case


@transaction.atomic
def monitor_case(*, case: Case, by: Actor, now: datetime, reason: str = "") -> Case:
    """The child has it safe, and the adults go on looking.

    Straight from the investigation it takes a reason, and is refused until it is written what the
    investigation showed, while somebody's role is not clear, and unless those exposed say that they
    are safe: then no measure is needed now, and nothing ends (docs/adr/0013). From follow-up it
    takes a reason while a pupil does not feel safe.
    """
    step = Step.of("monitor", case, by=by, now=now)
    step.guard(State.MONITORING)
    if step.before != State.INVESTIGATING:
        return _monitor_after_the_plan(step, reason)
    _refuse_without_a_plan(step)
    kept = step.reason(reason, missing=_("Write why no measure is needed now."))
    step.take(State.MONITORING)
    step.record("case.monitored_without_plan", reason=kept)
    return step.case


@transaction.atomic
def void_case(*, case: Case, by: Person, now: datetime, reason: str) -> Case:
    """The case was registered by mistake. It stays, with the reason. Refuses while a measure is
    planned or runs, on legal hold, and while the county governor has it or waits for something that
    was ordered. The owner is told of one that was serious, about staff, or told by the child."""
    step = Step.of("void", case, by=by, now=now)
    step.guard(State.VOID)
    _refuse_what_the_county_has(step.case)
    kept = step.reason(reason, missing=_("Write why the case was wrongly registered."))
    if _weighs(step):
        tell_owner(case=step.case, kind=OwnerNotice.Kind.VOIDED, reason=kept.text, by=by, now=now)
    step.take(State.VOID, reason=kept)
    step.record("case.voided", reason=kept)
    return step.case


def _monitor_after_the_plan(step: Step, reason: str) -> Case:
    """Only what the case as it stands asks for is kept."""
    kept = None
    if somebody_is_unsafe(step.case):
        missing = _("A pupil does not feel safe. Write why you go over to monitoring all the same.")
        kept = step.reason(reason, missing=missing)
    step.take(State.MONITORING)
    step.record("case.monitored", reason=kept)
    return step.case


def _refuse_what_the_county_has(case: Case) -> None:
    if case.county_cases.current().exists():
        raise ActionError(
            _("The county governor has this case. Note that they have finished first.")
        )
    if case.ordered_acts.undone().exists():
        raise ActionError(_("Something that was ordered is not done yet. Report that first."))


def _weighs(step: Step) -> bool:
    """Serious, about somebody who works there, or told by those whose word must be acted on."""
    case, received = step.case, CaseConcern.Direction.RECEIVED
    told = case.case_concerns.filter(direction=received).values_list("concern__told_by", flat=True)
    must_act = any(not may_answer(by, step.law) for by in [case.source, *told])
    return bool(case.serious) or case.is_about_staff or must_act


def _refuse_without_a_plan(step: Step) -> None:
    case = step.case
    if not case.investigations.exists():
        raise ActionError(_("Write first what the investigation showed."))
    current = case.involvements.filter(ends_on=None)
    if current.filter(role="unclear").exists():
        raise ActionError(_("Somebody’s role is not clear yet. Find that out first."))
    if not all_say_safe(case, by_observation=step.law.voice_by_observation):
        raise ActionError(
            _("The one exposed has not said that it is safe now. Ask first, or make a plan.")
        )
