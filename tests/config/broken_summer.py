"""What breaks a promise about cases that are reviewed, and handed on over the summer."""

import uuid
from datetime import date, timedelta

from notifications.models import Heartbeat
from tests.clock import NOW, TODAY
from tests.config.broken_endings import sound_case
from tests.factories.audit import EventFactory
from tests.factories.cases import EntryFactory
from tests.factories.evaluations import CaseReviewFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.notifications import MessageFactory


def nobody_told_of_a_step(place):
    """What is done, of a year that is over, or told of, is as it should be."""
    day = TODAY - timedelta(days=2)
    HandoverFactory(case=sound_case(place), kind="plan", due_on=day, done=True)
    HandoverFactory(case=sound_case(place), kind="may", school_year=2025, due_on=date(2026, 5, 15))
    told = HandoverFactory(case=sound_case(place), kind="august", due_on=day)
    MessageFactory(thing_id=told.pk, due_on=day, channel="inbox", state="sent", sent_at=NOW)
    HandoverFactory(case=sound_case(place), kind="august", due_on=day)
    Heartbeat.objects.create(loop="sweep", started_at=NOW, succeeded_at=NOW)


def step_in_another_year(place):
    HandoverFactory(case=sound_case(place), kind="may", due_on=date(2028, 5, 15))


def nobody_told_of_a_review(place):
    """What is answered, of a year that is over, or told of, is as it should be."""
    day = TODAY - timedelta(days=2)
    CaseReviewFactory(case=sound_case(place), due_on=day, done=True)
    CaseReviewFactory(case=sound_case(place), school_year=2025, due_on=date(2025, 12, 4))
    told = CaseReviewFactory(case=sound_case(place), due_on=day)
    MessageFactory(thing_id=told.pk, due_on=day, channel="inbox", state="sent", sent_at=NOW)
    CaseReviewFactory(case=sound_case(place), due_on=day)
    Heartbeat.objects.create(loop="sweep", started_at=NOW, succeeded_at=NOW)


def review_in_another_year(place):
    CaseReviewFactory(case=sound_case(place), due_on=date(2028, 5, 15))


def review_from_before_the_case_was_reopened(place):
    """What has been written, or is due on that day, is as it should be."""
    for more in ({"done": True}, {"round": "spring", "due_on": TODAY}, {}):
        review = CaseReviewFactory(
            **{"case": sound_case(place), "due_on": TODAY - timedelta(days=2)} | more
        )
        EventFactory(name="case.reopened", case_id=review.case_id, at=NOW)


def minutes_of_nothing(place):
    EntryFactory(case=sound_case(place), kind="meeting", evaluated=[uuid.uuid4()])


BROKEN = {
    "those who follow up a case were told of a step over the summer that is due": (
        nobody_told_of_a_step
    ),
    "a step over the summer falls in its school year": step_in_another_year,
    "whoever leads was told of a review of a case that is due": nobody_told_of_a_review,
    "a review of a case falls in its school year": review_in_another_year,
    "what waited when a case was reopened is due from that day": (
        review_from_before_the_case_was_reopened
    ),
    "minutes name measures of their own case that were evaluated": minutes_of_nothing,
}
