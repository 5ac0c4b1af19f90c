"""What is told about cases. The base class says how it is shown and sent."""

import uuid
from abc import abstractmethod
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.models import Case, CaseAccess, Handover, OwnerNotice, PptAnswer, TrustedAdult
from cases.notices.left import LeftAtOwner
from cases.notices.ppt import (
    PptAlerted,
    PptAssigned,
    PptCaseEnded,
    PptCaseReopened,
    PptContactWanted,
    PptToldMore,
    PptUnanswered,
    receivers,
)
from cases.querysets import people_who_take_part
from notifications.kinds import Kind
from notifications.models import Message
from notifications.rules import Topic, Urgency
from organisations import permissions
from organisations.models import Absence, Membership, Organisation
from organisations.roles import Permission

__all__ = [
    "AnswerCorrected",
    "CaseHandedBack",
    "ExclusionToAnswer",
    "HandoverDue",
    "HandoverLate",
    "HandoverSoon",
    "LeftAtOwner",
    "OwnerTold",
    "PptAlerted",
    "PptAnswered",
    "PptAssigned",
    "PptCaseEnded",
    "PptCaseReopened",
    "PptContactWanted",
    "PptToldMore",
    "PptUnanswered",
    "PupilUnsafe",
    "TalkDue",
    "owners_readers",
    "receivers",
]


class TalkDue(Kind):
    """The day has come for a trusted adult to talk with the pupil. ``thing_id`` is their row."""

    name = "cases.TalkDue"
    title = _("A talk with a pupil is due")
    urgency = Urgency.CAN_WAIT
    topic = Topic.DEADLINES

    def url(self, message: Message) -> str:
        return reverse("cases:record_talk", args=[message.thing_id])

    def still_due(self, message: Message, now: datetime) -> bool:
        """The two go on, the case is open, and this talk has neither been held nor moved."""
        trusted = self._row(message)
        if trusted is None or trusted.talk_on is None or not trusted.case.is_open:
            return False
        return message.due_on is not None and trusted.talk_on <= message.due_on

    def may_receive(self, message: Message, today: date) -> bool:
        """The adult, or whoever stands in, as long as he or she takes part there and is not
        excluded from the case."""
        trusted = self._row(message)
        stands = Absence.objects.stood_in_by(message.person_id, today)
        if trusted is None or not trusted.is_kept_by(message.person_id, stands):
            return False
        return people_who_take_part(trusted.case, today).filter(pk=message.person_id).exists()

    def _row(self, message: Message) -> TrustedAdult | None:
        found = TrustedAdult.objects.select_related("case")
        return found.filter(pk=message.thing_id).first()


class _AtOwner(Kind):
    """To the owner's advisers. They see the row although not its case; nobody excluded gets it."""

    def url(self, message: Message) -> str:
        return reverse("overview:owner")

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever answers for such things at the owner today, and is not excluded."""
        row = self._row(message)
        if row is None or row.owner is None:
            return False
        readers = owners_readers(row.owner, today, case_id=row.case_id)
        return readers.filter(pk=message.person_id).exists()

    @abstractmethod
    def _row(self, message: Message) -> OwnerNotice | CaseAccess | None:
        """What it is about. The reason is not asked for: what is sent holds nothing of it."""


class OwnerTold(_AtOwner):
    """A case that the owner must know of. ``thing_id`` is the notice."""

    name = "cases.OwnerTold"
    title = _("The owner must know of a case")
    urgency = Urgency.SERIOUS
    topic = Topic.SERIOUS

    def still_due(self, message: Message, now: datetime) -> bool:
        """Until somebody at the owner has received it, here or in another way."""
        notice = self._row(message)
        return notice is not None and notice.received_at is None and notice.told_in_id is None

    def _row(self, message: Message) -> OwnerNotice | None:
        found = OwnerNotice.objects.defer("reason").select_related("owner")
        return found.filter(pk=message.thing_id).first()


class ExclusionToAnswer(_AtOwner):
    """Somebody was excluded from a case; the owner confirms or lifts it. ``thing_id`` is the
    exclusion."""

    name = "cases.ExclusionToAnswer"
    title = _("An exclusion from a case is waiting for your answer")
    urgency = Urgency.AT_ONCE
    topic = Topic.NEW

    def still_due(self, message: Message, now: datetime) -> bool:
        exclusion = self._row(message)
        return exclusion is not None and not exclusion.answer and exclusion.ended_at is None

    def _row(self, message: Message) -> CaseAccess | None:
        found = CaseAccess.objects.exclusions().defer("reason").select_related("owner")
        return found.filter(pk=message.thing_id).first()


class _ToThoseWhoFollowUp(Kind):
    """To those who follow up cases where this one is held."""

    def url(self, message: Message) -> str:
        return reverse("overview:case", args=[message.case_id])

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever follows up cases there and is not excluded from this one."""
        case = self._case(message)
        if case is None:
            return False
        excluded = CaseAccess.objects.excluding(message.person_id).filter(case=case)
        there = permissions.people_with(Permission.WRITE_CASES, at=case.held_by, today=today)
        return there.filter(pk=message.person_id).exists() and not excluded.exists()

    def _case(self, message: Message) -> Case | None:
        if message.case_id is None:
            return None
        return Case.objects.select_related("held_by").filter(pk=message.case_id).first()


