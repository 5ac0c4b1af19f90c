"""What the actions on plans and measures have in common: they work in one locked case."""

import uuid
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils.translation import gettext as _

from cases.actions.work import Actor
from cases.actions.work import Work as CaseWork
from cases.models import Case
from common.errors import ActionError
from measures import rules
from measures.models import Measure, OwnMeasure, Plan, PlanReference, SharedMeasure, Succession
from measures.sheet import Sheet
from organisations.calendar import Day
from organisations.roles import Permission

WEEKS_TO_LOOK = 6
"""Open weeks from the end of a measure to the one later look at it: as long as from the closing of
a case to its look (design, 4.7)."""


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
class Work(CaseWork):
    """One person's work on the plans of one case, which is locked, at one time."""

    @classmethod
    def begin(
        cls, case: Case, *, by: Actor, now: datetime, needs: Permission = Permission.WRITE_CASES
    ) -> Self:
        """Lock the case and ask permission where it is held. One who is excluded may nothing there.

        Raises PermissionDenied; ``ActionError`` when the case has ended.
        """
        work = cls.in_any_state(case, by=by, now=now, needs=needs)
        if not work.case.is_open:
            raise ActionError(_("This case has ended. Reopen it before you change its plan."))
        return work

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

    @staticmethod
    def come_after(measure: Measure, wanted: Collection) -> None:
        """It comes after these measures and no others."""
        measure.predecessors.exclude(predecessor__in=wanted).delete()
        known = set(measure.predecessors.values_list("predecessor", flat=True))
        Succession.objects.bulk_create(
            Succession(case=measure.case, measure=measure, predecessor_id=pk)
            for pk in sorted(set(wanted) - known)
        )

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
            measure.revision, measure.dated_at = measure.revision + 1, self.now
        fields = ["starts_on", "ends_on", "first_evaluation_on", "revision", "dated_at"]
        Measure.objects.bulk_update(changed, fields)
        return changed

    def put_evaluation(self, measure: Measure, day: Day, *, chosen: bool) -> bool:
        """The next evaluation of one that runs is on this day. Whether that is another date."""
        before = measure.next_evaluation
        measure.evaluate_on, measure.evaluate_on_provisional = day
        measure.save(update_fields=["evaluate_on", "evaluate_on_provisional", "counted_from"])
        if day.date == before.date:
            return False
        told = {"evaluate_on": day.date, "instead_of": before.date, "chosen": chosen}
        self.record("measure.evaluation_moved", measure, **told)
        return True

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
                "look_on", "decide_on", "answered_for",
            ]
        )  # fmt: skip
        self.record(f"measure.{state}", measure, ends_on=measure.ends_on)
