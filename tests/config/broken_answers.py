"""What breaks a promise about what answers ask for, and about who is told of late ones."""

from datetime import date, timedelta

from config.promises.answered import LEFT_TO_LIE
from notifications.models import Heartbeat
from tests.clock import NOW, TODAY
from tests.config.broken_endings import sound_case
from tests.factories.cases import EntryFactory, InvolvementFactory, SafetyAnswerFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import (
    DecisionFactory,
    MeasureFactory,
    PlanFactory,
    PlanVersionFactory,
)
from tests.factories.notifications import MessageFactory

EARLIER = NOW - timedelta(days=7)


def measure(place, **fields):
    plan = PlanFactory(case=sound_case(place), state="complete", completed_at=NOW)
    PlanVersionFactory(plan=plan)
    return MeasureFactory(plan=plan, responsible=place.teacher, running=True, **fields)


def unsafe_and_forgotten(place):
    """One that waits, one that was answered by a note, and one that is safer since, are right."""
    for fields in ({"unsafe_since": TODAY}, {}, {}):
        row = InvolvementFactory(case=sound_case(place, **fields), role="exposed")
        day = TODAY - timedelta(days=7)
        SafetyAnswerFactory(involvement=row, value=1, day=day, recorded_at=EARLIER)
    EntryFactory(case=row.case, kind="note", written_at=NOW)
    row = InvolvementFactory(case=sound_case(place), role="exposed")
    SafetyAnswerFactory(involvement=row, value=2, day=TODAY - timedelta(days=7))
    SafetyAnswerFactory(involvement=row, value=4)


def twice_without_effect(place):
    """One that waits, one that was decided on, and one that had an effect since, are right."""
    asked = [measure(place, decide_on=TODAY), measure(place), measure(place), measure(place)]
    for one in asked:
        for week in (2, 1):
            at = NOW - timedelta(weeks=week)
            EvaluationFactory(measure=one, effect="no", due_on=at.date(), recorded_at=at)
    DecisionFactory(measure=asked[1])
    EvaluationFactory(measure=asked[2], effect="yes", due_on=TODAY)


def told_twice(place):
    told = MessageFactory(kind="evaluations.EvaluationLate", level=2, due_on=TODAY, inbox=True)
    MessageFactory(
        kind="evaluations.EvaluationSoon", level=2, due_on=TODAY, inbox=True,
        thing_id=told.thing_id, person=told.person,
    )  # fmt: skip


def left_to_lie(place):
    """Of the first the owner was not told, of the second not the leader; the third is right."""
    long_ago, lately = date(2026, 11, 2), date(2026, 11, 16)
    Heartbeat.objects.create(loop="sweep", started_at=NOW, succeeded_at=NOW)
    for day, levels in ((long_ago, (0, 2)), (lately, (0,)), (date(2026, 11, 19), (0,))):
        one = measure(place, evaluate_on=day)
        for level in levels:
            MessageFactory(thing_id=one.pk, due_on=day, level=level, inbox=True)


BROKEN = {
    "a pupil who does not feel safe is a task until somebody says what is done": (
        unsafe_and_forgotten
    ),
    "a measure that is twice without effect waits for a decision": twice_without_effect,
    "nobody is told twice of one evaluation at one level": told_twice,
    LEFT_TO_LIE: left_to_lie,
}
