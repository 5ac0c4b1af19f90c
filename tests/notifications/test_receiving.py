from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from accounts.system import SYSTEM
from audit.models import Event
from common.errors import ActionError
from notifications import actions
from notifications.models import Preference
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseAccessFactory
from tests.factories.notifications import MessageFactory
from tests.plugin_database import as_worker
from tests.scope import acting

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def dead(**fields):
    return MessageFactory(state="dead", attempts=3, last_error="smtp 550", **fields)


# ---------------------------------------------------------------- mark_read
def test_mark_read_notes_the_inbox_row_and_its_email():
    email = MessageFactory()
    shown = MessageFactory(inbox=True, thing_id=email.thing_id, person=email.person)
    other = MessageFactory(inbox=True, person=email.person)
    with acting(email.person, TODAY):
        actions.mark_read(message=email, by=email.person, now=LATER)
    for row in (email, shown, other):
        row.refresh_from_db()
    assert [row.read_at for row in (email, shown, other)] == [LATER, LATER, None]


def test_mark_read_refused_by_state_keeps_the_first_time():
    shown = MessageFactory(inbox=True, read_at=NOW)
    actions.mark_read(message=shown, by=shown.person, now=LATER)
    shown.refresh_from_db()
    assert shown.read_at == NOW


def test_mark_read_refused_by_role_for_anyone_but_the_receiver():
    shown = MessageFactory(inbox=True)
    with pytest.raises(PermissionDenied):
        actions.mark_read(message=shown, by=PersonFactory(), now=NOW)


# ---------------------------------------------------------------- mark_all_read
def test_mark_all_read_notes_what_is_shown_and_its_emails():
    person = PersonFactory()
    rows = [MessageFactory(inbox=True, person=person), MessageFactory(person=person)]
    with acting(person, TODAY):
        count = actions.mark_all_read(by=person, now=LATER)
    for row in rows:
        row.refresh_from_db()
    assert (count, [row.read_at for row in rows]) == (1, [LATER, LATER])


def test_mark_all_read_refused_by_state_keeps_the_first_time():
    shown = MessageFactory(inbox=True, read_at=NOW)
    assert actions.mark_all_read(by=shown.person, now=LATER) == 0
    shown.refresh_from_db()
    assert shown.read_at == NOW


def test_mark_all_read_refused_by_role_leaves_what_belongs_to_others():
    others = MessageFactory(inbox=True)
    assert actions.mark_all_read(by=PersonFactory(), now=NOW) == 0
    others.refresh_from_db()
    assert others.read_at is None


def test_mark_all_read_leaves_what_the_person_is_excluded_from():
    access = CaseAccessFactory()
    hidden = MessageFactory(inbox=True, person=access.person, case_id=access.case_id)
    with acting(access.person, TODAY):
        assert actions.mark_all_read(by=access.person, now=NOW) == 0
    hidden.refresh_from_db()
    assert hidden.read_at is None


# ---------------------------------------------------------------- choose_ways
def test_choose_ways_keeps_one_answer_for_each_topic():
    person = PersonFactory()
    with acting(person, TODAY):
        actions.choose_ways(ways={"new": "digest", "overdue": "app"}, by=person, now=NOW)
        actions.choose_ways(ways={"new": "at_once"}, by=person, now=NOW)
    assert dict(person.preferences.values_list("topic", "way")) == {
        "new": "at_once", "overdue": "app",
    }  # fmt: skip


@pytest.mark.parametrize("ways", [{"new": "pigeon"}, {"weather": "app"}])
def test_choose_ways_refused_by_state_for_what_there_is_not(ways):
    person = PersonFactory()
    with acting(person, TODAY), pytest.raises(ActionError):
        actions.choose_ways(ways={"overdue": "app"} | ways, by=person, now=NOW)
    assert person.preferences.count() == 0


def test_choose_ways_refused_by_role_for_all_but_oneself():
    person, other = PersonFactory(), PersonFactory()
    with pytest.raises(PermissionDenied):
        actions.choose_ways(ways={"new": "app"}, by=SYSTEM, now=NOW)
    with acting(person, TODAY), pytest.raises(ProgrammingError, match="row-level security"):
        with transaction.atomic():
            actions.choose_ways(ways={"new": "app"}, by=other, now=NOW)
    assert Preference.objects.count() == 0


# ---------------------------------------------------------------- retry_own_mail
def test_retry_own_mail_sends_ones_own_once_more():
    letter, others, waiting = dead(looked_at=NOW), dead(), MessageFactory(attempts=2)
    with acting(letter.person, TODAY):
        assert actions.retry_own_mail(by=letter.person, now=LATER) == 1
    for row in (letter, others, waiting):
        row.refresh_from_db()
    assert (letter.state, letter.way, letter.attempts) == ("ready", "at_once", 0)
    assert (letter.next_at, letter.retried_at, letter.looked_at) == (LATER, LATER, None)
    assert (others.state, waiting.attempts) == ("dead", 2)
    event = Event.objects.get()
    assert (event.name, event.person_id) == ("message.retried", letter.person_id)


def test_retry_own_mail_refused_by_state_when_nothing_was_given_up():
    waiting = MessageFactory()
    with acting(waiting.person, TODAY), pytest.raises(ActionError):
        actions.retry_own_mail(by=waiting.person, now=NOW)


def test_retry_own_mail_refused_by_role():
    letter = dead()
    with pytest.raises(PermissionDenied):
        actions.retry_own_mail(by=SYSTEM, now=NOW)
    with as_worker(), pytest.raises(ProgrammingError, match="permission denied"):
        with transaction.atomic():
            actions.retry_own_mail(by=letter.person, now=NOW)
    letter.refresh_from_db()
    assert letter.state == "dead"
