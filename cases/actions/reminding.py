"""What the daily round tells of cases. It looks at what is, so it may run twice or late."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cases.models import Handover
from cases.notices import (
    HandoverDue,
    HandoverLate,
    HandoverSoon,
    PptAnswered,
    PptUnanswered,
    TalkDue,
)
from cases.querysets import OWING
from cases.rules import OPEN_STATES
from notifications.tasks import nudge
from organisations.calendar import school_year_of
from organisations.calendars import calendars_for
from organisations.models import Organisation
from organisations.roles import Permission, roles_with

# One inbox row and one e-mail for each trusted adult whose talk is due, or for whoever stands in
# today: who is there, works where the case is held (or keeps a part of it at the unit), and is not
# excluded from it. A row that stands already stays: somebody is told once of one date.
TELL = """
INSERT INTO notifications_message (
    id, kind, thing_id, due_on, level, person_id, channel, case_id,
    state, sent_at, created_at, next_at, attempts, last_error)
SELECT gen_random_uuid(), %(kind)s, t.id, t.talk_on, 0, p.id, channel.name, t.case_id,
       channel.state, CASE WHEN channel.state = 'sent' THEN %(now)s END, %(now)s, %(now)s, 0, ''
FROM cases_trustedadult t
JOIN cases_case c ON c.id = t.case_id AND c.state = ANY (%(open)s)
JOIN LATERAL (
    SELECT t.adult_id AS id
    WHERE NOT coalesce(%(today)s BETWEEN t.away_from AND t.away_until, false) AND NOT EXISTS (
        SELECT 1 FROM organisations_absence b
        WHERE b.person_id = t.adult_id AND b.organisation_id = c.held_by_id
          AND b.starts_on <= %(today)s AND (b.ends_on IS NULL OR b.ends_on >= %(today)s))
    UNION
    SELECT b.substitute_id FROM organisations_absence b
    WHERE b.person_id = t.adult_id AND b.organisation_id = c.held_by_id
      AND b.starts_on <= %(today)s AND (b.ends_on IS NULL OR b.ends_on >= %(today)s)
) talks ON true
JOIN accounts_person p ON p.id = talks.id AND p.is_active
CROSS JOIN (VALUES ('inbox', 'sent'), ('email', 'ready')) AS channel (name, state)
WHERE t.ends_on IS NULL AND t.talk_on <= %(today)s
  AND EXISTS (
      SELECT 1 FROM organisations_membership s
      WHERE s.person_id = p.id AND s.role = ANY (%(roles)s)
        AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s)
        AND (s.organisation_id = c.held_by_id
             OR s.organisation_id = c.unit_id AND EXISTS (
                 SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id AND a.person_id = p.id
                   AND a.kind = 'takes_part' AND a.ended_at IS NULL)))
  AND NOT EXISTS (
      SELECT 1 FROM cases_caseaccess a
      WHERE a.case_id = c.id AND a.person_id = p.id AND a.kind = 'excluded' AND a.ended_at IS NULL)
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def tell_due_talks(*, now: datetime) -> int:
    """Remind trusted adults of the talks that are due, and count the messages. One who is away is
    told once he or she is back; the one who leads the case sees it meanwhile."""
    return _told(
        TELL,
        {"kind": TalkDue.name, "now": now, "roles": roles_with(Permission.TAKE_PART)},
    )


DUE, SOON, LATE = range(3)
SOON_DAYS = LATE_DAYS = 3
"""Open days before and after the date of a step."""

# To those who follow up cases where this one is held, or to those who lead there: not to somebody
# excluded, nor to one who works at a unit whose leaders the case passes by.
TELL_OF_HANDOVERS = """
INSERT INTO notifications_message (
    id, kind, thing_id, due_on, level, person_id, channel, case_id,
    state, sent_at, created_at, next_at, attempts, last_error)
SELECT gen_random_uuid(), %(kind)s, h.id, h.due_on, %(level)s, p.id, channel.name, c.id,
       channel.state, CASE WHEN channel.state = 'sent' THEN %(now)s END, %(now)s, %(now)s, 0, ''
FROM cases_handover h
JOIN cases_case c ON c.id = h.case_id AND c.state = ANY (%(open)s)
JOIN unnest(%(units)s::uuid[], %(first)s::date[], %(last)s::date[]) AS d (unit, first, last)
    ON d.unit = c.unit_id AND h.due_on BETWEEN d.first AND d.last
JOIN accounts_person p ON p.is_active AND p.id IN (
    SELECT s.person_id FROM organisations_membership s
    WHERE s.organisation_id = c.held_by_id AND s.role = ANY (%(roles)s)
      AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s))
CROSS JOIN (VALUES ('inbox', 'sent'), ('email', 'ready')) AS channel (name, state)
WHERE h.done_at IS NULL AND h.school_year = %(year)s
  AND NOT EXISTS (
      SELECT 1 FROM cases_caseaccess a
      WHERE a.case_id = c.id AND a.person_id = p.id AND a.kind = 'excluded' AND a.ended_at IS NULL)
  AND NOT (c.held_by_id <> c.unit_id AND cases_passes_leaders(c.id) AND EXISTS (
      SELECT 1 FROM organisations_membership s
      WHERE s.person_id = p.id AND s.organisation_id = c.unit_id
        AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s)))
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def tell_due_handovers(*, now: datetime) -> int:
    """Tell of steps over the summer: soon, on the day, and, to the one who leads, when it is late.
    Counts the messages; each is sent once for each date and level."""
    today = timezone.localdate(now)
    waiting = Handover.objects.waiting(today).values("case__unit")
    units = calendars_for(Organisation.objects.filter(pk__in=waiting))
    tomorrow = today + timedelta(days=1)
    soon = [one.add_open_days(today, SOON_DAYS).date for one in units.values()]
    late = [
        one.add_open_days(tomorrow, -LATE_DAYS).date - timedelta(days=1) for one in units.values()
    ]
    levels = (
        (SOON, HandoverSoon, tomorrow, soon),
        (DUE, HandoverDue, date.min, [today] * len(units)),
        (LATE, HandoverLate, date.min, late),
    )
    asked = {"now": now, "units": [str(pk) for pk in units], "year": school_year_of(today)}
    return sum(
        _told(
            TELL_OF_HANDOVERS,
            asked
            | {"kind": kind.name, "level": level, "first": [first] * len(units), "last": last}
            | {"roles": roles_with(kind.needs)},
        )
        for level, kind, first, last in levels
        if units
    )


# What PPT has answered and nobody has received: to those who follow up the case. PPT does not know
# whom to tell. Not to somebody excluded, nor past the wall around a case that passes leaders by.
TELL_ANSWERS = """
INSERT INTO notifications_message (
    id, kind, thing_id, due_on, level, person_id, channel, case_id,
    state, sent_at, created_at, next_at, attempts, last_error)
