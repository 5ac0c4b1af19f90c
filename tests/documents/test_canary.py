"""A word written in every text, and all names: none of them is ever in a calendar or in a log."""

import logging
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import get_resolver
from gunicorn.config import Config
from gunicorn.glogging import Logger

from accounts.models import Person
from documents.duties import KINDS
from organisations.models import Organisation
from pupils.models import Pupil
from tests.access import world
from tests.access.row import VIEWERS
from tests.documents.feeds import parsed, strictly, turned_on
from tests.guards.urls import all_url_names

SAID = re.compile(r"(Evaluation|Talk|Review|Task)(, case 26-HMLG)?")


@pytest.fixture
def built(db):
    return world.build()


def names():
    people = {person.name for person in Person.objects.all()}
    places = {place.name for place in Organisation.objects.all()}
    return people | places | {pupil.name for pupil in Pupil.objects.all()}


@pytest.mark.parametrize("viewer", sorted(VIEWERS))
def test_a_calendar_says_four_words_and_a_reference(built, client, viewer):
    person = built.viewers[viewer]
    if viewer == "teacher":
        built.things["told"].feed.delete()
    body = client.get(turned_on(person)).content
    events = parsed(body)
    assert len(strictly(body)) == len(events)
    assert [event["SUMMARY"] for event in events if not SAID.fullmatch(event["SUMMARY"])] == []
    text = body.decode().lower()
    secrets = {*names(), world.MARKER, world.PUPIL_MARKER, world.HIDDEN_MARKER}
    assert [secret for secret in secrets if secret.lower() in text] == []
    assert str(built.things["case"].pk) not in text


def test_the_control_much_is_asked_of_the_principal(built, client):
    events = parsed(client.get(turned_on(built.here.principal)).content)
    assert len([event for event in events if "26-HMLG" in event["SUMMARY"]]) > 3


def test_the_pages_that_have_words_of_their_own_exist():
    assert set(KINDS) <= set(all_url_names(get_resolver()))


def access_line(path):
    """As the web server writes it when it is asked to log who fetched what."""
    config = Config()
    config.set("accesslog", "-")
    request = SimpleNamespace(headers=[])
    response = SimpleNamespace(headers=[], status="200 OK", sent=1)
    environ = {
        "REQUEST_METHOD": "GET", "RAW_URI": path, "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "PATH_INFO": path, "HTTP_REFERER": path,
    }  # fmt: skip
    logger = Logger(config)
    logger.access_log.propagate = True
    logger.access(response, request, environ, timedelta(seconds=1))
    logger.error("Error handling request %s", path)


def test_the_token_stands_in_no_log(fjellet, client, caplog):
    address = turned_on(fjellet.teacher)
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("gunicorn.error").propagate = True
        access_line(address)
        client.get(address)
        client.post(address)  # "Method Not Allowed"
        client.get(address.replace(token, token[::-1]))  # "Not Found"
        logging.getLogger("tryggspor").exception("It failed: %s", address)
    assert caplog.text.count("/calendar/….ics") >= 5
    assert "Method Not Allowed" in caplog.text
    assert "Not Found" in caplog.text
    assert token not in caplog.text
    assert token[::-1] not in caplog.text
