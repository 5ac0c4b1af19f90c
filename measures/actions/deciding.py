"""Two "no effect" in a row: whoever answers for the case decides what is next."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions import ask_ppt_for_contact
from common.errors import ActionError
from measures.actions.work import Work
from measures.models import Decision, Measure
from organisations.roles import Permission


@transaction.atomic
def decide(
    *, measure: Measure, by: Person, now: datetime, token: uuid.UUID, way: str, reason: str = ""
) -> Decision:
    """Change the plan, ask PPT for help, or go on and explain why. By whoever may close the case.
    One sheet makes one decision; PPT learns only that the school asks for contact.

    Raises ``ActionError`` when nothing waits to be decided, or to go on is not explained.
    """
    work = Work.begin(measure.case, by=by, now=now, needs=Permission.CLOSE_CASES)
    measure = work.measure(measure)
    demands.choice(way, Decision.Way, missing=_("Choose what you decide."))
    why = _("Write why you go on as before.") if way == Decision.Way.EXPLAIN else ""
    reason = demands.text(reason, missing=why, longest=4000)
    own = measure.decisions.filter(decided_by=by)
    if made := demands.made(own, token, way=way, reason=reason):
        return made
    if measure.decide_on is None:
        raise ActionError(_("Somebody has decided this already."))
    decision = work.save(
        Decision(
            case=work.case, measure=measure, way=way, reason=reason,
            decided_by=by, decided_at=now, form_token=token,
        )
    )  # fmt: skip
    measure.decide_on = None
    measure.save(update_fields=["decide_on"])
    if way == Decision.Way.PPT:
        ask_ppt_for_contact(case=work.case, by=by, now=now)
    work.record("measure.decided", measure, decided=way)
    return decision
