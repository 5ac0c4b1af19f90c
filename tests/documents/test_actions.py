"""A calendar is turned on, gets a new link, is sent and turned off."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from common.errors import ActionError
from documents.actions import TooOften, renew_feed, send_feed, turn_off_feed, turn_on_feed
from documents.models import Feed, FeedEvent
from documents.rules import MOST_FETCHES, Dated, digest_of
from tests.clock import NOW, TODAY
from tests.factories.documents import FeedEventFactory, FeedFactory
from tests.plugin_database import as_app, as_worker
from tests.scope import acting

LATER = TODAY + timedelta(days=7)


def do(action, by, *, now=NOW, **more):
    with acting(by, TODAY):
        return action(by=by, now=now, **more)


def send(by, *days, now=NOW, url="/evaluations/1/"):
    dated = [Dated(day, "evaluation", "26-K7F3", url) for day in days]
    return do(send_feed, by, now=now, ask=lambda: dated)


def stored():
    """Everything that stands in any table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            yield cursor.fetchone()[0]


def events():
    return list(Event.objects.order_by("number").values_list("name", "person_id"))


def test_turn_on_feed_gives_a_token_that_is_stored_nowhere(fjellet):
    token = do(turn_on_feed, fjellet.teacher)
    feed = Feed.objects.get()
    assert (feed.person, feed.digest, feed.made_at) == (fjellet.teacher, digest_of(token), NOW)
    assert len(token) == 43
    whole = "\n".join(stored())
    assert digest_of(token) in whole  # the control
    assert token not in whole
    assert events() == [("feed.turned_on", fjellet.teacher.pk)]


def test_turn_on_feed_refused_by_state_when_it_is_on(fjellet):
    do(turn_on_feed, fjellet.teacher)
    with pytest.raises(ActionError, match="is on already. Make a new link"):
        do(turn_on_feed, fjellet.teacher)
    assert Feed.objects.count() == 1


def test_renew_feed_kills_the_old_link(fjellet):
    old = do(turn_on_feed, fjellet.teacher)
    send(fjellet.teacher, TODAY)
    new = do(renew_feed, fjellet.teacher, now=NOW + timedelta(hours=1))
    with as_app():
        assert Feed.objects.person_of(old) is None
        assert Feed.objects.person_of(new) == fjellet.teacher.pk
    feed = Feed.objects.get()
    assert (feed.fetched_at, feed.made_at) == (None, NOW + timedelta(hours=1))
    assert events()[-1] == ("feed.renewed", fjellet.teacher.pk)


def test_renew_feed_refused_by_state_when_it_is_off(fjellet):
    with pytest.raises(ActionError, match="is off. Turn it on"):
        do(renew_feed, fjellet.teacher)


def test_turn_off_feed_leaves_nothing_behind(fjellet):
    token = do(turn_on_feed, fjellet.teacher)
    send(fjellet.teacher, TODAY)
    do(turn_off_feed, fjellet.teacher)
    assert not Feed.objects.exists()
    assert not FeedEvent.objects.exists()
    with as_app():
        assert Feed.objects.person_of(token) is None
    assert events()[-1] == ("feed.turned_off", fjellet.teacher.pk)


def test_turn_off_feed_refused_by_state_when_it_is_off(fjellet):
    with pytest.raises(ActionError, match="is off. Turn it on"):
        do(turn_off_feed, fjellet.teacher)


def kept():
    rows = FeedEvent.objects.order_by("day")
    return list(rows.values_list("day", "sequence", "changed_at", "gone_at"))


def test_send_feed_remembers_what_was_moved_is_gone_and_is_back(fjellet):
    do(turn_on_feed, fjellet.teacher)
    at = [NOW + timedelta(hours=hour) for hour in range(5)]
    assert send(fjellet.teacher, TODAY).is_news
    assert kept() == [(TODAY, 0, NOW, None)]
    assert not send(fjellet.teacher, TODAY, now=at[1]).is_news
    assert kept() == [(TODAY, 0, NOW, None)]
    assert send(fjellet.teacher, LATER, now=at[2]).is_news
    assert kept() == [(LATER, 1, at[2], None)]
    send(fjellet.teacher, now=at[3])
    assert kept() == [(LATER, 2, at[3], at[3])]
    send(fjellet.teacher, TODAY, now=at[4])
    assert kept() == [(TODAY, 3, at[4], None)]
    assert Feed.objects.get().fetched_at == at[4]


def test_send_feed_forgets_what_has_been_gone_for_thirty_days(fjellet):
    do(turn_on_feed, fjellet.teacher)
    send(fjellet.teacher, TODAY)
    send(fjellet.teacher)
    sent = send(fjellet.teacher, now=NOW + timedelta(days=30))
    assert [event.gone_at for event in sent.events] == [NOW]
    sent = send(fjellet.teacher, now=NOW + timedelta(days=30, seconds=1))
    assert (sent.events, kept()) == ([], [])


def test_send_feed_is_news_once_a_day(fjellet):
    do(turn_on_feed, fjellet.teacher)
    send(fjellet.teacher, TODAY)
    assert send(fjellet.teacher, TODAY, now=NOW + timedelta(days=1)).is_news


def test_send_feed_refused_by_state_when_it_is_off(fjellet):
    with pytest.raises(ActionError, match="is off. Turn it on"):
        send(fjellet.teacher, TODAY)


def test_send_feed_refused_by_state_when_it_is_fetched_too_often(fjellet):
    do(turn_on_feed, fjellet.teacher)
    Feed.objects.update(counted_from=NOW, fetches=MOST_FETCHES)

    def ask():
        raise AssertionError("Nothing is asked.")

    with pytest.raises(TooOften, match="fetched too often"):
        do(send_feed, fjellet.teacher, ask=ask)


def test_nobody_else_reads_or_changes_it_in_the_database(fjellet):
    event = FeedEventFactory(feed__person=fjellet.teacher)
    with acting(fjellet.teacher, TODAY):
        assert (Feed.objects.count(), FeedEvent.objects.count()) == (1, 1)
    with acting(fjellet.principal, TODAY):
        assert (Feed.objects.count(), FeedEvent.objects.count()) == (0, 0)
        assert Feed.objects.update(made_at=NOW) == FeedEvent.objects.update(day=LATER) == 0
        assert (Feed.objects.all().delete()[0], FeedEvent.objects.all().delete()[0]) == (0, 0)
        with pytest.raises(DatabaseError), transaction.atomic():
            FeedEventFactory(feed=event.feed)
        with pytest.raises(DatabaseError), transaction.atomic():
            FeedFactory(person=fjellet.deputy)


def test_the_worker_has_no_business_with_it(fjellet):
    FeedFactory(person=fjellet.teacher)
    for statement in (
        "SELECT count(*) FROM documents_feed",
        "SELECT count(*) FROM documents_feedevent",
        "SELECT person_of_calendar('x')",
    ):
        with as_worker(), pytest.raises(DatabaseError, match="permission denied"):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_token_cannot_be_stored_in_place_of_its_digest(fjellet):
    with pytest.raises(DatabaseError), transaction.atomic():
        FeedFactory(person=fjellet.teacher, digest="T" * 43)
    with pytest.raises(DatabaseError), transaction.atomic():
        FeedEventFactory(feed__person=fjellet.teacher, gone_at=NOW + timedelta(days=1))
    assert Feed.objects.person_of(str(uuid.uuid4())) is None
