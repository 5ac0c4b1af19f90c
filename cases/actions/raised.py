"""When the family itself raised it: the third of the three times that are kept apart."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from cases import demands
from cases.actions.work import Work
from cases.models import Case


@transaction.atomic
def record_raised(*, case: Case, by: Person, now: datetime, raised_at: datetime) -> Case:
    """Write when the child or the family raised it with the leader. From then the family's one week
    is counted, and from nothing else (Education Act 12-6).

    A wrong date is written anew: the log shows both. Refuses a date before the school knew.
    """
    work = Work.also_closed(case, by=by, now=now)
    case = work.case
    demands.not_ended(case)
    before = case.raised_at
    case.raised_at = demands.raised(raised_at, case.known_at, now)
    if before == case.raised_at:
        return case
    case.save(update_fields=["raised_at"])
    work.record(
        "case.raised_corrected" if before else "case.raised",
        raised_on=timezone.localdate(case.raised_at),
        was_on=timezone.localdate(before) if before else None,
    )
    return case
