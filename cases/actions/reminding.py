"""What the daily round tells of cases. It looks at what is, so it may run twice or late."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from cases.notices import TalkDue
from cases.rules import OPEN_STATES
from notifications.tasks import nudge
from organisations.roles import Permission, roles_with

# One inbox row and one e-mail for each trusted adult whose talk is due, or for whoever stands in
# today: who is there, works where the case is held (or keeps a part of it at the unit), and is not
# excluded from it. A row that
# stands already stays: somebody is told once of one date.
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
    with connection.cursor() as cursor:
        cursor.execute(
            TELL,
            {
                "kind": TalkDue.name,
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
