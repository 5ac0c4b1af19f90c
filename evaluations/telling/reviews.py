"""Whoever answers for a case is told of its review: soon, on the day, and when it is late. Long
late: the owner, who is told of no case, of reviews and of steps over the summer alike."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.models import Case, Handover
from evaluations.models import CaseReview
from evaluations.notices import ReviewDue, ReviewLate, ReviewSoon, RoundsLateAtUnit
from evaluations.telling.measures import (
    CHANNELS,
    DUE,
    LATE,
    LATE_DAYS,
    LEADS,
    LONG_LATE,
    LONG_LATE_DAYS,
    MAY_LEAD,
    OWNERS_PEOPLE,
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

# One message for a unit and a date, as of evaluations.
_TELL_OWNER = (
    ROW.format(thing="p.unit", due="p.due_on", case="NULL")
    + f"""FROM (
    SELECT DISTINCT c.unit_id AS unit, r.due_on, p.id
    FROM (
        SELECT case_id, due_on, school_year FROM evaluations_casereview WHERE done_at IS NULL
        UNION ALL
        SELECT case_id, due_on, school_year FROM cases_handover WHERE done_at IS NULL
    ) r
    JOIN cases_case c ON c.id = r.case_id AND c.state = ANY (%(open)s)
    JOIN unnest(%(units)s::uuid[], %(first)s::date[], %(last)s::date[]) AS d (unit, first, last)
        ON d.unit = c.unit_id AND r.due_on BETWEEN d.first AND d.last
    {OWNERS_PEOPLE.format(unit="c.unit_id")}
    WHERE r.school_year = %(year)s AND {MAY_LEAD}
) p
{CHANNELS}
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


@transaction.atomic
def tell_owner_of_rounds(*, now: datetime) -> int:
    """The owner's advisers: ten open days after a review or a step over the summer was due, within
    its school year. They are led to a number, to no case."""
    today = timezone.localdate(now)
    waiting = [rows.objects.waiting(today).values("case") for rows in (CaseReview, Handover)]
    cases = Case.objects.filter(Q(pk__in=waiting[0]) | Q(pk__in=waiting[1]))
    calendars = calendars_for(Organisation.objects.filter(pk__in=cases.values("unit")))
    last = [last_day_late(one, today, LONG_LATE_DAYS) for one in calendars.values()]
    units, needed = [str(unit) for unit in calendars], [Permission.READ_OWNER_NOTICES]
    asked = {"first": date.min, "last": last}
    return run(_TELL_OWNER, RoundsLateAtUnit.name, LONG_LATE, now, needed, units, **asked)
