"""The daily round. It looks at what is, not at the hour, so it may run twice, late, in parallel."""

import logging
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from accounts.actions import drop_outlived
from cases.actions import (
    drop_outlived_drafts,
    move_cases_of_excluded_leaders,
    tell_due_talks,
)
from cases.rules import OPEN_STATES
from evaluations.notices import EvaluationDue
from measures.actions import recompute_evaluation_dates, start_due_measures
from notifications.heartbeats import beating
from notifications.tasks import nudge
from organisations.roles import Permission, roles_with
from pupils.actions import drop_staged_lines

logger = logging.getLogger(__name__)

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
        AND (s.organisation_id = c.held_by_id OR s.organisation_id = c.unit_id AND EXISTS (
            SELECT 1 FROM cases_caseaccess k
            WHERE k.case_id = c.id AND k.person_id = p.id AND k.kind = 'takes_part'
              AND k.ended_at IS NULL)))
  AND NOT EXISTS (
      SELECT 1 FROM cases_caseaccess a
      WHERE a.case_id = c.id AND a.person_id = p.id AND a.kind = 'excluded' AND a.ended_at IS NULL)
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
        "moved": recompute_evaluation_dates,
        "started": start_due_measures,
        "told": tell_due,
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
    with connection.cursor() as cursor:
        cursor.execute(
            TELL,
            {
                "kind": EvaluationDue.name,
                "now": now,
                "today": timezone.localdate(now),
                "open": [str(state) for state in OPEN_STATES],
                "roles": [str(role) for role in roles_with(Permission.TAKE_PART)],
            },
        )
        told = cursor.rowcount
    if told:
        transaction.on_commit(nudge, robust=True)
    return told
