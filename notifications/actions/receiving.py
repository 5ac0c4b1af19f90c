"""What the receiver does: reads, chooses how to be told, and asks for e-mail once more."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import System
from audit.record import record
from common.errors import ActionError
from notifications.models import Message, Preference
from notifications.rules import Topic, Way


@transaction.atomic
def mark_read(*, message: Message, by: Person, now: datetime) -> None:
    """Note that the receiver has opened a message, in whichever channel. The first time counts.
    Denied for everybody else."""
    if message.person_id != by.pk:
        raise PermissionDenied
    Message.objects.same_as(message).unread().update(read_at=now)


@transaction.atomic
def mark_all_read(*, by: Person, now: datetime) -> int:
    """Note that the receiver has seen the list; gives the number that were new in it."""
    mine = Message.objects.filter(person=by).unread()
    mine.emails().update(read_at=now)
    return mine.inbox().order_by().update(read_at=now)


@transaction.atomic
def choose_ways(*, ways: Mapping[str, str], by: Person | System, now: datetime) -> int:
    """Choose, topic by topic, which way e-mail comes to oneself; gives how many were answered.
    What is told in the service stays as it is. Holds for what is told from then on; "No e-mail" for
    what waits, too. Refuses a topic or a way that there is not."""
    if isinstance(by, System):
        raise PermissionDenied
    if not set(ways) <= set(Topic.values) or not set(ways.values()) <= set(Way.values):
        raise ActionError(_("Choose among the answers in the list."))
    rows = [Preference(person=by, topic=topic, way=way) for topic, way in ways.items()]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "topic"], update_fields=["way"]
    )
    return len(rows)


@transaction.atomic
def retry_own_mail(*, by: Person | System, now: datetime) -> int:
    """Send the e-mails to oneself that were given up once more; gives their number. Each is asked
    again whether it is still due. Refuses when there is none."""
    if isinstance(by, System):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM mail_retry_own(%s) AS id", [now])
        ids: list[uuid.UUID] = [row[0] for row in cursor.fetchall()]
    if not ids:
        raise ActionError(_("No e-mail to you waits to be tried again."))
    record("message.retried", by=by, now=now, target=by, count=len(ids))
    return len(ids)
