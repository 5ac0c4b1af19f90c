"""Legal hold: somebody needs the case whole, so it is not ended, and nothing in it is thinned."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions.work import Work
from cases.models import Case, LegalHold
from common.errors import ActionError
from organisations.roles import Permission


@transaction.atomic
def set_hold(*, case: Case, by: Person, now: datetime, reason: str) -> LegalHold:
    """Put the case on legal hold, open or closed: for the family, a court, the county governor. One
    at a time: where one stands it is given, and nothing is changed. The database keeps it too
    (cases 0002). By whoever may close the case."""
    work = Work.also_closed(case, by=by, now=now, needs=Permission.CLOSE_CASES)
    reason = demands.text(reason, missing=_("Write who needs the case whole, and why."))
    if standing := work.case.legal_holds.current().first():
        return standing
    hold = LegalHold.objects.create(case=work.case, reason=reason, set_by=by, set_at=now)
    work.record("hold.set", hold)
    return hold


@transaction.atomic
def end_hold(*, hold: LegalHold, by: Person, now: datetime, reason: str) -> LegalHold:
    """Nobody needs this hold any more. The case stays as it is, and can be ended from now on. Sent
    twice it ends once, and never a hold that was set since. Refuses without a reason, and with
    another one than it was ended with."""
    work = Work.also_closed(hold.case, by=by, now=now, needs=Permission.CLOSE_CASES)
    reason = demands.text(reason, missing=_("Write why nobody needs the hold any more."))
    hold = work.case.legal_holds.get(pk=hold.pk)
    if hold.ended_at is not None:
        if (hold.ended_by_id, hold.ended_reason) == (by.pk, reason):
            return hold
        raise ActionError(_("This legal hold has been ended already."))
    hold.ended_by, hold.ended_at, hold.ended_reason = by, now, reason
    hold.save(update_fields=["ended_by", "ended_at", "ended_reason"])
    work.record("hold.ended", hold)
    return hold
