"""A case is closed, goes on longer, or is taken up again. It never ends by itself."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands, rules
from cases.actions.family import write_best_interests
from cases.actions.owner import tell_owner
from cases.actions.stepping import Step
from cases.models import BestInterests, Case, Handover, OwnerNotice, StateReason
from cases.safety import somebody_is_unsafe
from common.errors import ActionError
from organisations.roles import Permission

State = Case.State


@transaction.atomic
def close_case(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    reason: str,
    professional_help: str,
    best_interests: str,
    early_reason: str = "",
    unsafe_reason: str = "",
) -> Case:
    """End the case, by the leader's own decision, with what is best for the child.

    Before the day until which it is followed up it takes ``early_reason``. While a pupil does not
    feel safe it takes ``unsafe_reason``, and the owner is told. Refuses while a measure is planned
    or runs, and on legal hold. A look after six open weeks (recommended) is set. The same sheet
    closes once. Source: Education Act 12-4 (the duty lasts while the pupil is unsafe) and 10-1.
    """
    step = Step.of("close", case, by=by, now=now)
    case = step.case
    if step.written(case.best_interests.filter(occasion="closing"), token):
        return case
    step.guard(State.CLOSED)
    kept = _reasons(step, reason, professional_help, early_reason, unsafe_reason)
    note = _best_interests(step, by, best_interests, token)
    if kept.unsafe_reason:
        kind = OwnerNotice.Kind.CLOSED_UNSAFE
        tell_owner(case=case, kind=kind, reason=kept.unsafe_reason, by=by, now=now)
    case.look_on = rules.look_on(step.today, step.law, step.calendar())
    case.review_on = None
    step.take(State.CLOSED, reason=kept)
    word = "told" if kept.unsafe_reason else ""
    step.record(
        "case.closed", reason=kept, unsafe=word, best_interests=note.pk, look_on=case.look_on
    )
    return case


@transaction.atomic
def extend_follow_up(*, case: Case, by: Person, now: datetime, until: date, reason: str) -> Case:
    """It has been talked about, and the case is followed up until a later day, at most two years
    ahead. An earlier day is refused: closing early has a reason of its own."""
    step = Step.of("extend", case, by=by, now=now, needs=Permission.WRITE_CASES)
    case = step.case
    demands.not_void(case)
    if not case.is_open:
        raise ActionError(_("This case has ended. Reopen it first."))
    if case.followed_until == until:
        return case
    if until <= step.today or not rules.can_be_due(until, case.followed_until, step.today):
        raise ActionError(_("Choose a day that comes after the one that stands, within two years."))
    kept = step.reason(reason, missing=_("Write what you have agreed."))
    case.followed_until = until
    case.save(update_fields=["followed_until"])
    step.record("case.extended", reason=kept, until_on=until)
    return case


@transaction.atomic
def reopen_case(*, case: Case, by: Person, now: datetime, reason: str) -> Case:
    """Take up a closed case under the same reference. The plan is due anew, 5 working days from now
    (recommended), and the case is followed to the end of the school year, or longer if it was.
    Steps of the handover that waited from before are due from today, and not overdue at once; so
    are reviews (``evaluations.actions.reopen_case``, which the pages call)."""
    step = Step.of("reopen", case, by=by, now=now)
    step.guard(State.INVESTIGATING)
    kept = step.reason(reason, missing=_("Write why the case is reopened."))
    case = step.case
    case.look_on = None
    case.plan_due_on = rules.plan_due_on(step.today, step.law)
    until = rules.followed_until(step.calendar(), step.today)
    case.followed_until = max(case.followed_until, until)
    step.take(State.INVESTIGATING)
    waiting = Handover.objects.of_year(step.today).filter(case=case, done_at=None)
    waiting.filter(due_on__lt=step.today).update(due_on=step.today)
    step.record("case.reopened", reason=kept)
    return case


def _reasons(step: Step, text: str, help: str, early: str, unsafe: str) -> StateReason:
    """Only what the case as it stands asks for is kept."""
    is_early = step.today < step.case.followed_until
    return step.reason(
        text,
        missing=_("Write why the case is closed."),
        early_reason=_early(early) if is_early else "",
        unsafe_reason=_unsafe(unsafe) if somebody_is_unsafe(step.case) else "",
        professional_help=_help(help),
    )


def _early(typed: str) -> str:
    return demands.text(
        typed, missing=_("Write why the case is closed before the day it is followed up until.")
    )


def _unsafe(typed: str) -> str:
    return demands.text(
        typed, missing=_("A pupil does not feel safe. Write why the case is closed all the same.")
    )


def _help(given: str) -> str:
    missing = _("Say whether the child needs help from professionals.")
    return demands.choice(given, StateReason.Help, missing=missing)


def _best_interests(step: Step, by: Person, text: str, token: uuid.UUID) -> BestInterests:
    return write_best_interests(
        case=step.case,
        by=by,
        now=step.now,
        token=token,
        occasion=BestInterests.Occasion.CLOSING,
        text=text,
    )
