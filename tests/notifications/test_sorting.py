"""Which way new e-mail goes: the person's own, else the kind's; on closed days only what is
serious."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.system import SYSTEM
from cases.notices import OwnerTold, PptAlerted, TalkDue
from notifications import actions
from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.notifications import MessageFactory, PreferenceFactory
from tests.factories.organisations import MembershipFactory
from tests.plugin_database import as_worker

pytestmark = pytest.mark.django_db
SATURDAY = NOW + timedelta(days=5)


def sort(now=NOW):
    with as_worker():
        return actions.sort_mail(by=SYSTEM, now=now)


def new(kind, person=None, **fields):
    person = person or MembershipFactory().person
    return MessageFactory(kind=kind.name, person=person, way="", **fields)


def went(message):
    message.refresh_from_db()
    return message.state, message.way, message.last_error


AT_ONCE = ("ready", "at_once", "")
HELD = ("held", "digest", "")
NO_MAIL = ("cancelled", "app", "only in the app")


@pytest.mark.parametrize(
    ("kind", "usual"), [(OwnerTold, AT_ONCE), (PptAlerted, AT_ONCE), (TalkDue, HELD)]
)
def test_sort_mail_sends_each_kind_its_usual_way(kind, usual):
    message = new(kind)
    assert sort() == 1
    assert went(message) == usual
    assert sort() == 0


@pytest.mark.parametrize(
    ("way", "goes"), [("at_once", AT_ONCE), ("digest", HELD), ("app", NO_MAIL)]
)
def test_sort_mail_follows_what_the_person_has_chosen_for_the_topic(way, goes):
    message = new(PptAlerted)
    other = new(TalkDue, message.person)
    PreferenceFactory(person=message.person, topic="new", way=way)
    PreferenceFactory(topic="deadlines", way="app")
    assert sort() == 2
    assert (went(message), went(other)) == (goes, HELD)


def test_sort_mail_on_a_closed_day_sends_only_what_is_serious():
    serious, alert = new(OwnerTold), new(PptAlerted)
    sort(SATURDAY)
    assert (went(serious), went(alert)) == (AT_ONCE, HELD)


def test_sort_mail_sends_to_whoever_has_one_place_that_is_open(closed_unit, fjellet):
    away = MembershipFactory(organisation=closed_unit).person
    also_elsewhere = MembershipFactory(organisation=closed_unit).person
    MembershipFactory(person=also_elsewhere, organisation=fjellet.office, role="ppt_adviser")
    messages = [new(PptAlerted, person) for person in (away, also_elsewhere)]
    sort()
    assert [went(message) for message in messages] == [HELD, AT_ONCE]


def test_sort_mail_sends_a_kind_that_nobody_knows_to_the_sender():
    message = MessageFactory(kind="tests.Forgotten", way="")
    sort()
    assert went(message) == AT_ONCE


@pytest.mark.parametrize(
    "fields",
    [{"state": "sent", "sent_at": NOW}, {"state": "dead"}, {"way": "at_once"}, {"inbox": True}],
)
def test_sort_mail_refused_by_state(fields):
    MessageFactory(**{"kind": TalkDue.name, "way": "", **fields})
    assert sort() == 0


def test_sort_mail_refused_by_role():
    with pytest.raises(PermissionDenied):
        actions.sort_mail(by=PersonFactory(), now=NOW)


@pytest.mark.parametrize("rows", [1, 30])
def test_sort_mail_asks_as_much_for_many_as_for_one(rows, django_assert_num_queries):
    for number in range(rows):
        new(TalkDue, due_on=TODAY - timedelta(days=number))
    with as_worker(), django_assert_num_queries(6):
        assert actions.sort_mail(by=SYSTEM, now=NOW) == rows
    assert set(Message.objects.values_list("state", flat=True)) == {"held"}
