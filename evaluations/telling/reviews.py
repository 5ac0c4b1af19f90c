"""Whoever answers for a case is told of its review: soon, on the day, and when it is late."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from evaluations.models import CaseReview
from evaluations.notices import ReviewDue, ReviewLate, ReviewSoon
from evaluations.telling.measures import (
    CHANNELS,
    DUE,
    LATE,
    LATE_DAYS,
    LEADS,
    MAY_LEAD,
    ROW,
    SOON,
    SOON_DAYS,
    last_day_late,
    run,
)
from organisations.calendars import calendars_for
from organisations.models import Organisation
from organisations.roles import Permission

_TELL = (
    ROW.format(thing="r.id", due="r.due_on", case="r.case_id")
    + f"""FROM evaluations_casereview r
JOIN cases_case c ON c.id = r.case_id AND c.state = ANY (%(open)s)
JOIN unnest(%(units)s::uuid[], %(first)s::date[], %(last)s::date[]) AS d (unit, first, last)
    ON d.unit = c.unit_id AND r.due_on BETWEEN d.first AND d.last
{LEADS} {CHANNELS}
WHERE r.done_at IS NULL AND r.school_year = %(year)s AND {MAY_LEAD}
ON CONFLICT DO NOTHING"""
)


@transaction.atomic
def tell_reviews(*, now: datetime) -> int:
    """Three open days before, on the day, and three open days after. Counts the messages; each is
    sent once for each date and level."""
    today = timezone.localdate(now)
    waiting = CaseReview.objects.waiting(today).values("case__unit")
    calendars = calendars_for(Organisation.objects.filter(pk__in=waiting))
    tomorrow, found = today + timedelta(days=1), list(calendars.values())
    levels = (
        (SOON, ReviewSoon, tomorrow, [one.add_open_days(today, SOON_DAYS).date for one in found]),
        (DUE, ReviewDue, date.min, [today for _one in found]),
        (LATE, ReviewLate, date.min, [last_day_late(one, today, LATE_DAYS) for one in found]),
    )
    units, needed = [str(unit) for unit in calendars], [Permission.CLOSE_CASES]
    return sum(
        run(_TELL, kind.name, level, now, needed, units, first=first, last=last)
        for level, kind, first, last in levels
    )
