"""What the actions on plans and measures have in common: they work in one locked case."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import System
from audit.record import record
from cases import demands
from cases.actions.locking import lock
from cases.models import Case
from common.errors import ActionError
from measures.models import Measure, Plan
from organisations.calendar import Calendar
from organisations.calendars import calendar_for
from organisations.roles import Permission


class Outdated(ActionError):
    """Somebody else has changed it since it was read. Carries what stands now."""

    def __init__(self, current: Plan | Measure):
        super().__init__(
            _(
                "Somebody else has changed this while you wrote. Nothing was overwritten. "
                "Read both texts, put together what should stand, and save again."
            )
        )
        self.current = current


@dataclass(frozen=True)
class Work:
    """One person's work in one open case, which is locked, at one time."""

    case: Case
    by: Person | System
    now: datetime

    @classmethod
    def begin(
        cls,
        case: Case,
        *,
        by: Person | System,
        now: datetime,
        needs: Permission = Permission.WRITE_CASES,
    ) -> "Work":
        """Lock the case and ask permission where it is held. One who is excluded may nothing there.

        Raises PermissionDenied; ``ActionError`` when the case has ended.
        """
        work = cls(lock(case), by, now)
        demands.right(by, needs, case=work.case, now=now)
        if not work.case.is_open:
            raise ActionError(_("This case has ended. Reopen it before you change its plan."))
        return work

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def calendar(self) -> Calendar:
        """The days on which the unit where it happened is open to children."""
        return calendar_for(self.case.unit)

    def plan(self, pk: uuid.UUID) -> Plan:
        """The plan as it stands now. Whoever holds the case's lock is alone with it."""
        found = Plan.objects.get(pk=pk, case=self.case)
        found.case = self.case
        return found

    def measure(self, measure: Measure) -> Measure:
        """The measure, locked, as it stands now."""
        found = Measure.objects.select_for_update().get(pk=measure.pk, case=self.case)
        found.case = self.case
        return found

    def record(self, name: str, target: Plan | Measure, **data: Any) -> None:
        """The audit event; dates and ids are written as text."""
        told = {key: _as_text(value) for key, value in data.items()}
        record(name, by=self.by, now=self.now, target=target, case_id=self.case.pk, **told)


def _as_text(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list):
        return [str(each) for each in value]
    return value.isoformat() if isinstance(value, date) else str(value)
