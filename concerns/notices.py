"""What is told about concerns. The base class says how it is shown and sent.

``thing_id`` is the concern. What belongs to a case is due no more, so that nobody who is excluded
from the case is told of it.
"""

from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from concerns.models import Concern
from concerns.rules import Place, permission_at
from notifications.kinds import Kind
from notifications.models import Message
from notifications.rules import Topic, Urgency
from organisations import permissions
from organisations.models import Membership


class ConcernRaised(Kind):
    """Somebody has told of something."""

    name = "concerns.ConcernRaised"
    title = _("A concern is waiting for an answer")
    urgency = Urgency.AT_ONCE
    topic = Topic.NEW

    def url(self, message: Message) -> str:
        return reverse("concerns:detail", args=[message.thing_id])

    def still_due(self, message: Message, now: datetime) -> bool:
        """Until it is taken on or answered."""
        concern = _concern(message)
        return concern is not None and concern.state == Concern.State.NEW

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever answers it today, along the way it was sent."""
        concern = _concern(message)
        return concern is not None and any(
            answerers_at(place, concern, today).filter(pk=message.person_id).exists()
            for place in concern.places
        )


class PupilChangesSchool(ConcernRaised):
    """Another place sends what this one needs to follow up a pupil who changes here."""

    name = "concerns.PupilChangesSchool"
    title = _("A pupil changes school to you: another place waits for your answer")


class ConcernSentOn(ConcernRaised):
    """The reporter was not content with the answer, and has sent it on to the owner."""

    name = "concerns.ConcernSentOn"
    title = _("A concern has been sent on to the owner")


class ConcernAnswered(Kind):
    """To the one who told: the same words whatever became of it."""

    name = "concerns.ConcernAnswered"
    title = _("A concern that you reported has got an answer")
    urgency = Urgency.CAN_WAIT
    topic = Topic.ANSWERS

    def url(self, message: Message) -> str:
        return reverse("concerns:detail", args=[message.thing_id])

    def still_due(self, message: Message, now: datetime) -> bool:
        """Unless the reporter has sent it on, and so has read the answer."""
        concern = _concern(message)
        return concern is not None and concern.state != Concern.State.NEW

    def may_receive(self, message: Message, today: date) -> bool:
        """The reporter, who still works here."""
        concern = _concern(message)
        if concern is None or concern.reporter_id != message.person_id:
            return False
        reporter = Person.objects.get(pk=message.person_id)
        return reporter.is_active and reporter.memberships.current(today).exists()


class ChangeAnswered(ConcernAnswered):
    """To the leader who sent it: received, or not our pupil."""

    name = "concerns.ChangeAnswered"
    title = _("The other place has answered about a change of school")


def answerers(concern: Concern, today: date) -> set[Person]:
    """All who are to answer it now."""
    return {person for place in concern.places for person in answerers_at(place, concern, today)}


def answerers_at(place: Place, concern: Concern, today: date) -> QuerySet[Person]:
    """Those who answer the concern at its unit, or at the unit's owner. What passes the leaders by
    is answered by nobody who works at the unit too, nor by whoever has declined it."""
    at = concern.owner if place == Place.OWNER else concern.unit
    people = permissions.people_with(permission_at(place, concern.route), at=at, today=today)
    if place == Place.UNIT or not concern.passes_leaders_by:
        return people
    works_there = Membership.objects.current(today).at(concern.unit).values("person")
    return people.exclude(pk__in=works_there).exclude(pk=concern.declined_by_id)


# The text is not asked for: the role worker may not read it.
ASKED = ("unit", "owner", "reporter_id", "route", "state", "sent_on_at", "declined_by_id")


def _concern(message: Message) -> Concern | None:
    return Concern.objects.only(*ASKED).filter(pk=message.thing_id).first()
