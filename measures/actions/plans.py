"""The plan itself: begun, and its texts written."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.models import Case, Involvement
from common.errors import ActionError
from measures.actions.work import Outdated, Work
from measures.models import Plan


@transaction.atomic
def start_plan(*, case: Case, by: Person, now: datetime, about: Involvement | None = None) -> Plan:
    """Begin the written plan for one pupil concerned, or for the group where none is known.

    Left out, ``about`` is the only one exposed. Each has one plan: begun again it is the same.
    Raises ``ActionError`` when it is not said whose plan it is, or when that one is not exposed.
    """
    work = Work.begin(case, by=by, now=now)
    about = _whose(work.case, about)
    found = work.case.plans.filter(about=about).first()
    if found is not None:
        return found
    plan = Plan.objects.create(case=work.case, about=about, created_at=now)
    work.record("plan.started", plan, about=about and about.pk)
    return plan


@transaction.atomic
def write_plan(
    *, plan: Plan, by: Person, now: datetime, revision: int, problem: str, goal: str, together: str
) -> Plan:
    """Write the problem, the goal and how the measures work together.

    ``revision`` is the one that was read. Raises ``Outdated`` when somebody has written since;
    ``ActionError`` when a complete plan would be without its problem.
    """
    work = Work.begin(plan.case, by=by, now=now)
    plan = work.plan(plan.pk)
    given = {"problem": problem, "goal": goal, "together": together}
    texts = {name: demands.text(text) for name, text in given.items()}
    changed = [name for name, text in texts.items() if getattr(plan, name) != text]
    if not changed:
        return plan
    if plan.revision != revision:
        raise Outdated(plan)
    if plan.state == Plan.State.COMPLETE and not texts["problem"]:
        raise ActionError(_("A complete plan says which problem the measures are to solve."))
    for name in changed:
        setattr(plan, name, texts[name])
    plan.revision += 1
    plan.save(update_fields=[*changed, "revision"])
    work.record("plan.written", plan, fields=changed)
    return plan


def _whose(case: Case, about: Involvement | None) -> Involvement | None:
    exposed = case.involvements.filter(role=Involvement.Role.EXPOSED, ends_on=None)
    if about is None:
        known = list(exposed[:2])
        if len(known) > 1:
            raise ActionError(_("Several are exposed. Choose whose plan this is."))
        return known[0] if known else None
    found = exposed.filter(pk=about.pk).first()
    if found is None:
        raise ActionError(_("A plan is made for one who is exposed. Choose somebody else."))
    return found
