"""What those are told who follow up a case where it is held."""

import uuid
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Handover, PptAnswer
from notifications.kinds import Kind
from notifications.models import Message
from notifications.rules import Topic, Urgency
from organisations import permissions
from organisations.roles import Permission


def follows_up(person_id: uuid.UUID, case: Case, needs: Permission, today: date) -> bool:
    """Does a role where the case is held grant it, and is the case not closed to the person?"""
    there = permissions.people_with(needs, at=case.held_by, today=today)
    seen = Case.objects.filter(pk=case.pk).not_closed_to(person_id, today)
    return there.filter(pk=person_id).exists() and seen.exists()


class ToThoseWhoFollowUp(Kind):
    """To those who follow up cases where this one is held."""

    needs = Permission.WRITE_CASES

    def url(self, message: Message) -> str:
        return reverse("overview:case", args=[message.case_id])

    def may_receive(self, message: Message, today: date) -> bool:
        case = self._case(message)
        return case is not None and follows_up(message.person_id, case, self.needs, today)

    def _case(self, message: Message) -> Case | None:
        if message.case_id is None:
            return None
        return Case.objects.select_related("held_by").filter(pk=message.case_id).first()


class DueInYear(ToThoseWhoFollowUp):
    """The day has come of something that falls in each school year, as rows of ``model``: done at
    its ``page``. ``thing_id`` is the row."""

    urgency = Urgency.CAN_WAIT
    topic = Topic.DEADLINES
    model: Any
    page: str

    def url(self, message: Message) -> str:
        return reverse(self.page, args=[message.thing_id])

    def still_due(self, message: Message, now: datetime) -> bool:
        """It waits, in an open case and in its school year, and has not been put off."""
        waiting = self.model.objects.waiting(timezone.localdate(now)).filter(pk=message.thing_id)
        return message.due_on is not None and waiting.filter(due_on__lte=message.due_on).exists()


class PptAnswered(ToThoseWhoFollowUp):
    """PPT has answered the alert of the case. ``thing_id`` is the answer."""

    name = "cases.PptAnswered"
    title = _("PPT has answered")
    has_deadline = False
    urgency = Urgency.CAN_WAIT
    topic = Topic.ANSWERS

    def still_due(self, message: Message, now: datetime) -> bool:
        """Until somebody who follows up the case has noted that it was received."""
        return PptAnswer.objects.unread().filter(pk=message.thing_id).exists()


class CaseHandedBack(ToThoseWhoFollowUp):
    """The owner has given a case back to the unit. ``thing_id`` is the reason for it, so that it is
    told each time it happens."""

    name = "cases.CaseHandedBack"
    title = _("The owner has handed a case back to you")
    urgency = Urgency.AT_ONCE
    topic = Topic.NEW

    def still_due(self, message: Message, now: datetime) -> bool:
        """As long as the unit holds it."""
        case = self._case(message)
        return case is not None and not case.is_held_elsewhere


class PupilUnsafe(ToThoseWhoFollowUp):
    """Somebody exposed has answered that it is not safe, or much less so than before. ``thing_id``
    is the answer."""

    name = "cases.PupilUnsafe"
    title = _("A pupil does not feel safe")
    urgency = Urgency.SERIOUS
    topic = Topic.SERIOUS

    def still_due(self, message: Message, now: datetime) -> bool:
        """Until somebody says what is done."""
        case = self._case(message)
        return case is not None and case.is_open and case.unsafe_since is not None


class AnswerCorrected(ToThoseWhoFollowUp):
    """An answer that they were told of as not safe was written down wrong. ``thing_id`` is the
    reason, so that it is told each time it happens."""

    name = "cases.AnswerCorrected"
    title = _("An answer about how safe a pupil is has been corrected")
    has_deadline = False
    urgency = Urgency.SERIOUS
    topic = Topic.SERIOUS

    def still_due(self, message: Message, now: datetime) -> bool:
        """As long as the case goes on."""
        case = self._case(message)
        return case is not None and case.is_open


class HandoverDue(DueInYear):
    """The day of a step over the summer has come."""

    name = "cases.HandoverDue"
    title = _("A case is to be handed on over the summer")
    model, page = Handover, "cases:handover"


class HandoverSoon(HandoverDue):
    """Three open days before it."""

    name = "cases.HandoverSoon"
    title = _("A case is soon to be handed on over the summer")


class HandoverLate(HandoverDue):
    """Three open days after it, to the one who leads."""

    name = "cases.HandoverLate"
    title = _("A case should have been handed on over the summer")
    topic = Topic.OVERDUE
    needs = Permission.CLOSE_CASES
