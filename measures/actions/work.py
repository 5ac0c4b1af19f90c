"""What the actions on plans and measures have in common: they work in one locked case."""

import uuid
from collections.abc import Hashable, Mapping
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
from measures import rules
from measures.models import Measure, OwnMeasure, Plan, PlanReference, SharedMeasure
from measures.sheet import Sheet
from organisations.calendar import Calendar
from organisations.calendars import calendar_for
from organisations.roles import Permission

WEEKS_TO_LOOK = 6
"""Open weeks from the end of a measure to the one later look at it (design, 4.7)."""


class Outdated(ActionError):
    """Somebody else has changed it since it was read. Carries what stands now."""

    def __init__(self, current: Plan | Measure | SharedMeasure | PlanReference | OwnMeasure):
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

    def question_followers(self, measure: Measure) -> None:
        """Ask of what comes right after whether it shall start all the same. Until somebody who
        follows up the case has answered, it does not start by itself."""
        following = Measure.objects.planned().filter(predecessors__predecessor=measure)
        following.update(questioned_on=self.today, questioned_for=measure)

    def put_dates(self, sheet: Sheet, dates: Mapping[Hashable, rules.Dates]) -> list[Measure]:
        """Write new dates of measures that have not started. Their first evaluation, where somebody
        chose its day, moves by as many open days."""
        changed = [measure for measure in sheet.standing if measure.pk in dates]
        for measure in changed:
            first = measure.first_evaluation_on
            starts_on, measure.ends_on = dates[measure.pk]
            if first is not None:
                by = sheet.calendar.open_days_between(measure.starts_on, starts_on)
                day = sheet.calendar.add_open_days(first, by).date
                measure.first_evaluation_on = max(day, starts_on)
            measure.starts_on = starts_on
            measure.revision += 1
        fields = ["starts_on", "ends_on", "first_evaluation_on", "revision"]
        Measure.objects.bulk_update(changed, fields)
        return changed

    def end(self, measure: Measure, state: str) -> None:
        """It runs no longer than today; one that never began keeps its dates. What was carried out
        and is not replaced is looked at once more: did it last?"""
        if measure.started_on and (measure.ends_on is None or measure.ends_on > self.today):
            measure.ends_on = max(self.today, measure.starts_on)
        measure.state = state
        measure.evaluate_on = measure.counted_from = None
        measure.questioned_on = measure.questioned_for = measure.decide_on = None
        measure.evaluate_on_provisional = False
        if measure.started_on and state != Measure.State.REPLACED:
            measure.look_on = self.calendar().add_open_weeks(self.today, WEEKS_TO_LOOK).date
        measure.save(
            update_fields=[
                "state", "ends_on", "ended_reason", "evaluations_done", "evaluate_on",
                "evaluate_on_provisional", "counted_from", "questioned_on", "questioned_for",
                "look_on", "decide_on",
            ]
        )  # fmt: skip
        self.record(f"measure.{state}", measure, ends_on=measure.ends_on)

    def record(self, name: str, target: Plan | Measure | PlanReference, **data: Any) -> None:
        """The audit event; dates and ids are written as text."""
        told = self.in_text(data)
        record(name, by=self.by, now=self.now, target=target, case_id=self.case.pk, **told)

    @staticmethod
    def in_text(data: dict[str, Any]) -> dict[str, Any]:
        """Dates and ids as an event keeps them."""
        return {key: _as_text(value) for key, value in data.items()}


def _as_text(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list):
        return [str(each) for each in value]
    return value.isoformat() if isinstance(value, date) else str(value)
