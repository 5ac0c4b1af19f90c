"""The owner's advisers are told of what is long overdue at a unit, evaluations, reviews and steps
over the summer alike. They are led to a number, to no case."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.models import Case, Handover
from cases.notices.in_sets import HOLDS, LONG_LATE, MAY_LEAD, WITHIN, tell_in_sets
from evaluations.models import CaseReview
from evaluations.notices import LateAtUnit
from measures.models import Measure, SharedMeasure
from notifications.outbox import CHANNELS, ROWS
from organisations.calendar import Calendar
from organisations.calendars import calendars_for
from organisations.models import Organisation
from organisations.roles import Permission

_PEOPLE = f"""JOIN organisations_organisation u ON u.id = {{unit}}
    JOIN accounts_person p ON p.is_active AND p.id IN (
        SELECT s.person_id FROM organisations_membership s
        WHERE s.organisation_id = u.parent_id AND s.role = ANY (%(roles)s) AND {HOLDS})
"""


def _of_cases(table: str, day: str, waits: str) -> str:
    """What of a case is late; what is closed to somebody does not make a message."""
    return f"""
    SELECT c.unit_id, m.{day}, p.id FROM {table} m
    JOIN cases_case c ON c.id = m.case_id AND c.state = ANY (%(open)s)
    {WITHIN.format(unit="c.unit_id", day=f"m.{day}")}
    {_PEOPLE.format(unit="c.unit_id")}
    WHERE {waits} AND {MAY_LEAD}"""


_OF_YEAR = "m.done_at IS NULL AND m.school_year = %(year)s"
# One message for a unit and a date, however much is late.
_TELL = (
    ROWS.format(thing="p.unit", due="p.due_on", case="NULL")
    + f"""FROM (
    {_of_cases("measures_measure", "evaluate_on", "m.state = 'running'")}
    UNION {_of_cases("evaluations_casereview", "due_on", _OF_YEAR)}
    UNION {_of_cases("cases_handover", "due_on", _OF_YEAR)}
    UNION
    SELECT m.unit_id, m.evaluate_on, p.id FROM measures_sharedmeasure m
    {WITHIN.format(unit="m.unit_id", day="m.evaluate_on")}
    {_PEOPLE.format(unit="m.unit_id")}
    WHERE m.state = 'running'
) AS p (unit, due_on, id)
{CHANNELS}
ON CONFLICT DO NOTHING"""
)


@transaction.atomic
def tell_owner(*, now: datetime) -> int:
    """Ten open days after, once of a unit and a date; of reviews and steps over the summer within
    their school year."""
    needed = [Permission.READ_OWNER_NOTICES]
    return tell_in_sets(_TELL, LateAtUnit, LONG_LATE, now, needed, _calendars(now))


def _calendars(now: datetime) -> dict[UUID, Calendar]:
    """Of the units where something waits."""
    today = timezone.localdate(now)
    late = Q(pk__in=Measure.objects.running().values("case"))
    late |= Q(pk__in=CaseReview.objects.waiting(today).values("case"))
    late |= Q(pk__in=Handover.objects.waiting(today).values("case"))
    cases, shared = Case.objects.open().filter(late), SharedMeasure.objects.running()
    units = Q(pk__in=cases.values("unit")) | Q(pk__in=shared.values("unit"))
    return calendars_for(Organisation.objects.filter(units))
