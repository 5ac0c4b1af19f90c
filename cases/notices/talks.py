"""Whoever talks with a pupil is told of the talks that are due."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import TrustedAdult
from cases.querysets import people_who_take_part
from notifications.kinds import Kind
from notifications.models import Message
from notifications.rules import Topic, Urgency
from organisations.models import Absence


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
