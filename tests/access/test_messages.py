"""Somebody excluded from a case loses what was told about it, and about its alert."""

from notifications.models import Message
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.notifications import MessageFactory
from tests.scope import acting


def test_messages_about_a_blocked_case_and_its_alert_are_gone_in_both_layers(fjellet):
    case = CaseFactory(unit=fjellet.school, alert__office=fjellet.office)
    for person in (fjellet.teacher, fjellet.ppt_adviser):
        about_case = MessageFactory(person=person, inbox=True, case_id=case.pk)
        about_alert = MessageFactory(person=person, inbox=True, thing_id=case.alert_id)
        other = MessageFactory(person=person, inbox=True)
        with acting(person, TODAY) as viewer:
            assert Message.objects.count() == 3
        CaseAccessFactory(case=case, person=person)
        with acting(person, TODAY) as viewer:
            assert list(Message.objects.all()) == [other]
        with acting(person, TODAY) as viewer:
            pass
        assert list(Message.objects.visible_to(viewer)) == [other], (about_case, about_alert)
