"""What is told of a concern, to whom, and until when. Asked as the worker asks."""

from datetime import timedelta

import pytest

from concerns.models import Concern
from concerns.notices import ConcernAnswered, ConcernRaised, ConcernSentOn
from tests.clock import NOW, TODAY
from tests.concerns.acts import reported, taken_on
from tests.factories.accounts import CLOSED
from tests.factories.concerns import ConcernFactory
from tests.factories.notifications import MessageFactory
from tests.plugin_database import as_worker

RAISED, ANSWERED, SENT_ON = ConcernRaised(), ConcernAnswered(), ConcernSentOn()


def answers(kind, person, concern):
    """May the person receive it, and is it still due?"""
    message = MessageFactory(person=person, thing_id=concern.pk, kind=kind.name)
    with as_worker():
        return kind.may_receive(message, TODAY), kind.still_due(message, NOW)


def test_a_concern_is_due_until_it_is_taken_on(fjellet):
    concern = reported(fjellet.school, fjellet.teacher)
    assert answers(RAISED, fjellet.principal, concern) == (True, True)
    taken_on(concern, fjellet.deputy)
    assert answers(RAISED, fjellet.case_worker, concern) == (True, False)


@pytest.mark.parametrize(
    ("route", "who", "may"),
    [
        ("leader", "principal", True),
        ("leader", "deputy", True),
        ("leader", "teacher", False),
        ("leader", "owner_adviser", False),
        ("staff", "principal", True),
        ("staff", "owner_adviser", True),
        ("staff", "deputy", False),
        ("owner", "owner_adviser", True),
        ("owner", "principal", False),
        ("owner", "owner_administrator", False),
    ],
)
def test_those_who_answer_are_told(fjellet, route, who, may):
    concern = ConcernFactory(unit=fjellet.school, route=route)
    assert answers(RAISED, getattr(fjellet, who), concern) == (may, True)


def test_who_has_left_is_not_told(fjellet):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher, answered=True)
    for person in (fjellet.principal, fjellet.teacher):
        person.memberships.update(ends_on=TODAY - timedelta(days=1))
    assert answers(RAISED, fjellet.principal, concern) == (False, False)
    assert answers(ANSWERED, fjellet.teacher, concern) == (False, True)


def test_the_answer_is_told_to_the_one_who_told(fjellet):
    for how in ({"answered": True}, {"taken_on": True}):
        concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher, **how)
        assert answers(ANSWERED, fjellet.teacher, concern) == (True, True)
        assert answers(ANSWERED, fjellet.other_teacher, concern) == (False, True)


def test_who_has_been_shut_out_is_not_told_the_answer(fjellet):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher, answered=True)
    type(fjellet.teacher).objects.filter(pk=fjellet.teacher.pk).update(**CLOSED)
    fjellet.teacher.refresh_from_db()
    assert answers(ANSWERED, fjellet.teacher, concern) == (False, True)


def test_the_first_answer_is_due_no_more_when_it_was_sent_on(fjellet):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher, sent_on=True)
    assert answers(ANSWERED, fjellet.teacher, concern) == (True, False)
    assert answers(SENT_ON, fjellet.owner_adviser, concern) == (True, True)
    assert answers(SENT_ON, fjellet.principal, concern) == (False, True)


def test_a_concern_that_is_gone_is_told_to_nobody(fjellet):
    concern = Concern()
    for kind in (RAISED, ANSWERED, SENT_ON):
        assert answers(kind, fjellet.principal, concern) == (False, False)


def test_it_leads_to_the_concern_and_names_nobody(fjellet):
    concern = ConcernFactory(unit=fjellet.school)
    for kind in (RAISED, ANSWERED, SENT_ON):
        message = MessageFactory(thing_id=concern.pk, kind=kind.name)
        assert kind.url(message) == f"/concerns/{concern.pk}/"
        assert [word for word in ("Jonas", "7A", "Fjellet") if word in str(kind.title)] == []
