"""Talks of a pupil and the adult whom the pupil trusts: held, written, and reminded of."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from audit.models import Event
from cases.actions import record_talk, tell_due_talks
from cases.models import CaseAccess, Entry, TrustedAdult
from cases.notices import TalkDue
from common.errors import ActionError
from evaluations.sweep import sweep
from notifications.models import Message
from organisations.models import Membership
from tests.cases.involving import ENDED
from tests.clock import NOW, TODAY
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.voices import TrustedAdultFactory
from tests.plugin_database import as_app, as_worker
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")

SATURDAY = date(2026, 11, 28)


@pytest.fixture
def trusted(fjellet):
    row = InvolvementFactory(case__unit=fjellet.school)
    return TrustedAdultFactory(involvement=row, adult=fjellet.teacher)


def talk(trusted, by, **more):
    given = {"token": uuid.uuid4(), "talked_on": TODAY, "text": "Vi gikk en tur."}
    with acting(by, TODAY):
        return record_talk(trusted=trusted, by=by, now=NOW, **(given | more))


# ---------------------------------------------------------------- held
def test_record_talk_writes_one_entry_and_moves_the_next_by_two_open_weeks(fjellet, trusted):
    row = talk(trusted, fjellet.teacher)
    assert (row.talk_on, row.talked_on) == (date(2026, 12, 7), TODAY)
    entry = Entry.objects.get()
    assert (entry.kind, entry.text, entry.happened_on, entry.written_by, entry.case) == (
        "talk", "Vi gikk en tur.", TODAY, fjellet.teacher, trusted.case,
    )  # fmt: skip
    assert not Event.objects.exists()  # the log reads entries and events: never both for one act


def test_record_talk_with_a_chosen_day_for_the_next(fjellet, trusted):
    assert talk(trusted, fjellet.teacher, next_on=SATURDAY).talk_on == date(2026, 11, 30)


def test_record_talk_by_the_one_who_leads_the_case(fjellet, trusted):
    assert talk(trusted, fjellet.principal).talked_on == TODAY


def test_record_talk_late_still_has_the_next_one_ahead(fjellet, trusted):
    TrustedAdult.objects.update(starts_on=date(2026, 11, 1))
    type(trusted.case).objects.update(known_at=NOW - timedelta(days=40))
    row = talk(trusted, fjellet.teacher, talked_on=date(2026, 11, 3))
    assert (row.talk_on, row.talked_on) == (TODAY + timedelta(days=1), date(2026, 11, 3))


def test_record_talk_written_late_moves_no_later_one_back(fjellet, trusted):
    TrustedAdult.objects.update(starts_on=date(2026, 11, 1))
    type(trusted.case).objects.update(known_at=NOW - timedelta(days=40))
    assert talk(trusted, fjellet.teacher).talk_on == date(2026, 12, 7)
    row = talk(trusted, fjellet.teacher, talked_on=date(2026, 11, 16))
    assert (row.talk_on, row.talked_on) == (date(2026, 12, 7), TODAY)


def test_record_talk_goes_on_when_the_owner_holds_the_case(fjellet, trusted):
    type(trusted.case).objects.update(held_by=fjellet.owner)
    with pytest.raises(PermissionDenied):
        talk(trusted, fjellet.teacher)
    CaseAccessFactory(case=trusted.case, person=fjellet.teacher, kind="takes_part")
    assert talk(trusted, fjellet.teacher).talked_on == TODAY


def test_record_talk_from_the_same_sheet_is_one(fjellet, trusted):
    token = uuid.uuid4()
    first = talk(trusted, fjellet.teacher, token=token).talk_on
    assert talk(trusted, fjellet.teacher, token=token).talk_on == first
    for by, text in ((fjellet.teacher, "Noe annet."), (fjellet.principal, "Vi gikk en tur.")):
        with pytest.raises(ActionError):
            talk(trusted, by, token=token, text=text)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "!"},
        {"text": "a\x07"},
        {"text": "x" * 10_001},
        {"talked_on": TODAY + timedelta(days=1)},
        {"talked_on": date(2026, 11, 8)},
        {"talked_on": date(1999, 1, 1)},
        {"next_on": TODAY},
        {"next_on": date(2028, 1, 1)},
    ],
)
def test_record_talk_refused_by_state_of_what_is_told(fjellet, trusted, wrong):
    with pytest.raises(ActionError):
        talk(trusted, fjellet.teacher, **wrong)
    trusted.refresh_from_db()
    assert (trusted.talk_on, Entry.objects.count()) == (TODAY, 0)


@pytest.mark.parametrize("ended", ENDED)
def test_record_talk_refused_by_state(fjellet, ended):
    row = InvolvementFactory(case=CaseFactory(unit=fjellet.school, **ended))
    with pytest.raises(ActionError):
        talk(TrustedAdultFactory(involvement=row, adult=fjellet.teacher), fjellet.teacher)
    row = InvolvementFactory(case__unit=fjellet.school)
    over = TrustedAdultFactory(
        involvement=row, adult=fjellet.teacher, ends_on=TODAY, talk_on=None, ended_for="left"
    )
    with pytest.raises(ActionError, match="Somebody else"):
        talk(over, fjellet.teacher)


def test_record_talk_refused_by_role(fjellet, strand, trusted):
    refused_to(
        (fjellet.other_teacher, fjellet.other_principal, strand.principal),
        lambda by: talk(trusted, by),
    )
    CaseAccessFactory(case=trusted.case, person=fjellet.teacher)
    with pytest.raises(PermissionDenied):
        talk(trusted, fjellet.teacher)


# ---------------------------------------------------------------- reminded of
def told(now=NOW):
    with as_worker():
        return tell_due_talks(now=now)


def test_tell_due_talks_once_for_each_day_in_the_inbox_and_by_mail(fjellet, trusted):
    assert (told(), told(), told(NOW + timedelta(days=3))) == (2, 0, 0)
    rows = Message.objects.values_list("person", "channel", "state", "kind", "thing_id", "due_on")
    same = ("cases.TalkDue", trusted.pk, TODAY)
    assert sorted(rows) == [
        (fjellet.teacher.pk, "email", "ready", *same),
        (fjellet.teacher.pk, "inbox", "sent", *same),
    ]
    TrustedAdult.objects.update(talk_on=date(2026, 12, 7))
    assert (told(), told(NOW + timedelta(days=14))) == (0, 2)


def later(trusted):
    TrustedAdult.objects.update(talk_on=TODAY + timedelta(days=1))


def ended(trusted):
    TrustedAdult.objects.update(talk_on=None, ends_on=TODAY, ended_for="left")


def away(trusted):
    TrustedAdult.objects.update(away_from=TODAY, away_until=TODAY)


def closed(trusted):
    type(trusted.case).objects.update(state="closed", ended_reason="Trygt.")


def left(trusted):
    Membership.objects.filter(person=trusted.adult).update(ends_on=TODAY - timedelta(days=1))


def inactive(trusted):
    type(trusted.adult).objects.filter(pk=trusted.adult_id).update(**CLOSED)


def excluded(trusted):
    CaseAccessFactory(case=trusted.case, person=trusted.adult)


def held_elsewhere(trusted):
    type(trusted.case).objects.update(held_by=trusted.case.unit.parent)


@pytest.mark.parametrize(
    "arrange", [later, ended, away, closed, left, inactive, excluded, held_elsewhere]
)
def test_tell_due_talks_tells_nobody(trusted, arrange):
    arrange(trusted)
    assert (told(), Message.objects.count()) == (0, 0)


def test_tell_due_talks_when_a_part_is_kept_elsewhere(trusted):
    held_elsewhere(trusted)
    CaseAccessFactory(case=trusted.case, person=trusted.adult, kind="takes_part")
    assert told() == 2


def test_tell_due_talks_when_the_adult_is_back(trusted):
    away(trusted)
    assert (told(), told(NOW + timedelta(days=1))) == (0, 2)


@pytest.mark.parametrize("number", [1, 3])
def test_tell_due_talks_in_one_statement(fjellet, trusted, django_assert_num_queries, number):
    for _more in range(number - 1):
        TrustedAdultFactory(involvement__case__unit=fjellet.school, adult=fjellet.teacher)
    with as_worker(), django_assert_num_queries(1 + 2):  # and the savepoint around it
        assert tell_due_talks(now=NOW) == 2 * number


def test_tell_due_talks_refused_by_role_without_the_worker(trusted):
    with as_app():
        assert tell_due_talks(now=NOW) == 0


def test_the_daily_round_tells(trusted):
    with as_worker():
        assert sweep(NOW)["talks"] == 2


@pytest.mark.django_db(transaction=True)
def test_tell_due_talks_in_parallel_tells_once(trusted):
    counts = []

    def run():
        try:
            counts.append(told())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 0, 0, 2]


# ---------------------------------------------------------------- is it still to be told
@pytest.fixture
def message(trusted):
    told()
    return Message.objects.get(channel="inbox")


@pytest.mark.parametrize("arrange", [later, ended, closed])
def test_a_talk_that_was_held_moved_or_ended_is_due_no_more(message, trusted, arrange):
    with as_worker():
        assert TalkDue().still_due(message, NOW)
    arrange(trusted)
    with as_worker():
        assert not TalkDue().still_due(message, NOW)


@pytest.mark.parametrize("arrange", [left, inactive, excluded, held_elsewhere])
def test_only_the_adult_who_takes_part_gets_it(fjellet, message, trusted, arrange):
    with as_worker():
        assert TalkDue().may_receive(message, TODAY)
    arrange(trusted)
    with as_worker():
        assert not TalkDue().may_receive(message, TODAY)
    CaseAccess.objects.all().delete()
    message.person = fjellet.other_teacher
    with as_worker():
        assert not TalkDue().may_receive(message, TODAY)
    assert TalkDue().url(message) == f"/cases/talks/{trusted.pk}/"
