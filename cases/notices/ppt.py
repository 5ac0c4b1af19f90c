"""What PPT is told about its alerts. ``thing_id`` is the alert, never the case."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.models import Case, CaseAccess, PptAlert
from notifications.kinds import Kind
from notifications.models import Message
from notifications.rules import Topic, Urgency
from organisations import permissions
from organisations.models import Organisation
from organisations.roles import Permission
from organisations.viewers import Viewer


class PptAlerted(Kind):
    """A school or kindergarten has a new case. ``thing_id`` is the alert, never the case: at PPT
    nothing leads to it."""

    name = "cases.PptAlerted"
    title = _("A new alert is waiting for an answer")
    urgency = Urgency.AT_ONCE
    topic = Topic.NEW

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
        """Whoever reads alerts where this one lies today, and is not excluded from its case: nor by
        working at a unit whose leaders the case passes by."""
        alert = _alert(message)
        if alert is None:
            return False
        blocks = CaseAccess.objects.excluding(message.person_id).filter(case__alert=alert)
        passed = Case.objects.filter(alert=alert).memberships_passed_by(today)
        readers = receivers(alert.office, alert.owner, today)
        may_read = readers.filter(pk=message.person_id).exists() and not blocks.exists()
        works_there = passed.filter(person=message.person_id)
        return may_read and not (alert.office is None and works_there.exists())

    @staticmethod
    def marks(things: Collection[UUID], viewer: Viewer) -> dict[UUID, str]:
        """By the number of the alert, which is said on the telephone."""
        seen = PptAlert.objects.visible_to(viewer).filter(pk__in=things)
        said = gettext("Alert %(number)s")
        return {pk: said % {"number": number} for pk, number in seen.values_list("pk", "number")}


class PptContactWanted(PptAlerted):
    """The school asks for contact about an alert that is there already."""

    name = "cases.PptContactWanted"
    title = _("A school or kindergarten asks you for contact")
    has_deadline = False

    def still_due(self, message: Message, now: datetime) -> bool:
        """As long as the alert has not ended."""
        alert = _alert(message)
        return alert is not None and alert.state != PptAlert.State.ENDED


class PptToldMore(PptContactWanted):
    """Parts of the case were opened to the office, or others than before."""

    name = "cases.PptToldMore"
    title = _("A school or kindergarten tells you more")


class PptAssigned(PptContactWanted):
    """A colleague or the leader has given somebody an alert."""

    name = "cases.PptAssigned"
    title = _("You have been given an alert")

    def still_due(self, message: Message, now: datetime) -> bool:
        """As long as it is that person's."""
        alert = _alert(message)
        is_own = alert is not None and alert.assigned_to_id == message.person_id
        return is_own and super().still_due(message, now)


class PptUnanswered(PptAlerted):
    """The day on which PPT was to answer is over: to the one who leads, and to the one who has
    it."""

    name = "cases.PptUnanswered"
    title = _("An alert to PPT should have been answered")
    urgency = Urgency.CAN_WAIT
    topic = Topic.OVERDUE

    def still_due(self, message: Message, now: datetime) -> bool:
        """Until it is answered, or another day was said."""
        alert = _alert(message)
        return alert is not None and alert.is_owing and alert.answer_by < timezone.localdate(now)


class PptCaseEnded(PptAlerted):
    """The case has ended, and with it the alert: to the one who has it."""

    name = "cases.PptCaseEnded"
    title = _("An alert that you follow up has ended")
    has_deadline = False
    urgency = Urgency.CAN_WAIT
    topic = Topic.ANSWERS

    def still_due(self, message: Message, now: datetime) -> bool:
        """As long as it has ended."""
        alert = _alert(message)
        return alert is not None and alert.state == PptAlert.State.ENDED


class PptCaseReopened(PptContactWanted):
    """The case is open again, and so is its alert."""

    name = "cases.PptCaseReopened"
    title = _("An alert that had ended is open again")


def receivers(office: Organisation | None, owner: Organisation, today: date) -> QuerySet[Person]:
    """Advisers and leaders at the serving office; where none serves, the owner's advisers."""
    if office is not None:
        return permissions.people_with(Permission.READ_ALERTS, at=office, today=today)
    return permissions.people_with(Permission.READ_UNPLACED_ALERTS, at=owner, today=today)


def _alert(message: Message) -> PptAlert | None:
    alerts = PptAlert.objects.select_related("office", "owner")
    return alerts.filter(pk=message.thing_id).first()
