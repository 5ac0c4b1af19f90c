"""Somebody at PPT acknowledges an alert, and it is given to the one who follows it up."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases.models import PptAlert
from cases.notices import PptAssigned
from common.errors import ActionError
from notifications.outbox import tell
from organisations.roles import Permission
from ppt.actions.work import Work
from ppt.querysets import may_be_given
from ppt.rules import Verb


@transaction.atomic
def receive_alert(*, alert: PptAlert, by: Person, now: datetime) -> PptAlert:
    """Acknowledge an alert, so that the school sees that somebody has it. Twice by the same person
    is once; when somebody else came first, the refusal says who and when."""
    work = Work.begin(alert, by=by, now=now)
    if work.alert.received_by == by:
        return work.alert
    work.step(Verb.RECEIVE)
    work.save()
    return work.alert


@transaction.atomic
def assign_alert(*, alert: PptAlert, to: Person, by: Person, now: datetime) -> PptAlert:
    """Give the alert to oneself or to a colleague at the office; a new one is acknowledged too.

    What nobody has, or whoever has left had, anybody there gives; what oneself has, too. What a
    colleague has only the leader gives to somebody else. Nobody who may not see it is given it.
    """
    work = Work.begin(alert, by=by, now=now)
    has = work.alert.assigned_to
    if has == to:
        return work.alert
    if has not in (None, by) and work.works_here(has):
        if not work.works_here(by, Permission.REASSIGN_ALERTS):
            refusal = _("%(name)s has alert %(number)s. %(name)s or the leader can hand it over.")
            raise ActionError(refusal % {"name": has.name, "number": work.alert.number})
    if not may_be_given(work.alert, work.today).filter(pk=to.pk).exists():
        raise ActionError(_("This person cannot be given the alert. Choose somebody else."))
    work.step(Verb.ASSIGN)
    work.alert.assigned_to = to
    work.save()
    work.record("alert.assigned", person=to.pk)
    if to != by:
        tell(PptAssigned, thing_id=work.alert.pk, to=[to], now=now, due_on=work.today)
    return work.alert
