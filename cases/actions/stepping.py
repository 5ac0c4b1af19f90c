"""What every step from one state to the next has in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from audit.models import Event
from cases import rules
from cases.actions.alerts import _end_alert, _reopen_alert
from cases.actions.opened import _end_opening
from cases.actions.work import Actor, Work
from cases.models import Case, PptOpening, StateReason
from common.errors import ActionError
from organisations.roles import Permission


@dataclass(frozen=True)
class Step(Work):
    """One step of one case, which is locked, by one who may take it. Nothing is guarded yet."""

    verb: str
    before: str

    @classmethod
    def of(
        cls, verb: str, case: Case, *, by: Actor, now: datetime, needs: Permission | None = None
    ) -> "Step":
        needs = needs or rules.permission_of(verb)
        work = Work.in_any_state(case, by=by, now=now, needs=needs)
        return cls(work.case, by, now, verb, work.case.state)

    def guard(self, target: Case.State) -> None:
        """Refuses what the table of steps does not hold, and an end while a measure is under way or
        somebody needs the case whole."""
        found = rules.transition(self.case.state, target)
        if found is None or found.verb != self.verb:
            refusal = _("This cannot be done now. The case stands as: %(state)s.")
            raise ActionError(refusal % {"state": self.case.get_state_display()})
        if target not in rules.ENDED_STATES:
            return
        if self.case.legal_holds.current().exists():
            raise ActionError(
                _("This case is on legal hold: somebody needs it whole. End the hold first.")
            )
        if self.case.measures.unfinished().exists():
            raise ActionError(_("Finish or stop every measure before you end the case."))

    def take(self, target: Case.State, *, reason: StateReason | None = None) -> Case:
        """Write the new state, with whatever dates were set on the case. PPT reads nothing of a
        case that has ended."""
        self.case.state = target
        self.case.ended_reason = "" if self.case.is_open or reason is None else reason.text
        self.case.save(update_fields=["state", "ended_reason", *_DATES])
        if not self.case.is_open:
            _end_opening(self, PptOpening.Ending.ENDED)
            _end_alert(self)
        elif self.before in rules.ENDED_STATES:
            _reopen_alert(self)
        return self.case

    def record(
        self,
        name: str,
        target: models.Model | None = None,
        *,
        reason: StateReason | None = None,
        **data: Any,
    ) -> Event:
        """The event of the step; the log shows the reason that it names."""
        told = {} if reason is None else {"reason": reason.pk}
        states = {"before": self.before, "after": self.case.state}
        return super().record(name, target, **states, **told, **data)


_DATES = ("plan_due_on", "followed_until", "review_on", "look_on")