SELECT gen_random_uuid(), %(kind)s, a.id, (a.given_at AT TIME ZONE 'Europe/Oslo')::date, 0, p.id,
       channel.name, c.id, channel.state, CASE WHEN channel.state = 'sent' THEN %(now)s END,
       %(now)s, %(now)s, 0, ''
FROM cases_pptanswer a
JOIN cases_case c ON c.alert_id = a.alert_id AND c.state = ANY (%(open)s)
JOIN accounts_person p ON p.is_active AND p.id IN (
    SELECT s.person_id FROM organisations_membership s
    WHERE s.organisation_id = c.held_by_id AND s.role = ANY (%(roles)s)
      AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s))
CROSS JOIN (VALUES ('inbox', 'sent'), ('email', 'ready')) AS channel (name, state)
WHERE a.received_at IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM cases_caseaccess x
      WHERE x.case_id = c.id AND x.person_id = p.id AND x.kind = 'excluded' AND x.ended_at IS NULL)
  AND NOT (c.held_by_id <> c.unit_id AND cases_passes_leaders(c.id) AND EXISTS (
      SELECT 1 FROM organisations_membership s
      WHERE s.person_id = p.id AND s.organisation_id = c.unit_id
        AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s)))
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def tell_ppt_answers(*, now: datetime) -> int:
    """Tell those who follow up a case what PPT has answered, once of each answer."""
    roles = roles_with(Permission.WRITE_CASES)
    return _told(TELL_ANSWERS, {"kind": PptAnswered.name, "now": now, "roles": roles})


# Nobody at the office has answered by the day: to the one who leads there, and to the one who has
# the alert. Without the case: at PPT nothing leads to it. Not to somebody excluded from it.
TELL_UNANSWERED = """
INSERT INTO notifications_message (
    id, kind, thing_id, due_on, level, person_id, channel, case_id,
    state, sent_at, created_at, next_at, attempts, last_error)
SELECT gen_random_uuid(), %(kind)s, t.id, t.answer_by, %(level)s, p.id, channel.name, NULL,
       channel.state, CASE WHEN channel.state = 'sent' THEN %(now)s END, %(now)s, %(now)s, 0, ''
FROM cases_pptalert t
JOIN accounts_person p ON p.is_active AND p.id IN (
    SELECT s.person_id FROM organisations_membership s
    WHERE s.organisation_id = t.office_id
      AND (s.role = ANY (%(roles)s) OR s.person_id = t.assigned_to_id)
      AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s))
CROSS JOIN (VALUES ('inbox', 'sent'), ('email', 'ready')) AS channel (name, state)
WHERE t.state = ANY (%(owing)s) AND t.answer_by < %(today)s
  AND NOT EXISTS (
      SELECT 1 FROM cases_caseaccess x JOIN cases_case c ON c.id = x.case_id
      WHERE c.alert_id = t.id AND x.person_id = p.id AND x.kind = 'excluded'
        AND x.ended_at IS NULL)
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def tell_unanswered_alerts(*, now: datetime) -> int:
    """The day on which PPT was to answer is over: the one who leads the office is told, once of
    each day that was said."""
    asked = {"kind": PptUnanswered.name, "now": now, "level": LATE, "owing": list(OWING)}
    return _told(TELL_UNANSWERED, asked | {"roles": roles_with(Permission.REASSIGN_ALERTS)})


def _told(statement: str, asked: Mapping[str, Any]) -> int:
    known: dict[str, Any] = {**asked, "today": timezone.localdate(asked["now"])}
    known["open"] = [str(state) for state in OPEN_STATES]
    known["roles"] = [str(role) for role in asked["roles"]]
    with connection.cursor() as cursor:
        cursor.execute(statement, known)
        told = cursor.rowcount
    if told:
        transaction.on_commit(nudge, robust=True)
    return told
