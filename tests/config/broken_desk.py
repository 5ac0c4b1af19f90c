"""What breaks a promise about PPT's desk."""

from datetime import timedelta

from cases.models import PptAlert
from notifications.models import Heartbeat
from tests.clock import NOW, TODAY
from tests.config import broken_opened
from tests.config.broken_endings import sound_case
from tests.factories.cases import CaseAccessFactory
from tests.factories.notifications import MessageFactory
from tests.factories.ppt import PptAnswerFactory

LATE = TODAY - timedelta(days=2)


def swept():
    Heartbeat.objects.create(loop="sweep", started_at=NOW, succeeded_at=NOW)


def changed(case, **fields):
    PptAlert.objects.filter(pk=case.alert_id).update(**fields)


def open_after_its_case(place):
    case = sound_case(place)
    type(case).objects.filter(pk=case.pk).update(
        state="closed", ended_reason="Trygt.", look_on=TODAY
    )


def with_somebody_excluded(place):
    """What has ended lies with nobody."""
    who = place.ppt_adviser
    known = {"received_at": NOW, "received_by": who, "assigned_to": who}
    for fields in ({"state": "assigned"}, {"state": "ended", "ended_reason": "done",
                                           "ended_at": NOW}):  # fmt: skip
        case = sound_case(place)
        changed(case, **known, **fields)
        CaseAccessFactory(case=case, person=who)


def nobody_told_that_it_is_unanswered(place):
    """What is answered, or told of, is as it should be."""
    swept()
    changed(told := sound_case(place), answer_by=LATE)
    MessageFactory(
        thing_id=told.alert_id, kind="cases.PptUnanswered", due_on=LATE, inbox=True,
        person=place.ppt_leader,
    )  # fmt: skip
    known = {"received_at": NOW, "received_by": place.ppt_adviser}
    changed(sound_case(place), state="help_offered", answer_by=LATE, **known)
    changed(sound_case(place), answer_by=LATE)


def nobody_told_of_an_answer(place):
    swept()
    given = {"given_at": NOW - timedelta(days=2), "given_by": place.ppt_adviser}
    PptAnswerFactory(alert=sound_case(place).alert, **given)
    received = {"received_at": NOW, "received_by": place.principal}
    PptAnswerFactory(alert=sound_case(place).alert, **given, **received)


BROKEN = {
    **broken_opened.BROKEN,
    "an alert has ended when its case has, and is open again with it": open_after_its_case,
    "nobody has an alert whose case is closed to him or her": with_somebody_excluded,
    "whoever leads at PPT was told of an alert that was not answered in time": (
        nobody_told_that_it_is_unanswered
    ),
    "those who follow up a case were told of what PPT has answered": nobody_told_of_an_answer,
}
