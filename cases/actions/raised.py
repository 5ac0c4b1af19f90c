"""When the family itself raised it: the third of the three times that are kept apart."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands
from cases.actions.locking import lock
from cases.models import Case
from common.errors import ActionError
from organisations.roles import Permission


@transaction.atomic
def record_raised(*, case: Case, by: Person, now: datetime, raised_at: datetime) -> Case:
    """Write when the child or the family raised it with the leader. From then the family's one week
    is counted, and from nothing else (Education Act 12-6).

    A wrong date is written anew: the log shows both. Refuses a date before the school knew.
    """
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    demands.not_void(case)
    if not case.is_open:
        raise ActionError(_("This case has ended. Nothing more is recorded in it."))
    before = case.raised_at
    case.raised_at = demands.raised(raised_at, case.known_at, now)
    if before == case.raised_at:
        return case
    case.save(update_fields=["raised_at"])
    record(
        "case.raised_corrected" if before else "case.raised",
        by=by,
        now=now,
        target=case,
        case_id=case.pk,
        raised_on=timezone.localdate(case.raised_at).isoformat(),
        was_on=timezone.localdate(before).isoformat() if before else None,
    )
    return case
