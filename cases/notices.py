"""What is told about cases. The base class says how it is shown and sent."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.models import CaseAccess, PptAlert
from notifications.kinds import Kind
from notifications.models import Message
from organisations import permissions
from organisations.models import Organisation
from organisations.roles import Permission


class PptAlerted(Kind):
    """A school or kindergarten has a new case. ``thing_id`` is the alert, never the case: at PPT
    nothing leads to it."""

    name = "cases.PptAlerted"
    title = _("A new alert is waiting for an answer")

    def url(self, message: Message) -> str:
        alert = _alert(message)
        if alert is not None and alert.office_id is None:
            return reverse("overview:owner")
        return reverse("ppt:detail", args=[message.thing_id])

    def still_due(self, message: Message, now: datetime) -> bool:
        """Until somebody at the office has acknowledged it."""
        alert = _alert(message)
        return alert is not None and alert.state == PptAlert.State.NEW

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever reads alerts where this one lies today, and is not excluded from its case."""
        alert = _alert(message)
        if alert is None:
            return False
        blocks = CaseAccess.objects.excluding(message.person_id).filter(case__alert=alert)
        readers = receivers(alert.office, alert.owner, today)
        return readers.filter(pk=message.person_id).exists() and not blocks.exists()


def receivers(office: Organisation | None, owner: Organisation, today: date) -> QuerySet[Person]:
    """Advisers and leaders at the serving office; where none serves, the owner's advisers."""
    if office is not None:
        return permissions.people_with(Permission.READ_ALERTS, at=office, today=today)
    return permissions.people_with(Permission.READ_UNPLACED_ALERTS, at=owner, today=today)


def _alert(message: Message) -> PptAlert | None:
    alerts = PptAlert.objects.select_related("office", "owner")
    return alerts.filter(pk=message.thing_id).first()
