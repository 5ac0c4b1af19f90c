"""Whoever answers for a case is told of its review: soon, on the day, and when it is late."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.notices.in_sets import (
    DUE,
    LATE,
    LEADS,
    MAY_LEAD,
    SOON,
    WITHIN,
    tell_in_sets,
)
from evaluations.models import CaseReview
from evaluations.notices import ReviewDue, ReviewLate, ReviewSoon
from notifications.outbox import CHANNELS, ROWS
from organisations.calendars import calendars_for
from organisations.models import Organisation
from organisations.roles import Permission

_TELL = (
    ROWS.format(thing="r.id", due="r.due_on", case="r.case_id")
    + f"""FROM evaluations_casereview r
JOIN cases_case c ON c.id = r.case_id AND c.state = ANY (%(open)s)
{WITHIN.format(unit="c.unit_id", day="r.due_on")}
{LEADS} {CHANNELS}
WHERE r.done_at IS NULL AND r.school_year = %(year)s AND {MAY_LEAD}
ON CONFLICT DO NOTHING"""
)

LEVELS = ((SOON, ReviewSoon), (DUE, ReviewDue), (LATE, ReviewLate))


@transaction.atomic
def tell_reviews(*, now: datetime) -> int:
    """Three open days before, on the day, and three open days after. Counts the messages; each is
    sent once for each date and level."""
    waiting = CaseReview.objects.waiting(timezone.localdate(now)).values("case__unit")
    calendars = calendars_for(Organisation.objects.filter(pk__in=waiting))
    needed = [Permission.CLOSE_CASES]
    return sum(tell_in_sets(_TELL, kind, level, now, needed, calendars) for level, kind in LEVELS)
