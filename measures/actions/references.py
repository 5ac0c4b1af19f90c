"""Shared measures stand in plans: put there with why they fit, taken out, and made of measures."""

import uuid
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands as common
from common.errors import ActionError
from measures import demands, rules
from measures.actions.coverage import Asides
from measures.actions.sharing import SharedWork, SharedWritten
from measures.actions.work import Outdated, Work
from measures.models import Measure, Plan, PlanReference, SharedMeasure
from measures.sheet import Sheet


@transaction.atomic
def refer_to_shared(
    *, plan: Plan, shared: SharedMeasure, by: Person, now: datetime, why: str
) -> PlanReference:
    """Let a shared measure of the unit stand in the plan, with why it fits the problem there.

    Neither the measure nor other plans learn of it. Twice is once. Raises ``ActionError`` when the
    measure is of another unit or has ended, when nothing is said, and when the plan is full.
    """
    work = Work.begin(plan.case, by=by, now=now)
    plan = work.plan(plan.pk)
    found = SharedMeasure.objects.filter(pk=shared.pk, unit=work.case.unit).first()
    if found is None:
        raise ActionError(_("Choose among the shared measures of this place."))
    why = common.text(why, missing=_("Write why the measure fits this problem."))
    if stands := plan.references.current().filter(shared=found).first():
        return _already(stands, why)
    if not found.is_unfinished:
        raise ActionError(_("This measure has ended. Choose another one."))
    demands.room(plan)
    return _refer(work, by, plan, found, why)


@transaction.atomic
def change_reference(
    *, reference: PlanReference, by: Person, now: datetime, revision: int, why: str
) -> PlanReference:
    """Write anew why a shared measure fits the problem of this plan.

    ``revision`` is the one that was read. Raises ``Outdated`` when somebody has changed it since;
    ``ActionError`` when nothing is said, or it does not stand in the plan any more.
    """
    work = Work.begin(reference.case, by=by, now=now)
    reference = _locked(work, reference)
    if reference.removed_at:
        raise ActionError(_("This measure no longer stands in the plan."))
    why = common.text(why, missing=_("Write why the measure fits this problem."))
    if why == reference.why:
        return reference
    if revision != reference.revision:
        raise Outdated(reference)
    reference.why, reference.revision = why, reference.revision + 1
    reference.save(update_fields=["why", "revision"])
    work.record("reference.changed", reference, shared=reference.shared_id)
    return reference


@transaction.atomic
def take_out_reference(*, reference: PlanReference, by: Person, now: datetime) -> PlanReference:
    """The shared measure no longer stands in this plan; it goes on where it is carried out. Taken
    out already: nothing happens. Raises ``ActionError`` when the case has ended."""
    work = Work.begin(reference.case, by=by, now=now)
    reference = _locked(work, reference)
    if reference.removed_at:
        return reference
    reference.removed_at = now
    reference.save(update_fields=["removed_at"])
    work.record("reference.removed", reference, shared=reference.shared_id)
    return reference


@transaction.atomic
def share_measure(
    *,
    measure: Measure,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    seen: str = "",
    **written: Unpack[SharedWritten],
) -> PlanReference:
    """A measure of a plan that has not begun becomes a shared one of the unit, worded anew so that
    it tells of no child; the plan then refers to it with the measure's own reason.

    Only a system measure for many, which concerns nobody by name. Dates, people and interval go
    along. It leaves the order (``rules.without``): it waits for nothing any more, and what comes
    after it keeps its dates. ``seen`` is the stamp of the plan that was looked at
    (``Sheet.stamp``). By one who follows up cases at the unit. Raises ``ActionError`` saying why
    not.
    """
    work = Work.begin(measure.case, by=by, now=now)
    measure = work.measure(measure)
    shared_work = SharedWork.begin(work.case.unit, by=by, now=now)
    rows = work.case.unit.shared_measures.all()
    made = common.made(rows, token, **demands.as_stored(written))
    if made and (stands := made.references.current().filter(plan=measure.plan_id).first()):
        return stands
    demands.may_be_shared(measure, work.today)
    _can_be_carried_out(measure, shared_work.able())
    plan = work.plan(measure.plan_id)
    sheet = Sheet(plan, work.today)
    if seen and seen != sheet.stamp:
        raise ActionError(
            _("The plan has changed since you looked. Read again what happens to its order.")
        )
    along = {name: getattr(measure, name) for name in _GOES_ALONG}
    shared = shared_work.put_up(token, by, along | written)
    reference = _refer(work, by, plan, shared, measure.why)
    led = _lead_past(work, sheet, measure)
    _end_as_shared(measure)
    work.record("measure.shared", measure, shared=shared.pk, led=[one.pk for one in led])
    return reference


_GOES_ALONG = (
    "library_key", "starts_on", "ends_on", "interval_weeks", "digital", "prevents", "deputy",
)  # fmt: skip


def _end_as_shared(measure: Measure) -> None:
    measure.state = Measure.State.STOPPED
    measure.ended_reason = _("It became a shared measure.")
    measure.questioned_on = measure.questioned_for = None
    measure.save(update_fields=["state", "ended_reason", "questioned_on", "questioned_for"])


def _lead_past(work: Work, sheet: Sheet, measure: Measure) -> list[Measure]:
    """What came after it comes after what it came after itself, or starts on its date. Returns
    these."""
    after = {part.id: part.after for part in rules.without(sheet.parts, measure.pk)}
    led = sheet.led_by(measure)
    for follower in led:
        follower.case = work.case
        work.come_after(follower, after[follower.pk])
        if not after[follower.pk]:
            follower.follows = Measure.Follows.ON_DATE
        follower.revision += 1
    Measure.objects.bulk_update(led, ["follows", "revision"])
    return led


def _can_be_carried_out(measure: Measure, able: set[uuid.UUID]) -> None:
    """Those who have it can carry out what is shared: in a case others can too, as those at PPT."""
    told = {"measure": measure.title, "person": measure.responsible.name}
    if measure.responsible_id not in able:
        raise ActionError(
            _(
                "%(person)s cannot carry out shared measures here. "
                "Choose somebody else for “%(measure)s” before it becomes shared."
            )
            % told
        )
    if measure.deputy and measure.deputy_id not in able:
        raise ActionError(
            _(
                "%(person)s cannot stand in for shared measures here. "
                "Choose another deputy for “%(measure)s”, or nobody, before it becomes shared."
            )
            % {**told, "person": measure.deputy.name}
        )


def _refer(work: Work, by: Person, plan: Plan, shared: SharedMeasure, why: str) -> PlanReference:
    reference = PlanReference.objects.create(
        case=work.case,
        plan=plan,
        shared=shared,
        why=why,
        added_by=by,
        added_at=work.now,
    )
    Asides(work, plan).end(shared.target_groups)
    work.record("reference.added", reference, shared=shared.pk)
    return reference


def _already(stands: PlanReference, why: str) -> PlanReference:
    if stands.why != why:
        raise ActionError(_("This measure stands in the plan already. Change there why it fits."))
    return stands


def _locked(work: Work, reference: PlanReference) -> PlanReference:
    found = PlanReference.objects.select_for_update(of=("self",)).select_related("shared", "plan")
    return found.get(pk=reference.pk, case=work.case)
