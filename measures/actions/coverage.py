"""Groups toward which a plan has no measure, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from common.errors import ActionError
from measures.actions.work import Work
from measures.fit import Fit
from measures.models import Plan, SetAside
from measures.models.words import Target
from measures.sheet import Sheet

LONGEST_REASON = 1000


@transaction.atomic
def set_group_aside(*, plan: Plan, by: Person, now: datetime, target: str, reason: str) -> SetAside:
    """Say why the plan has no measure toward a group. Said again, the new reason stands.

    Raises ``ActionError`` without a reason, for a group that the plan does not ask about, and for
    one toward which there is a measure.
    """
    work = Work.begin(plan.case, by=by, now=now)
    plan = work.plan(plan.pk)
    return Asides(work, plan).put(Sheet(plan, work.today), target, reason)


@transaction.atomic
def take_group_up(*, plan: Plan, by: Person, now: datetime, target: str) -> None:
    """The group is set aside no more. Done already, or never set aside: nothing happens."""
    work = Work.begin(plan.case, by=by, now=now)
    Asides(work, work.plan(plan.pk)).end([target])


@dataclass(frozen=True)
class Asides:
    """The groups of a plan that are set aside, changed as part of some work on it."""

    work: Work
    plan: Plan

    def put(self, sheet: Sheet, target: str, reason: str) -> SetAside:
        target = demands.choice(target, Target, missing=_("Choose a group."))
        _refuse_covered(sheet, target)
        missing = _("Write why there is no measure for this group: %(group)s.")
        reason = demands.text(
            reason, missing=missing % {"group": Target(target).label}, longest=LONGEST_REASON
        )
        stands = sheet.set_aside.get(target)
        if stands is not None and stands.reason == reason:
            return stands
        self.end([target])
        made = SetAside.objects.create(
            case=self.work.case, plan=self.plan, target=target, reason=reason,
            set_by=self.work.person, set_at=self.work.now,
        )  # fmt: skip
        self.work.record("plan.group_set_aside", self.plan, toward=target)
        return made

    def put_all(self, sheet: Sheet, reasons: Mapping[str, str]) -> None:
        """All groups without a measure, each with its reason: one that is set aside already keeps
        the reason it has where none is given. Refuses an empty group without one."""
        for row in Fit(sheet).coverage:
            reason, is_set_aside = reasons.get(row.group, ""), row.group in sheet.set_aside
            if row.is_empty and (reason.strip() or not is_set_aside):
                self.put(sheet, row.group, reason)

    def end(self, targets: Collection[str]) -> None:
        """These are set aside no more: a measure goes toward them, or somebody says so."""
        for row in self.plan.set_aside.current().filter(target__in=targets):
            row.ended_at = self.work.now
            row.save(update_fields=["ended_at"])
            self.work.record("plan.group_taken_up", self.plan, toward=row.target)


def _refuse_covered(sheet: Sheet, target: str) -> None:
    row = next((row for row in Fit(sheet).coverage if row.group == target), None)
    if row is None:
        raise ActionError(_("The plan does not ask about this group. Choose another one."))
    if not row.is_empty:
        raise ActionError(
            _("The plan has a measure for this group: %(group)s. It cannot be set aside.")
            % {"group": Target(target).label}
        )
