from io import StringIO

import pytest
from django.core.management import call_command

from notifications.models import Message
from tests.factories.notifications import MessageFactory
from tests.plugin_database import as_worker

pytestmark = pytest.mark.django_db


def dead_letters(*words):
    said = StringIO()
    with as_worker():
        call_command("dead_letters", *words, stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture
def two():
    MessageFactory()
    return [MessageFactory(state="dead", attempts=3, last_error="smtp 550") for _number in "12"]


def test_dead_letters_lists_ids_and_reasons_and_no_person(two):
    *rows, last = dead_letters()
    assert (len(rows), last) == (2, "2 could not be sent.")
    for letter in two:
        (row,) = [row for row in rows if str(letter.pk) in row]
        assert row.endswith("new    3 attempts  smtp 550")
        assert letter.person.email not in row


def test_dead_letters_sends_again_what_is_asked_for(two, valkey):
    assert dead_letters(str(two[0].pk), "--retry")[-1] == "1 will be tried again."
    states = dict(Message.objects.values_list("pk", "state"))
    assert [states[letter.pk] for letter in two] == ["ready", "dead"]


def test_dead_letters_that_were_seen_are_marked_in_the_list(two):
    assert dead_letters("--seen")[-1] == "2 noted as seen."
    assert all("  seen  " in row for row in dead_letters()[:-1])
