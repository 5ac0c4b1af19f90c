"""From one state to the next. The table of steps stands in ``cases.rules``."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.system import System
from audit.record import record
from cases import demands, rules
from cases.actions.locking import lock
from cases.models import Case, StateReason
from common.errors import ActionError

Actor = Person | System


@transaction.atomic
def investigate_case(*, case: Case, by: Actor, now: datetime) -> Case:
    """The school looks into what has happened (Education Act 12-4: as soon as possible)."""
    return _step("investigate", case, Case.State.INVESTIGATING, by=by, now=now)


@transaction.atomic
def follow_up_case(*, case: Case, by: Actor, now: datetime) -> Case:
    """A plan is being carried out; or monitoring has shown that more is needed."""
    return _step("follow_up", case, Case.State.FOLLOW_UP, by=by, now=now)


@transaction.atomic
def monitor_case(*, case: Case, by: Actor, now: datetime) -> Case:
    """The child has it safe, and the adults go on looking."""
    return _step("monitor", case, Case.State.MONITORING, by=by, now=now)


@transaction.atomic
def close_case(*, case: Case, by: Person, now: datetime, reason: str) -> Case:
    """End the case, by the principal's own decision. Refuses while a measure is planned or runs."""
    return _step("close", case, Case.State.CLOSED, by=by, now=now, reason=reason)


@transaction.atomic
def reopen_case(*, case: Case, by: Person, now: datetime, reason: str) -> Case:
    """Take up a closed case under the same reference."""
    return _step("reopen", case, Case.State.INVESTIGATING, by=by, now=now, reason=reason)


@transaction.atomic
def void_case(*, case: Case, by: Person, now: datetime, reason: str) -> Case:
    """The case was registered by mistake. It stays, with the reason. Refuses while a measure is
    planned or runs."""
    return _step("void", case, Case.State.VOID, by=by, now=now, reason=reason)


NEEDS_REASON = {
    "close": _("Write why the case is closed."),
    "reopen": _("Write why the case is reopened."),
    "void": _("Write why the case was wrongly registered."),
}
PAST = {
    "investigate": "case.investigated",
    "follow_up": "case.followed_up",
    "monitor": "case.monitored",
    "close": "case.closed",
    "reopen": "case.reopened",
    "void": "case.voided",
}


def _step(
    verb: str, case: Case, target: Case.State, *, by: Actor, now: datetime, reason: str = ""
) -> Case:
    case = lock(case)
    demands.right(by, rules.permission_of(verb), case=case, now=now)
    step = rules.transition(case.state, target)
    if step is None or step.verb != verb:
        refusal = _("This cannot be done now. The case stands as: %(state)s.")
        raise ActionError(refusal % {"state": case.get_state_display()})
    if target in rules.ENDED_STATES and case.measures.unfinished().exists():
        raise ActionError(_("Finish or stop every measure before you end the case."))
    data = {"before": case.state, "after": target.value}
    if verb in NEEDS_REASON:
        if not isinstance(by, Person):
            raise PermissionDenied("A person gives the reason.")
        reason = demands.text(reason, missing=NEEDS_REASON[verb])
        data["reason"] = str(_give_reason(case, reason, by, now).pk)
    case.state = target
    case.ended_reason = "" if case.is_open else reason
    case.save(update_fields=["state", "ended_reason"])
    record(PAST[verb], by=by, now=now, target=case, case_id=case.pk, **data)
    return case


def _give_reason(case: Case, text: str, by: Person, now: datetime) -> StateReason:
    reason = StateReason(id=uuid.uuid4(), case=case, text=text, given_by=by, given_at=now)
    reason.save(force_insert=True)
    return reason
