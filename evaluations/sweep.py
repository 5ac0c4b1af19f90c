"""The daily round. It looks at what is, not at the hour, so it may run twice, late, in parallel."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.actions import drop_outlived
from cases.actions import (
    drop_outlived_drafts,
    move_cases_of_excluded_leaders,
    narrow_alerts_of_protected,
    recount_talks,
    tell_due_talks,
)
from cases.rules import OPEN_STATES
from evaluations.notices import EvaluationDue, SharedEvaluationDue
from measures.actions import (
    recompute_evaluation_dates,
    recompute_planned_starts,
    recompute_shared_evaluation_dates,
    start_due_measures,
    start_due_shared_measures,
)
from notifications.heartbeats import beating
from notifications.tasks import nudge
from organisations.roles import Permission, roles_with
from pupils.actions import drop_staged_lines

logger = logging.getLogger(__name__)

# At the unit or where the case is held, and at PPT for those who were asked to.
CARRIES_OUT = (Permission.TAKE_PART, Permission.HELP_IN_CASES)

# One inbox row and one e-mail for each of those who carry out a measure that is due. A row that
# stands already stays: somebody is told once of one date.
TELL = """
INSERT INTO notifications_message (
    id, kind, thing_id, due_on, level, person_id, channel, case_id,
    state, sent_at, created_at, next_at, attempts, last_error)
SELECT gen_random_uuid(), %(kind)s, m.id, m.evaluate_on, 0, p.id, channel.name, m.case_id,
       channel.state, CASE WHEN channel.state = 'sent' THEN %(now)s END, %(now)s, %(now)s, 0, ''
FROM measures_measure m
JOIN cases_case c ON c.id = m.case_id AND c.state = ANY (%(open)s)
JOIN accounts_person p ON p.id IN (m.responsible_id, m.deputy_id) AND p.is_active
CROSS JOIN (VALUES ('inbox', 'sent'), ('email', 'ready')) AS channel (name, state)
WHERE m.state = 'running' AND m.evaluate_on <= %(today)s
  AND EXISTS (
      SELECT 1 FROM organisations_membership s
      WHERE s.person_id = p.id AND s.role = ANY (%(roles)s)
        AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s)
        AND (s.organisation_id = c.held_by_id OR EXISTS (
            SELECT 1 FROM cases_caseaccess k
            WHERE k.case_id = c.id AND k.person_id = p.id AND k.kind = 'takes_part'
              AND k.ended_at IS NULL
              AND (s.organisation_id = c.unit_id OR k.ground <> '' AND s.organisation_id = (
                  SELECT v.office_id FROM organisations_pptservice v
                  JOIN organisations_organisation u ON u.id = c.unit_id
                  WHERE v.serves_id IN (u.id, u.parent_id)
                  ORDER BY v.serves_id = u.id DESC LIMIT 1)))))
  AND NOT EXISTS (
      SELECT 1 FROM cases_caseaccess a
      WHERE a.case_id = c.id AND a.person_id = p.id AND a.kind = 'excluded' AND a.ended_at IS NULL)
ON CONFLICT DO NOTHING
"""

# A shared measure is of no case, so that nobody is excluded from it.
TELL_SHARED = """
INSERT INTO notifications_message (
    id, kind, thing_id, due_on, level, person_id, channel, case_id,
    state, sent_at, created_at, next_at, attempts, last_error)
SELECT gen_random_uuid(), %(kind)s, m.id, m.evaluate_on, 0, p.id, channel.name, NULL,
       channel.state, CASE WHEN channel.state = 'sent' THEN %(now)s END, %(now)s, %(now)s, 0, ''
FROM measures_sharedmeasure m
JOIN accounts_person p ON p.id IN (m.responsible_id, m.deputy_id) AND p.is_active
CROSS JOIN (VALUES ('inbox', 'sent'), ('email', 'ready')) AS channel (name, state)
WHERE m.state = 'running' AND m.evaluate_on <= %(today)s
  AND EXISTS (
      SELECT 1 FROM organisations_membership s
      WHERE s.person_id = p.id AND s.role = ANY (%(roles)s) AND s.organisation_id = m.unit_id
        AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on >= %(today)s))
ON CONFLICT DO NOTHING
"""


def sweep(now: datetime) -> dict[str, int]:
    """Count dates again, start measures whose day has come, remind of what is due on this day.

    A step that fails does not hold up the next: reminders go out whatever else is broken. The
    failure is raised at the end, so that the heartbeat stays behind and the health page goes red.
    """
    failures = []
    steps = {
        "handed": move_cases_of_excluded_leaders,
        "narrowed": narrow_alerts_of_protected,
        "moved": recompute_evaluation_dates,
        "put_off": recompute_planned_starts,
        "talks_moved": recount_talks,
        "started": start_due_measures,
        "shared_moved": recompute_shared_evaluation_dates,
        "shared_started": start_due_shared_measures,
        "told": tell_due,
        "shared_told": tell_due_shared,
        "talks": tell_due_talks,
        "dropped": drop_outlived,
        "drafts": drop_outlived_drafts,
        "staged": drop_staged_lines,
    }
    with beating("sweep", now=now) as counts:
        for what, step in steps.items():
            try:
                counts[what] = step(now=now)
            except Exception as failure:
                logger.exception("The sweep could not do this: %s", what)
                failures.append(failure)
        if failures:
            raise failures[0]
    return counts


@transaction.atomic
def tell_due(*, now: datetime) -> int:
    """Inbox rows and e-mails that were not there before, for all running measures now due."""
    roles = {role for each in CARRIES_OUT for role in roles_with(each)}
    states = [str(state) for state in OPEN_STATES]
    return _tell(TELL, EvaluationDue.name, now, roles, open=states)


@transaction.atomic
def tell_due_shared(*, now: datetime) -> int:
    """The same for all running shared measures now due."""
    roles = roles_with(Permission.TAKE_PART)
    return _tell(TELL_SHARED, SharedEvaluationDue.name, now, roles)


def _tell(statement: str, kind: str, now: datetime, roles: Iterable[str], **asked: Any) -> int:
    asked |= {"kind": kind, "now": now, "today": timezone.localdate(now)}
    asked["roles"] = sorted(map(str, roles))
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        told = cursor.rowcount
    if told:
        transaction.on_commit(nudge, robust=True)
    return told
