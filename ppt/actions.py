"""What PPT does with an alert."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases.models import PptAlert
from common.dates import short_day
from common.errors import ActionError
from organisations import permissions
from organisations.roles import Permission


@transaction.atomic
def receive_alert(*, alert: PptAlert, by: Person, now: datetime) -> PptAlert:
    """Acknowledge an alert, so that the school sees that somebody has it. Twice by the same person
    is once; when somebody else came first, the refusal says who and when.

    There is no case to lock: nothing at PPT leads to it.
    """
    # Nothing is joined: a row that was waited for would be joined to what stood before the wait.
    locked = PptAlert.objects.select_for_update().filter(pk=alert.pk).first()
    if locked is None or locked.office is None:
        raise PermissionDenied("The alert is not at an office of the one who acts.")
    today = timezone.localdate(now)
    permissions.require(by, Permission.ANSWER_ALERTS, at=locked.office, today=today)
    if locked.received_by == by:
        return locked
    if locked.received_by is not None and locked.received_at is not None:
        when = short_day(locked.received_at)
        refusal = _("%(name)s has already acknowledged this alert, %(when)s.")
        raise ActionError(refusal % {"name": locked.received_by.name, "when": when})
    locked.state = PptAlert.State.RECEIVED
    locked.received_at, locked.received_by = now, by
    locked.save(update_fields=["state", "received_at", "received_by"])
    record("alert.received", by=by, now=now, target=locked)
    return locked
