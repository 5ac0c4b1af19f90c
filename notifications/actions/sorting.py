"""Which way each new e-mail goes, and the one e-mail a day that rings for what could wait.

Each is a few statements for all that waits, however much it is, and may run twice, late and in
several processes: what is sorted stays sorted, and somebody gets one digest on a day.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.system import System
from notifications import rules
from notifications.actions.carrying import SENDER_LOST, _only_system
from notifications.kinds import all_kinds
from notifications.models import Message
from notifications.notices import Digest
from notifications.rules import Urgency
from organisations.calendar import Calendar
from organisations.calendars import calendars_for
from organisations.models import Membership, Organisation

# What a person chose, else the kind's own way; on a closed day only what is serious goes at once.
# A kind that is not known any more goes to the sender, who says so.
_SORT = """
UPDATE notifications_message m
SET way = s.way, state = CASE s.way WHEN 'digest' THEN 'held' WHEN 'app' THEN 'cancelled'
                         ELSE 'ready' END,
    last_error = CASE s.way WHEN 'app' THEN %(only_in_app)s ELSE '' END
FROM (
    SELECT n.id, CASE
        WHEN coalesce(p.way, k.way) = 'at_once' AND NOT k.serious
            AND n.person_id = ANY (%(closed)s::uuid[]) THEN 'digest'
        ELSE coalesce(p.way, k.way, 'at_once') END AS way
    FROM notifications_message n
    LEFT JOIN unnest(
        %(kinds)s::text[], %(topics)s::text[], %(ways)s::text[], %(serious)s::boolean[]
    ) AS k (kind, topic, way, serious) ON k.kind = n.kind
    LEFT JOIN notifications_preference p ON p.person_id = n.person_id AND p.topic = k.topic
    WHERE n.channel = 'email' AND n.state = 'ready' AND n.way = ''
      AND n.person_id = ANY (%(people)s::uuid[])
    FOR UPDATE OF n SKIP LOCKED) s
WHERE m.id = s.id
"""

# A digest that did not come through is dead; what stood in it goes along with the next one, unless
# it was what killed its sender.
_DIGESTS = """
WITH made AS (
    INSERT INTO notifications_message (
        id, kind, thing_id, due_on, level, person_id, channel, state, way, created_at, next_at,
        attempts, last_error)
    SELECT gen_random_uuid(), %(kind)s, person, %(today)s, 0, person, 'email', 'ready', 'at_once',
           %(now)s, %(now)s, 0, ''
    FROM unnest(%(people)s::uuid[]) AS person
    ON CONFLICT DO NOTHING
    RETURNING id, person_id),
taken_up AS (
    UPDATE notifications_message m SET digest_id = made.id
    FROM made
    WHERE m.person_id = made.person_id AND m.channel = 'email' AND m.state = 'held'
      AND (m.digest_id IS NULL OR EXISTS (
          SELECT 1 FROM notifications_message d
          WHERE d.id = m.digest_id AND d.state = 'dead' AND d.last_error <> %(lost)s)))
SELECT count(*) FROM made
"""


@transaction.atomic
def sort_mail(*, by: System, now: datetime) -> int:
    """Say of each new e-mail whether it goes at once, waits for a digest, or is not sent. Gives
    their number. On a day on which the receiver's units are closed only what is serious goes."""
    _only_system(by)
    people = list(Message.objects.unsorted().order_by().values_list("person", flat=True).distinct())
    if not people:
        return 0
    kinds = all_kinds()
    asked: dict[str, Any] = {
        "people": people,
        "closed": _at_closed_places(people, timezone.localdate(now)),
        "kinds": [kind.name for kind in kinds],
        "topics": [kind.topic.value for kind in kinds],
        "ways": [kind.urgency.way.value for kind in kinds],
        "serious": [kind.urgency == Urgency.SERIOUS for kind in kinds],
        "only_in_app": rules.ONLY_IN_APP,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SORT, asked)
        return cursor.rowcount


@transaction.atomic
def make_digests(*, by: System, now: datetime) -> int:
    """From 07.00: one e-mail for each person for whom something waits and whose unit is open today,
    with all that waits. Gives their number. Nobody gets two on a day."""
    _only_system(by)
    local = timezone.localtime(now)
    if not rules.is_digest_time(local):
        return 0
    today = local.date()
    had = Message.objects.emails().filter(kind=Digest.name, due_on=today).values("person")
    waiting = Message.objects.held().filter(digest=None).exclude(person__in=had).order_by()
    people = set(waiting.values_list("person", flat=True).distinct())
    if people:
        people -= set(_at_closed_places(people, today))
    if not people:
        return 0
    asked: dict[str, Any] = {"people": list(people), "today": today, "now": now}
    asked |= {"kind": Digest.name, "lost": SENDER_LOST}
    with connection.cursor() as cursor:
        cursor.execute(_DIGESTS, asked)
        return cursor.fetchone()[0]


def _at_closed_places(people: Iterable[uuid.UUID], today: date) -> list[uuid.UUID]:
    """Those of them who work nowhere that is open today. A school or kindergarten is open by its
    calendar, another place on working days; so are those who work nowhere. Three queries."""
    people = set(people)
    places: dict[uuid.UUID, list[Organisation]] = defaultdict(list)
    roles = Membership.objects.current(today).filter(person__in=people)
    for role in roles.select_related("organisation"):
        places[role.person_id].append(role.organisation)
    units = {place.pk: place for found in places.values() for place in found if place.is_unit}
    calendars = calendars_for(units.values())
    working_days = Calendar()

    def is_open(place: Organisation) -> bool:
        return calendars.get(place.pk, working_days).is_open(today)

    elsewhere = [] if working_days.is_open(today) else list(people - set(places))
    return elsewhere + [who for who, found in places.items() if not any(map(is_open, found))]
