"""What every step from one state to the next has in common."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import System
from audit.record import record
from cases import demands, rules
from cases.actions.locking import lock
from cases.models import Case, StateReason
from common.errors import ActionError
from organisations.calendar import Calendar
from organisations.calendars import calendar_for
from organisations.law import Law, law_for
from organisations.roles import Permission

Actor = Person | System


@dataclass(frozen=True)
class Step:
    """One step of one case, which is locked, by one who may take it. Nothing is guarded yet."""

    verb: str
    case: Case
    by: Actor
    now: datetime
    before: str

    @classmethod
    def begin(
        cls, verb: str, case: Case, *, by: Actor, now: datetime, needs: Permission | None = None
    ) -> "Step":
        case = lock(case)
        demands.right(by, needs or rules.permission_of(verb), case=case, now=now)
        return cls(verb, case, by, now, case.state)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def law(self) -> Law:
        return law_for(self.case.unit, self.today)

    def calendar(self) -> Calendar:
        """The days on which the unit where it happened is open to children."""
        return calendar_for(self.case.unit)

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

    def reason(self, text: str, *, missing: Any, **more: str) -> StateReason:
        """Why: kept for good, whatever happens to the case later. The action has seen to it that a
        person gives it."""
        kept = StateReason(
            id=uuid.uuid4(),
            case=self.case,
            text=demands.text(text, missing=missing),
            given_by=cast(Person, self.by),
            given_at=self.now,
            **more,
        )
        kept.save(force_insert=True)
        return kept

    def take(self, target: Case.State, *, reason: StateReason | None = None) -> Case:
        """Write the new state, with whatever dates were set on the case."""
        self.case.state = target
        self.case.ended_reason = "" if self.case.is_open or reason is None else reason.text
        self.case.save(update_fields=["state", "ended_reason", *_DATES])
        return self.case

    def record(self, name: str, *, reason: StateReason | None = None, **data: Any) -> None:
        """The event of the step; the log shows the reason that it names."""
        told: dict[str, Any] = {"before": self.before, "after": self.case.state}
        if reason is not None:
            told["reason"] = str(reason.pk)
        case = self.case
        record(name, by=self.by, now=self.now, target=case, case_id=case.pk, **told, **data)


_DATES = ("plan_due_on", "followed_until", "review_on", "look_on")
