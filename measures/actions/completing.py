"""A plan is completed: what it says is kept for good."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions import follow_up_case
from cases.models import Case
from common.errors import ActionError
from measures.actions.coverage import Asides
from measures.actions.running import start_measure
from measures.actions.work import Work
from measures.fit.content import content_of, has_changed_since
from measures.models import Measure, Plan, PlanVersion
from measures.sheet import Sheet


@transaction.atomic
def complete_plan(
    *,
    plan: Plan,
    by: Person,
    now: datetime,
    best_interests: str,
    reason: str = "",
    together: str = "",
    set_aside: Mapping[str, str] | None = None,
) -> PlanVersion:
    """Keep the plan as an immutable version; the case is followed up, and what is due starts.

    All five items of the law must be there (Education Act 12-4), why each measure fits, an
    assessment of the child's best interests (chapter 10), and toward each group a measure, or a
    reason for having none (``set_aside``: group, reason). ``together``: how the measures work
    together, where the plan does not say it yet. After a change it takes a reason.
    Sent twice it is one version; other words than it was made with are refused, and gaps.
    """
    work = Work.begin(plan.case, by=by, now=now)
    plan = work.plan(plan.pk)
    sheet = Sheet(plan, work.today)
    latest = plan.versions.order_by("-number").first()
    if latest is not None and not has_changed_since(sheet, latest):
        return _made(sheet, latest, together, best_interests=best_interests, reason=reason)
    _refuse_gaps(sheet)
    best_interests = demands.text(
        best_interests, missing=_("Write how you have assessed what is best for the child.")
    )
    why = _("Write why the plan is changed.") if latest else ""
    reason = demands.text(reason, missing=why)
    Asides(work, plan).put_all(sheet, set_aside or {})
    _say_how_together(work, plan, together)
    number = latest.number + 1 if latest else 1
    plan.state, plan.completed_at = Plan.State.COMPLETE, now
    plan.save(update_fields=["state", "completed_at"])
    work.record("plan.completed", plan, version=number, measures=len(sheet.standing))
    if work.case.state in (Case.State.REPORTED, Case.State.INVESTIGATING):
        follow_up_case(case=work.case, by=by, now=now)
    _start_what_is_due(work, plan)
    return _keep(work, plan, number, best_interests, reason)


def _made(sheet: Sheet, latest: PlanVersion, together: str, **typed: str) -> PlanVersion:
    """Of a version that stands already, only the words that it was made with are taken again."""
    said = {name: demands.text(text) for name, text in typed.items()}
    other = any(getattr(latest, name) != text for name, text in said.items())
    if other or demands.text(together) not in ("", sheet.plan.together):
        raise ActionError(
            _(
                "The plan is complete as it stands: version %(number)s says all of it. "
                "Your text is not saved. Copy it if you need it, and change the plan first."
            )
            % {"number": latest.number}
        )
    return latest


def _say_how_together(work: Work, plan: Plan, typed: str) -> None:
    """What the plan says already is not overwritten from here."""
    together = demands.text(typed)
    if not together or together == plan.together:
        return
    if plan.together:
        raise ActionError(
            _(
                "Somebody has written how the measures work together while you wrote. "
                "Read it in the plan and change it there, or empty the field here."
            )
        )
    plan.together = together
    plan.revision += 1
    plan.save(update_fields=["together", "revision"])
    work.record("plan.written", plan, fields=["together"])


def _keep(work: Work, plan: Plan, number: int, best_interests: str, reason: str) -> PlanVersion:
    """Read anew, with what was set aside and written a moment ago, and with the dates that have
    moved where something begins late."""
    return PlanVersion.objects.create(
        case=work.case,
        plan=plan,
        number=number,
        reason=reason,
        best_interests=best_interests,
        content=content_of(Sheet(plan, work.today)),
        made_by=work.person,
        made_at=work.now,
    )


def _refuse_gaps(sheet: Sheet) -> None:
    if sheet.gaps:
        missing = " ".join(gap.sentence for gap in sheet.gaps)
        raise ActionError(_("The plan is not complete. %(missing)s") % {"missing": missing})


def _start_what_is_due(work: Work, plan: Plan) -> None:
    """One that begins late moves those after it, so each is asked again: is it still due?"""
    due = Measure.objects.due_to_start(work.today).filter(plan=plan)
    for measure in list(due.by_time()):
        if due.filter(pk=measure.pk).exists():
            start_measure(measure=measure, by=work.by, now=work.now)
