"""What the daily round tells of cases. It looks at what is, so it may run twice or late."""

from datetime import datetime

from django.db import transaction

from cases.notices import (
    HandoverDue,
    HandoverLate,
    HandoverSoon,
    LeftAtOwner,
    PptAnswered,
    PptUnanswered,
    TalkDue,
)
from cases.notices.in_sets import (
    DUE,
    HOLDS,
    LATE,
    LEADS,
    MAY_LEAD,
    NOT_EXCLUDED,
    tell_in_sets,
    tell_in_year,
)
from cases.rules import OWING
from notifications.outbox import CHANNELS, ROWS
from organisations.roles import Permission, roles_with

# Each trusted adult whose talk is due, or whoever stands in today: who is there, works where the
# case is held (or keeps a part of it at the unit), and is not excluded from it.
_TELL_OF_TALKS = (
    ROWS.format(thing="t.id", due="t.talk_on", case="t.case_id")
    + f"""FROM cases_trustedadult t
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
{CHANNELS}
WHERE t.ends_on IS NULL AND t.talk_on <= %(today)s
  AND EXISTS (
      SELECT 1 FROM organisations_membership s
      WHERE s.person_id = p.id AND s.role = ANY (%(roles)s) AND {HOLDS}
        AND (s.organisation_id = c.held_by_id
             OR s.organisation_id = c.unit_id AND EXISTS (
                 SELECT 1 FROM cases_caseaccess a WHERE a.case_id = c.id AND a.person_id = p.id
                   AND a.kind = 'takes_part' AND a.ended_at IS NULL)))
  AND {NOT_EXCLUDED}
ON CONFLICT DO NOTHING"""
)


@transaction.atomic
def tell_due_talks(*, now: datetime) -> int:
    """Remind trusted adults of the talks that are due, and count the messages. One who is away is
    told once he or she is back; the one who leads the case sees it meanwhile."""
    return tell_in_sets(_TELL_OF_TALKS, TalkDue, DUE, now, [Permission.TAKE_PART])


@transaction.atomic
def tell_due_handovers(*, now: datetime) -> int:
    """Tell of steps over the summer: soon, on the day, and, to the one who leads, when it is
    late."""
    return tell_in_year(now, HandoverSoon, HandoverDue, HandoverLate)


# What nobody has received yet: to those who follow up the case. PPT does not know whom to tell.
_TELL_OF_ANSWERS = (
    ROWS.format(thing="q.id", due="(q.given_at AT TIME ZONE 'Europe/Oslo')::date", case="c.id")
    + f"""FROM cases_pptanswer q
JOIN cases_case c ON c.alert_id = q.alert_id AND c.state = ANY (%(open)s)
{LEADS} {CHANNELS}
WHERE q.received_at IS NULL AND {MAY_LEAD}
ON CONFLICT DO NOTHING"""
)


@transaction.atomic
def tell_ppt_answers(*, now: datetime) -> int:
    """Tell those who follow up a case what PPT has answered, once of each answer."""
    return tell_in_sets(_TELL_OF_ANSWERS, PptAnswered, DUE, now, [Permission.WRITE_CASES])


# The one who leads the office, and the one who has the alert; not somebody excluded from the case.
# The message is about no case: at PPT nothing leads to it.
_TELL_OF_UNANSWERED = (
    ROWS.format(thing="t.id", due="t.answer_by", case="NULL")
    + f"""FROM cases_pptalert t
JOIN accounts_person p ON p.is_active AND p.id IN (
    SELECT s.person_id FROM organisations_membership s
    WHERE s.organisation_id = t.office_id AND {HOLDS}
      AND (s.role = ANY (%(roles)s) OR s.person_id = t.assigned_to_id))
{CHANNELS}
WHERE t.state IN ({", ".join(f"'{state}'" for state in OWING)}) AND t.answer_by < %(today)s
  AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.alert_id = t.id AND NOT {NOT_EXCLUDED})
ON CONFLICT DO NOTHING"""
)


@transaction.atomic
def tell_unanswered_alerts(*, now: datetime) -> int:
    """The day on which PPT was to answer is over: the one who leads the office is told, once of
    each day that was said."""
    needed = [Permission.REASSIGN_ALERTS]
    return tell_in_sets(_TELL_OF_UNANSWERED, PptUnanswered, LATE, now, needed)


# Whoever gives roles at the owner, and no case: not because of one that is closed to that person.
_ADVISERS = ", ".join(f"'{role}'" for role in roles_with(Permission.READ_OWNER_NOTICES))
_TELL_OF_LEFT = (
    ROWS.format(thing="p.owner", due="date_trunc('week', %(today)s::date)::date", case="NULL")
    + f"""FROM (
    SELECT DISTINCT l.owner, p.id
    FROM cases_left_at_owner(ARRAY[{_ADVISERS}], %(today)s) l
    JOIN cases_case c ON c.id = l.case_id
    JOIN accounts_person p ON p.is_active AND p.id IN (
        SELECT s.person_id FROM organisations_membership s
        WHERE s.organisation_id = l.owner AND s.role = ANY (%(roles)s) AND {HOLDS})
    WHERE {MAY_LEAD}
) AS p (owner, id) {CHANNELS}
ON CONFLICT DO NOTHING"""
)


@transaction.atomic
def tell_what_is_left_at_owner(*, now: datetime) -> int:
    """Where nobody at an owner is there who may answer what waits, its own cases among it, those
    who give roles there are told, once a week until somebody is."""
    return tell_in_sets(_TELL_OF_LEFT, LeftAtOwner, DUE, now, [Permission.EDIT_PEOPLE])