class PptAnswered(_ToThoseWhoFollowUp):
    """PPT has answered the alert of the case. ``thing_id`` is the answer."""

    name = "cases.PptAnswered"
    title = _("PPT has answered")
    has_deadline = False
    urgency = Urgency.CAN_WAIT
    topic = Topic.ANSWERS

    def still_due(self, message: Message, now: datetime) -> bool:
        """Until somebody who follows up the case has noted that it was received."""
        return PptAnswer.objects.unread().filter(pk=message.thing_id).exists()


class CaseHandedBack(_ToThoseWhoFollowUp):
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


class PupilUnsafe(_ToThoseWhoFollowUp):
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


class AnswerCorrected(_ToThoseWhoFollowUp):
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


class HandoverDue(_ToThoseWhoFollowUp):
    """The day of a step over the summer has come. ``thing_id`` is the step."""

    name = "cases.HandoverDue"
    title = _("A case is to be handed on over the summer")
    urgency = Urgency.CAN_WAIT
    topic = Topic.DEADLINES
    needs = Permission.WRITE_CASES

    def url(self, message: Message) -> str:
        return reverse("cases:handover", args=[message.thing_id])

    def still_due(self, message: Message, now: datetime) -> bool:
        """The step waits, in an open case and in its school year, and has not been put off."""
        waiting = Handover.objects.waiting(timezone.localdate(now)).filter(pk=message.thing_id)
        return message.due_on is not None and waiting.filter(due_on__lte=message.due_on).exists()

    def may_receive(self, message: Message, today: date) -> bool:
        """Also: nobody who works at a unit whose leaders the case passes by."""
        case, who = self._case(message), {"pk": message.person_id}
        if case is None or not super().may_receive(message, today):
            return False
        there = permissions.people_with(self.needs, at=case.held_by, today=today)
        if case.is_held_elsewhere:
            there &= owners_readers(case.held_by, today, case_id=case.pk)
        return there.filter(**who).exists()


class HandoverSoon(HandoverDue):
    """Three open days before it."""

    name = "cases.HandoverSoon"
    title = _("A case is soon to be handed on over the summer")


class HandoverLate(HandoverDue):
    """Three open days after it, to the one who leads."""

    name = "cases.HandoverLate"
    title = _("A case should have been handed on over the summer")
    urgency = Urgency.CAN_WAIT
    topic = Topic.OVERDUE
    needs = Permission.CLOSE_CASES


def owners_readers(
    owner: Organisation,
    today: date,
    *,
    case_id: uuid.UUID | None = None,
    but: Person | None = None,
    past: Organisation | None = None,
) -> QuerySet[Person]:
    """The owner's advisers who are told of such things: those not excluded from the case, nor at
    work where it passes the leaders by, without ``but``, who tells it. Without a case: one that is
    not opened yet, and that may go ``past`` the leaders of a unit."""
    at_owner = permissions.people_with(Permission.READ_OWNER_NOTICES, at=owner, today=today)
    if but is not None:
        at_owner = at_owner.exclude(pk=but.pk)
    if past is not None:
        there = Membership.objects.current(today).at(past)
        at_owner = at_owner.exclude(pk__in=there.values("person"))
    if case_id is None:
        return at_owner
    excluded = CaseAccess.objects.current().exclusions().filter(case=case_id).values("person")
    passing = Case.objects.passing_leaders().filter(pk=case_id)
    works_there = Membership.objects.current(today).filter(organisation__in=passing.values("unit"))
    return at_owner.exclude(pk__in=excluded).exclude(pk__in=works_there.values("person"))
