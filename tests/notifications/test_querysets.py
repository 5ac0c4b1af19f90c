"""Questions that are asked often, of a table that only grows, must not read all of it."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from notifications.models import Message
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.scope import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def many():
    """A year of e-mails that went, some thousand that wait, all told in the same moment."""
    people = [PersonFactory() for _number in range(20)]
    rows = [
        Message(kind="tests.Told", thing_id=uuid.uuid4(), person=people[number % 20],
                channel=channel, state=state, way=way, sent_at=NOW if state == "sent" else None,
                created_at=NOW - timedelta(minutes=number), next_at=NOW)
        for channel, state, way, count in (
            ("inbox", "sent", "", 6000), ("email", "sent", "at_once", 4000),
            ("email", "ready", "at_once", 2000), ("email", "ready", "", 20),
            ("email", "held", "digest", 20),
        )
        for number in range(count)
    ]  # fmt: skip
    Message.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_message")
    return people


def plan(rows):
    return rows.explain()


def check(text, index):
    assert f"using {index}" in text, text
    assert "Seq Scan" not in text, text
    assert "Sort" not in text, text


def test_what_is_due_is_found_by_its_index(many):
    check(plan(Message.objects.due(NOW)[:1]), "message_waiting")


def test_a_page_of_the_inbox_is_found_by_its_index(many):
    with acting(many[0], TODAY) as viewer:
        text = plan(Message.objects.visible_to(viewer).inbox()[:20])
    assert "message_inbox" in text
    assert "Seq Scan" not in text


def test_what_is_new_and_what_waits_for_a_digest_are_found_by_their_indexes(many):
    for rows, index in (
        (Message.objects.unsorted(), "message_unsorted"), (Message.objects.held(), "message_held")
    ):  # fmt: skip
        text = plan(rows)
        assert index in text, text
        assert "Seq Scan" not in text, text
