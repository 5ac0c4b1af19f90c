"""Pages are asked for as somebody, in English, on the Monday on which most tests play."""

import pytest
from django.conf import settings
from django.utils import timezone, translation

from tests.clock import NOW


@pytest.fixture(autouse=True)
def _language():
    """That of the product, whatever page an earlier test has asked for last."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def english(_language):
    """The sentences that are asked for are the source's, whatever is translated."""
    with translation.override("en"):
        yield


@pytest.fixture
def monday(monkeypatch):
    """The pages read the clock; on this Monday it stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def signed_in(client, monday):
    """``signed_in(person)`` gives the client, in the language of the source."""

    def sign_in(person):
        type(person).objects.filter(pk=person.pk).update(language="en")
        client.force_login(person)
        return client

    return sign_in
